import { checkControl, checkScores, type Scores } from './checks.js';
import { holmAdjusted } from './holm.js';
import { type WilcoxonTest, wilcoxonSignedRank } from './wilcoxon.js';

export interface ControlComparison extends WilcoxonTest {
  /** Column of the classifier that is compared with the control. */
  readonly classifier: number;
  /** p with Holm's correction for all comparisons of this call. */
  readonly adjustedP: number;
}

/**
 * Wilcoxon's signed-rank test of a control against each other classifier, x being the control. The control
 * has to be chosen before the scores are seen (the new method, say), not as the best one.
 *
 * @param control its column
 * @returns one comparison for each other column, in their order
 * @throws InputError for what `checkScores` refuses, or a control that is not a column.
 */
export function wilcoxonAgainstControl(scores: Scores, control: number): ControlComparison[] {
  checkScores("Wilcoxon's test", scores);
  checkControl(scores, control);
  const column = (c: number) => scores.map((row) => row[c]);
  const own = column(control);
  const others = scores[0].map((_, c) => c).filter((c) => c !== control);
  const tests = others.map((classifier) => ({
    classifier,
    ...wilcoxonSignedRank(own, column(classifier)),
  }));
  const adjusted = holmAdjusted(tests.map(({ p }) => p));
  return tests.map((test, i) => ({ ...test, adjustedP: adjusted[i] }));
}
