/** The rules of the verdicts and the units of the effects, for the lines below the table of claims. */
import { mean } from '../../mean.js';
import { MARGIN } from './compare-with-paper.js';
import { paperDrop, paperDropShare } from './paper-results.js';
import { PAPER_DATASETS } from './paper-tables.js';

export function verdictRules(): string[] {
  return [
    'A verdict is about the 95 % interval beside the effect, unless another rule follows: repeated if it lies above 0 (for a score to two decimals: above -0.005), not repeated if it lies below what the paper prints (for a score to two decimals: less 0.005), otherwise undecided, with what would decide it at the same scatter; fewer than three seeds on a data set decide nothing. Not repeated: absent, or smaller than printed. Of a count it is repeated if the share is at least the printed one, and not if the interval of the share is below it. Intervals are over data sets (Student’s t), or over seeds on a data set (Nadeau and Bengio, because splits overlap).',
    equivalenceRule(),
    'Friedman’s test: repeated if p is at most 0.05 in every metric, otherwise undecided.',
    dropUnits(),
    'A claim about several data sets or models is repeated if each part is, and not repeated if one part is not.',
  ];
}

function equivalenceRule(): string {
  return (
    'Macro F1 as printed: an equivalence test of our mean macro F1 of each data set less the printed number, over the data sets. ' +
    `Repeated if two one-sided t-tests, each at 5 %, show that the mean difference is above -${MARGIN} and below ${MARGIN}, which ` +
    `is the same as its 90 % interval lying within ${MARGIN} of 0; p is the larger of the two. Otherwise not repeated if that ` +
    `interval does not contain 0, and undecided if it does. Intervals of these rows cover 90 %. The margin of ${MARGIN} was named before the records were made.`
  );
}

function dropUnits(): string {
  const over = (value: (dataset: string) => number | undefined) =>
    mean(PAPER_DATASETS.flatMap(({ name }) => value(name) ?? []));
  const percent = (100 * over((name) => paperDropShare('attention', name))).toFixed(1);
  const points = over((name) => paperDrop('attention', name)).toFixed(3);
  return (
    'A drop is the macro F1 of the full model less that without the part, on the scale from 0 to 1, averaged over the seeds of a ' +
    'data set and then over the data sets. In percent it is, on each data set, the drop in percent of the full model’s macro F1 ' +
    'there, averaged over the data sets; a drop below 0 is a gain. The paper does not say what its percentages are of: those of ' +
    `attention are what Tables 4 and 5 give in this way (${percent} %), and not the mean drop itself (${points}). The verdict is about ` +
    'the drop and not its percentage, beside the mean drop that Tables 4 and 5 print for the same data sets.'
  );
}
