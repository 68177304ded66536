// The pictures of each proposition, from the record: name, alternative text and SVG.
import { mean } from '../mean.mjs';
import { errorCases, LOSS_NAMES, widthsOf } from './claims.mjs';
import { SPACES } from './decoupling.mjs';
import { dotBands, linePanels } from './figures.mjs';
import { MARKS, PARTS, PLACES, ZOOMS } from './landscape.mjs';
import { WAYS } from './mixes.mjs';
import { EPSILON, EPSILONS, PICTURED } from './mixup.mjs';

/** @typedef {{ name: string, alternative: string, svg: string }} Picture */

const geometricMean = (values) => Math.exp(mean(values.map(Math.log)));

const picture = (name, title, description, svg) => ({
  name: `proposition-${name}`,
  alternative: title,
  svg: svg({ title, description }),
});

/** @param {import('./record.mjs').Measured} measured @returns {Picture[]} */
export function expressivenessPictures(measured) {
  const models = [
    'plain',
    'one layer, small theta',
    'four layers, small theta',
    'before and behind, small theta',
  ];
  const names = [
    'MLP alone',
    'one layer before it',
    'four layers before it',
    'one before, one behind its hidden layer',
  ];
  const panels = errorCases(measured).map((name) => ({
    title: name,
    x: {
      type: 'log',
      label: 'parameters',
      domain: [12, 250],
      ticks: [15, 30, 60, 120, 240],
      tickFormat: 'd',
    },
    y: { type: 'log', tickFormat: '~g', ticks: [0.05, 0.1, 0.2, 0.5, 1] },
    series: models.map((model) =>
      widthsOf(measured, name, model)
        .flatMap((width) => measured.of('error', name, { model, width }))
        .map(({ setting, values }) => ({ x: Number(setting.parameters), y: geometricMean(values) }))
        .filter(({ x }) => x >= 12 && x <= 250),
    ),
  }));
  return [
    picture(
      '1-error',
      'Test error against the number of parameters, by kind of target',
      'Geometric means over the seeds of the root mean squared error on test rows; targets have variance 1.',
      (texts) => linePanels({ ...texts, names, panels }),
    ),
  ];
}

const WAY_NAMES = {
  uniform: 'any row of the batch (uniform)',
  batch: '5 nearest of the batch',
  all: '5 nearest of all rows',
};

/** @param {import('./record.mjs').Measured} measured @returns {Picture[]} */
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

const LOSS_LABELS = { hybrid: 'hybrid loss', without: 'without its contrastive terms' };

/** @param {import('./record.mjs').Measured} measured @returns {Picture[]} */
export function landscapePictures(measured) {
  const tables = measured.cases('eigenvalue');
  const overTables = (measure, setting, middle) =>
    middle(tables.flatMap((name) => measured.values(measure, name, setting)));
  const line = (name) =>
    LOSS_NAMES.map((loss) =>
      PLACES.map((x) => ({ x, y: overTables('line', { loss, line: name, place: x }, mean) })),
    );
  const zooms = Array.from({ length: ZOOMS }, (_, i) => i + 1);
  return [
    picture(
      '3-landscape',
      'The surface of the loss with and without the contrastive terms, and its jumps',
      'Means over tables and seeds, of eigenvalues geometric ones, of changes the largest. The loss is a share of its fall in training.',
      (texts) =>
        linePanels({
          ...texts,
          names: LOSS_NAMES.map((loss) => LOSS_LABELS[loss]),
          panels: [
            {
              title: 'Largest Hessian eigenvalue',
              x: { label: 'share of the training' },
              y: { type: 'log', tickFormat: '~g', ticks: [3, 10, 30, 100, 300, 1000] },
              series: LOSS_NAMES.map((loss) =>
                MARKS.map((mark) => ({
                  x: mark,
                  y: overTables('eigenvalue', { loss, mark }, geometricMean),
                })),
              ),
            },
            {
              title: 'Loss from start to end',
              x: { label: 'place on the line' },
              y: {},
              series: line('start to end'),
            },
            {
              title: 'Loss in random directions',
              x: { label: 'distance by length' },
              y: {},
              series: line('random'),
            },
            {
              title: 'Change on ever shorter parts',
              x: { label: `zoom, ${PARTS} times shorter each`, ticks: ZOOMS },
              y: { type: 'log', tickFormat: '.0e', ticks: [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2] },
              series: LOSS_NAMES.map((loss) =>
                zooms.map((zoom) => ({
                  x: zoom,
                  y: overTables('change', { loss, zoom }, (all) => Math.max(...all)),
                })),
              ),
            },
          ],
        }),
    ),
  ];
}

/** @param {import('./record.mjs').Measured} measured @returns {Picture[]} */
export function decouplingPictures(measured) {
  const cases = measured.cases('dimensions');
  const names = [...SPACES];
  const dots = (measure, x) => ({
    names,
    cases,
    x,
    values: cases.map((name) => SPACES.map((space) => mean(measured.values(measure, name, { space })))),
  });
  const cosine = (of) =>
    SPACES.map((space) =>
      MARKS.map((mark) => ({
        x: mark,
        y: mean(cases.flatMap((name) => measured.values('cosine', name, { space, mark }).map(of))),
      })),
    );
  return [
    picture(
      '4-cosine',
      'Cosine between the gradients of the focal and of the contrastive terms',
      'Means over tables and seeds, by the layers that both share.',
      (texts) =>
        linePanels({
          ...texts,
          names,
          panels: [
            {
              title: 'Absolute cosine',
              x: { label: 'share of the training' },
              y: {},
              series: cosine(Math.abs),
            },
            {
              title: 'Cosine',
              x: { label: 'share of the training' },
              y: {},
              series: cosine((value) => value),
            },
          ],
        }),
    ),
    picture(
      '4-dimensions',
      'Effective dimensions of the representation, by place of the contrastive terms',
      'Means over the seeds; the representation has 32 columns.',
      (texts) => dotBands({ ...texts, ...dots('dimensions', { label: 'effective dimensions' }) }),
    ),
    picture(
      '4-kept',
      'What a linear probe finds in the representation, by place of the contrastive terms',
      'Means over the seeds of the explained share of the variance of factors that do not decide the class, or of the columns.',
      (texts) => dotBands({ ...texts, ...dots('kept', { label: 'explained share of the variance' }) }),
    ),
    picture(
      '4-macro-f1',
      'Macro F1 on test rows, by place of the contrastive terms',
      'Means over the seeds.',
      (texts) => dotBands({ ...texts, ...dots('macro F1', { label: 'macro F1' }) }),
    ),
  ];
}
