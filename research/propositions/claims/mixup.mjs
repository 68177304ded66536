// The claims of proposition 2: how near to the manifold, or to held-out rows, mixed rows are.
import { EPSILON, NOISES } from '../mixup.mjs';
import { compared, paired } from './claim.mjs';

/** @param {import('../record.mjs').Measured} measured @returns {import('./claim.mjs').Claim[]} */
export function mixupClaims(measured) {
  const shares = (way, noise) =>
    paired(measured, 'share', {
      of: { way, noise, epsilon: EPSILON },
      minus: { way: 'uniform', noise, epsilon: EPSILON },
    });
  const unit = `share of mixed rows within ε = ${EPSILON}, less that of uniform mixup`;
  const tables = (way) => paired(measured, 'table', { of: { way: 'uniform' }, minus: { way }, as: Math.log });
  return [
    ...NOISES.map((noise) =>
      compared(`Neighbours in the batch are more often within ε of the manifold; noise ${noise}`, {
        stated: true,
        unit,
        differences: shares('batch', noise),
      }),
    ),
    ...NOISES.map((noise) =>
      compared(`The same with neighbours among all rows; noise ${noise}`, {
        unit,
        differences: shares('all', noise),
      }),
    ),
    compared('On the tables, neighbours in the batch are nearer to held-out rows of the class', {
      stated: true,
      unit: 'log of the ratio of mean distances',
      differences: tables('batch'),
    }),
    compared('The same with neighbours among all rows', {
      unit: 'log of the ratio of mean distances',
      differences: tables('all'),
    }),
  ];
}
