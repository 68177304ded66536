// The picture of proposition 3: the surface of the loss, with and without the contrastive terms.
import { mean } from '../../mean.mjs';
import { linePanels } from '../figures.mjs';
import { LOSSES, MARKS, PARTS, PLACES, ZOOMS } from '../landscape.mjs';
import { geometricMean, picture } from './picture.mjs';

const LOSS_NAMES = Object.keys(LOSSES);
const LOSS_LABELS = { hybrid: 'hybrid loss', without: 'without its contrastive terms' };

/** @param {import('../record.mjs').Measured} measured @returns {import('./picture.mjs').Picture[]} */
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
