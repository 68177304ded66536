/** Folds that keep the rules of their rows: stratified, without stratification, by group, or in time. */
import type { Label } from '../../matrix.js';
import { listNames } from '../../text/name-list.js';
import { groupCount, groupParts } from './group-parts.js';
import type { RandomSource } from './random-source.js';
import type { SplitRules } from './split-rules.js';
import { checkFoldCount, type Folds, shuffledFolds, stratifiedFolds } from './stratified-folds.js';
import { timeBlocks, timeCount } from './time-blocks.js';

/**
 * Folds to test on. With times they go forward, as scikit-learn's `TimeSeriesSplit`: a fold is tested by what was fitted
 * on all earlier rows, the first block of rows is in no fold (-1), and rows of equal time are never separated. With
 * groups as `StratifiedGroupKFold`.
 *
 * @throws InputError for fewer than two folds, and for fewer rows, groups or times than they need.
 */
export function testFolds(
  labels: readonly Label[],
  count: number,
  random: RandomSource,
  { groups, times, stratify = true, column }: SplitRules = {},
): Folds {
  if (groups === undefined && times === undefined) {
    return stratify ? stratifiedFolds(labels, count, random) : shuffledFolds(labels, count, random);
  }
  checkFoldCount(labels.length, count);
  if (times !== undefined) {
    const size = Math.max(1, Math.floor(labels.length / (count + 1)));
    const first = labels.length - count * size;
    const cuts = Array.from({ length: count }, (_, fold) => first + fold * size);
    const ofRow = timeBlocks(times, cuts, column).map((block) => block - 1);
    return { count, ofRow, forward: true, notices: missingClassNotices(labels, ofRow, count, true) };
  }
  const shares = new Array<number>(count).fill(1 / count);
  const ofRow = groupParts(labels, groups as Int32Array, shares, { stratify, random, column });
  return { count, ofRow, notices: missingClassNotices(labels, ofRow, count, false) };
}

/**
 * Folds of which each is held out once by what is fitted on all the others, so that every row is held out: for the
 * members of an ensemble, calibration and decisions. With times they are blocks that follow each other, so a fit may learn
 * from rows later than those it predicts. Fewer folds than `most` if there are fewer groups or times; one if none can
 * be held out.
 */
export function heldOutFolds(
  labels: Int32Array,
  most: number,
  random: RandomSource,
  { groups, times }: SplitRules = {},
): Folds {
  const units = groups ? groupCount(groups) : times ? timeCount(times) : labels.length;
  const count = Math.min(most, units);
  if (count < 2) return { count: 1, ofRow: new Int32Array(labels.length), notices: [] };
  if (times !== undefined) {
    const cuts = Array.from({ length: count - 1 }, (_, i) => Math.round(((i + 1) * labels.length) / count));
    return { count, ofRow: timeBlocks(times, cuts), notices: [] };
  }
  return testFolds(Array.from(labels), count, random, { groups });
}

/** Indices of the rows that a fold is tested on, and of those that it is fitted on. */
export function placesOfFold(
  { ofRow, forward = false }: Pick<Folds, 'ofRow' | 'forward'>,
  fold: number,
): { readonly train: Int32Array; readonly test: Int32Array } {
  const [train, test] = [new Int32Array(ofRow.length), new Int32Array(ofRow.length)];
  let [trained, tested] = [0, 0];
  for (let place = 0; place < ofRow.length; place++) {
    if (ofRow[place] === fold) test[tested++] = place;
    else if (!forward || ofRow[place] < fold) train[trained++] = place;
  }
  return { train: train.slice(0, trained), test: test.slice(0, tested) };
}

/** Classes that some fold is not tested on, or is fitted without. */
function missingClassNotices(
  labels: readonly Label[],
  ofRow: Int32Array,
  count: number,
  forward: boolean,
): string[] {
  const partsOf = new Map<Label, Set<number>>();
  labels.forEach((label, row) => {
    const parts = partsOf.get(label) ?? new Set();
    partsOf.set(label, parts.add(ofRow[row]));
  });
  const classes = [...partsOf];
  const untested = classes.filter(([, parts]) =>
    Array.from({ length: count }, (_, fold) => fold).some((fold) => !parts.has(fold)),
  );
  const unlearned = classes.filter(([, parts]) => (forward ? Math.min(...parts) >= 0 : parts.size === 1));
  const list = (which: typeof classes) => listNames(which.map(([label]) => String(label)));
  return [
    ...(untested.length === 0
      ? []
      : [`classes without a row in some of the ${count} folds: ${list(untested)}`]),
    ...(unlearned.length === 0
      ? []
      : [`classes that some fold is tested on but not fitted on: ${list(unlearned)}`]),
  ];
}
