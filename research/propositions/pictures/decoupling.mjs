// The pictures of proposition 4: gradients, representation and scores by the place of the contrastive losses.
import { mean } from '../../mean.mjs';
import { MARKS, SPACES } from '../decoupling.mjs';
import { dotBands, linePanels } from '../figures.mjs';
import { picture } from './picture.mjs';

/** @param {import('../record.mjs').Measured} measured @returns {import('./picture.mjs').Picture[]} */
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
