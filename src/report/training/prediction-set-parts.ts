/** The section of a report about prediction sets of the test rows and their review. */
import { InputError } from '../../errors.js';
import { DEFAULT_COVERAGE, type SetRule, setRule } from '../../pipeline/prediction-sets/set-rule.js';
import { scoreSets } from '../../pipeline/prediction-sets/set-scores.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { countOf } from '../../text/name-list.js';
import { numberCell, type ReportPart } from '../parts.js';

/** None for a model without out-of-fold predictions; the reason if no class has enough rows. */
export function predictionSetParts({ model, test }: TrainingOutcome): ReportPart[] {
  if (model.outOfFold === undefined) return [];
  const rule = ruleOrReason(model);
  if (typeof rule === 'string')
    return [{ kind: 'paragraph', text: `There are no prediction sets: ${rule}.` }];
  const sets = rule.setsOf?.(test.uncalibrated) ?? [];
  const { predicted, probabilities, y: labels, weights } = test;
  const reviewReasons = rule.review?.reasons({ labels: predicted, probabilities, sets }) ?? [];
  const scored = { labels, predicted, sets, reviewReasons, weights };
  const { perClass, meanSize, review, rest } = scoreSets(scored, DEFAULT_COVERAGE, model.classes);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const wrong = rest.error === null ? '' : `, of which ${percent(rest.error)} are wrong`;
  return [
    {
      kind: 'paragraph',
      text:
        `A prediction set of coverage ${DEFAULT_COVERAGE} contains the true class of a row with this probability, in each class. ` +
        `The sets of the test rows have ${meanSize.toFixed(2)} classes on average. ${countOf(review.rows, 'row')} ` +
        `(${percent(review.share)}) would be reviewed by hand, because the set is not the predicted class alone or a review costs ` +
        `less; the others are ${countOf(rest.rows, 'row')}${wrong}.`,
    },
    {
      kind: 'table',
      caption: 'Coverage of the prediction sets on the test rows',
      columns: [
        { title: 'class' },
        { title: 'coverage', numeric: true },
        { title: '95 % interval', numeric: true },
        { title: 'test rows', numeric: true },
      ],
      rows: perClass.map(({ label, coverage, interval: { low, high }, rows }) => [
        String(label),
        numberCell(coverage ?? Number.NaN),
        low === undefined
          ? numberCell(Number.NaN)
          : { text: `${low.toFixed(3)} to ${high.toFixed(3)}`, value: low },
        numberCell(rows, 0),
      ]),
      notes: rule.notices,
    },
  ];
}

function ruleOrReason(model: TrainingOutcome['model']): SetRule | string {
  try {
    return setRule(model, { coverage: DEFAULT_COVERAGE, review: true });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
}
