import { InputError } from '../errors.js';
import { type CorrectedTTest, correctedResampledTTest } from './corrected-resampled-t-test.js';
import { holmAdjusted } from './holm.js';

/** What one split of the rows gave. */
export interface SplitScores {
  readonly trainRows: number;
  readonly testRows: number;
  /** One a classifier, larger is better; null where there is none. */
  readonly scores: readonly (number | null)[];
}

export interface PairTest {
  /** Columns of the two classifiers, `first` < `second`; the differences are first - second. */
  readonly first: number;
  readonly second: number;
  /** Splits on which both have a score. */
  readonly splits: number;
  /** With p after Holm's correction for all pairs of this call; undefined where there can be no test. */
  readonly test?: CorrectedTTest & { readonly adjustedP: number };
  /** Why there is no test, or what is odd about it, in a sentence. */
  readonly remark?: string;
}

/**
 * The corrected resampled t-test (`correctedResampledTTest`) for every pair of classifiers, with Holm's correction
 * over all pairs. So it is right to look only at the pairs with the best classifier afterwards; tests against
 * "the best" alone would not be, for it was chosen by the same scores.
 *
 * A pair is tested on the splits on which both have a score, with the mean numbers of rows of these.
 *
 * @returns one for each pair, in the order (0, 1), (0, 2), ..., (1, 2), ...
 * @throws InputError where the splits have different numbers of scores, and as `correctedResampledTTest`.
 */
export function correctedTTestsOfPairs(splits: readonly SplitScores[]): PairTest[] {
  const classifiers = splits[0]?.scores.length ?? 0;
  const uneven = splits.findIndex(({ scores }) => scores.length !== classifiers);
  if (uneven >= 0) {
    throw new InputError(
      `split ${uneven} has ${splits[uneven].scores.length} scores, but split 0 has ${classifiers}: ` +
        'give one a classifier, null where there is none',
    );
  }
  const pairs: PairTest[] = [];
  for (let first = 0; first < classifiers; first++) {
    for (let second = first + 1; second < classifiers; second++) {
      pairs.push(testPair(splits, first, second));
    }
  }
  const tested = pairs.flatMap(({ test }) => test ?? []);
  const adjusted = holmAdjusted(tested.map(({ p }) => p)).values();
  return pairs.map((pair) =>
    pair.test ? { ...pair, test: { ...pair.test, adjustedP: adjusted.next().value as number } } : pair,
  );
}

/** `adjustedP` is to come. */
function testPair(splits: readonly SplitScores[], first: number, second: number): PairTest {
  const differences: number[] = [];
  let trainRows = 0;
  let testRows = 0;
  for (const split of splits) {
    const [one, other] = [split.scores[first], split.scores[second]];
    if (one === null || other === null) continue;
    differences.push(one - other);
    trainRows += split.trainRows;
    testRows += split.testRows;
  }
  const J = differences.length;
  const pair = { first, second, splits: J };
  if (J < 2) {
    const have = J === 0 ? 'no split' : 'one split only';
    return { ...pair, remark: `both have a score on ${have}: a test needs at least two` };
  }
  const test = correctedResampledTTest(differences, trainRows / J, testRows / J);
  return { ...pair, test: { ...test, adjustedP: test.p }, remark: remarkOn(test) };
}

function remarkOn({ meanDifference, standardError }: CorrectedTTest): string | undefined {
  if (standardError > 0) return undefined;
  if (meanDifference === 0) return 'they score the same on every split';
  return 'they differ by the same amount on every split, so chance cannot be estimated and p is 0';
}
