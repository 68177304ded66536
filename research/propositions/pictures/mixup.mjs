// The pictures of proposition 2: how near to the manifold, or to held-out rows, mixed rows are.
import { mean } from '../../mean.mjs';
import { dotBands, linePanels } from '../figures.mjs';
import { WAYS } from '../mixes.mjs';
import { EPSILON, EPSILONS, PICTURED } from '../mixup.mjs';
import { picture } from './picture.mjs';

const WAY_NAMES = {
  uniform: 'any row of the batch (uniform)',
  batch: '5 nearest of the batch',
  all: '5 nearest of all rows',
};

/** @param {import('../record.mjs').Measured} measured @returns {import('./picture.mjs').Picture[]} */
export function mixupPictures(measured) {
  const names = WAYS.map((way) => WAY_NAMES[way]);
  const manifolds = measured.cases('share');
  const tables = measured.cases('table');
  const shown = manifolds.filter((_, i) => i % 3 === 0).slice(0, 4);
  const share = (name, way, epsilon) =>
    mean(measured.values('share', name, { noise: PICTURED, way, epsilon }));
  return [
    picture(
      '2-manifolds',
      `Share of mixed rows within ${EPSILON} of the manifold, at noise ${PICTURED}`,
      'Means over the seeds; distances in units of the size of the manifold.',
      (texts) =>
        dotBands({
          ...texts,
          names: [...names, 'not mixed'],
          cases: manifolds,
          x: { domain: [0, 1], label: `share within ${EPSILON}` },
          values: manifolds.map((name) => [...WAYS, 'unmixed'].map((way) => share(name, way, EPSILON))),
        }),
    ),
    picture(
      '2-epsilon',
      `Share of mixed rows within ε of the manifold, by ε, at noise ${PICTURED}`,
      'Means over the seeds.',
      (texts) =>
        linePanels({
          ...texts,
          names: [...names, 'not mixed'],
          panels: shown.map((name) => ({
            title: name,
            x: { type: 'log', label: 'ε', ticks: [0.01, 0.05, 0.2], tickFormat: '~g' },
            y: { domain: [0, 1] },
            series: [...WAYS, 'unmixed'].map((way) => EPSILONS.map((x) => ({ x, y: share(name, way, x) }))),
          })),
        }),
    ),
    picture(
      '2-tables',
      'Distance of mixed rows from the nearest held-out row of the class, by table',
      'Mean distances divided by that of the rows before mixing: 1 is as near as a real row.',
      (texts) =>
        dotBands({
          ...texts,
          names,
          cases: tables,
          x: { label: 'distance, 1 for rows not mixed' },
          rule: 1,
          values: tables.map((name) => WAYS.map((way) => mean(measured.values('table', name, { way })))),
        }),
    ),
  ];
}
