/** Contributions in words. */
import type { ContributionScale } from '../../classifiers/contract/contributions.js';
import type { ColumnContribution } from './explanation.js';

/** Longer cells are cut. */
const LONGEST_VALUE = 40;
/** Larger factors of the odds are not told apart. */
const MOST_ODDS = 1000;

/** `amount 1240 is high`, `channel is missing`. */
export function valueText({ column, value, remark }: ColumnContribution): string {
  if (value === undefined) return `${column} is missing`;
  const shown = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE - 1)}…` : value;
  return remark === undefined ? `${column} ${shown}` : `${column} ${shown} is ${remark}`;
}

/** The factor of the odds for log-odds, otherwise the signed contribution: `odds x3.3`, `+0.18`. */
export function contributionText(contribution: number, scale: ContributionScale): string {
  if (scale === 'log-odds') {
    if (Math.abs(contribution) > Math.log(MOST_ODDS)) {
      return contribution > 0 ? `odds x>${MOST_ODDS}` : `odds x<${1 / MOST_ODDS}`;
    }
    return `odds x${Number(Math.exp(contribution).toPrecision(2))}`;
  }
  // Not -0.00.
  const digits = scale === 'probability' ? contribution.toFixed(3) : contribution.toFixed(2);
  return Number(digits) > 0 ? `+${digits}` : Number(digits) === 0 ? digits.replace('-', '') : digits;
}

/** Smaller contributions are no reasons: a factor of 1.05 of the odds, or .002 of a probability. */
const LEAST: Readonly<Record<ContributionScale, number>> = {
  'log-odds': Math.log(1.05),
  logit: 0.05,
  probability: 0.002,
};

/** The `most` largest contributions, without those that are too small to be reasons. */
export function reasonsOf(
  columns: readonly ColumnContribution[],
  scale: ContributionScale,
  most: number,
): ColumnContribution[] {
  return columns.slice(0, most).filter(({ contribution }) => Math.abs(contribution) >= LEAST[scale]);
}

/** `amount 1240 is high: odds x3.3` */
export function reasonText(reason: ColumnContribution, scale: ContributionScale): string {
  return `${valueText(reason)}: ${contributionText(reason.contribution, scale)}`;
}

/** The reasons in one line; empty if there are none. */
export function reasonsText(
  columns: readonly ColumnContribution[],
  scale: ContributionScale,
  most: number,
): string {
  return reasonsOf(columns, scale, most)
    .map((each) => reasonText(each, scale))
    .join('; ');
}
