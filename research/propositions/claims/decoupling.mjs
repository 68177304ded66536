// The claims of proposition 4: the representation by the place of the contrastive losses.
import { mean } from '../../mean.mjs';
import { MARKS } from '../decoupling.mjs';
import { compared, paired } from './claim.mjs';

/** @param {import('../record.mjs').Measured} measured @returns {import('./claim.mjs').Claim[]} */
export function decouplingClaims(measured) {
  const than = (measure, other, as) =>
    paired(measured, measure, { of: { space: 'embedding' }, minus: { space: other }, as });
  const cosines = (other) =>
    measured.cases('cosine').map((name) =>
      mean(
        MARKS.flatMap((mark) => {
          const own = measured.values('cosine', name, { space: 'embedding', mark });
          return measured
            .values('cosine', name, { space: other, mark })
            .map((cosine, i) => Math.abs(cosine) - Math.abs(own[i]));
        }),
      ),
    );
  return [
    ['representation', true],
    ['logits', false],
  ].flatMap(([other, stated]) => [
    compared(`Against the ${other}: the representation has more dimensions`, {
      stated: Boolean(stated),
      unit: 'log of the ratio of effective dimensions',
      differences: than('dimensions', other, Math.log),
    }),
    compared(`Against the ${other}: a linear probe finds more of the other factors, or of the columns`, {
      stated: Boolean(stated),
      unit: 'explained share of their variance',
      differences: than('kept', other),
    }),
    compared(`Against the ${other}: better classes`, {
      stated: Boolean(stated),
      unit: 'macro F1 on test rows',
      differences: than('macro F1', other),
    }),
    compared(`Against the ${other}: the gradients of the two tasks are nearer to orthogonal`, {
      stated: Boolean(stated),
      unit: `absolute cosine, ${other} less embedding`,
      differences: cosines(other),
    }),
    compared(`Against the ${other}: classes lie further apart in the representation`, {
      unit: 'log of the ratio of separabilities',
      differences: than('separability', other, Math.log),
    }),
  ]);
}
