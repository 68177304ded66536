/** Training rows held back from the gradient, on whose loss a learned schedule of mixup is chosen. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { shuffleSplit } from '../../tables/split/shuffle-split.js';
import { rulesAt } from '../../tables/split/split-rules.js';
import type { LearningProblem } from '../contract/fitted-model.js';
import { isDivisible, takeRows } from '../contract/labelled-rows.js';

/** Classes with fewer rows lose none. */
export const FEWEST_ROWS = 10;
const SHARE = 0.2;

/**
 * Moves a stratified fifth of the rows of all classes with at least ten to `heldBack`: whole groups if the rows have groups, the
 * latest rows if they have times. Returns `problem` itself if no class has so many, if they are of one group or time, or if
 * a class would lose all its rows. Validation rows are not touched.
 *
 * @param onNone called with the reason, a clause, if no rows are held back
 */
export function holdBack(
  problem: LearningProblem,
  seed: number,
  onNone?: (reason: string) => void,
): LearningProblem {
  const none = (reason: string) => {
    onNone?.(reason);
    return problem;
  };
  const { y, classes, split } = problem;
  const counts = new Int32Array(classes);
  for (const c of y) counts[c]++;
  const eligible = Int32Array.from(y.keys()).filter((row) => counts[y[row]] >= FEWEST_ROWS);
  const rules = split && rulesAt(split, eligible);
  if (eligible.length === 0) {
    return none(`no class has the ${FEWEST_ROWS} rows that it needs, validation rows not counted`);
  }
  if (!isDivisible(rules)) {
    return none(`the rows of all classes with at least ${FEWEST_ROWS} are of one group or time`);
  }
  const { test } = shuffleSplit(
    Int32Array.from(eligible, (row) => y[row]),
    {
      testSize: SHARE,
      random: new RandomStream(seed, 'mixup-held-back'),
      groups: rules?.groups,
      times: rules?.times,
    },
  );
  const isHeldBack = new Uint8Array(y.length);
  for (const i of test) isHeldBack[eligible[i]] = 1;
  const rows = Int32Array.from(y.keys());
  const kept = rows.filter((row) => isHeldBack[row] === 0);
  if (new Set(kept.map((row) => y[row])).size < new Set(y).size) {
    return none('a class would lose all its rows, which its groups or times keep together');
  }
  const heldBack = takeRows(
    problem,
    rows.filter((row) => isHeldBack[row] === 1),
  );
  return { ...problem, ...takeRows(problem, kept), heldBack };
}
