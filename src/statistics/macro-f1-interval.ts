import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { confusionMatrix } from '../metrics/classification-report.js';
import { macroF1 } from '../metrics/macro-f1.js';
import { checkProbability } from './checks.js';
import { quantile } from './quantile.js';
import { FEWEST_ROWS, noInterval, type ScoreInterval } from './score-interval.js';

export interface MacroF1IntervalOptions {
  /** Random confusion matrices. Default 10000, fewer (down to 200) for more than 14 classes. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly coverage?: number;
  /** Default 42. */
  readonly seed?: number;
}

export type MacroF1Interval = ScoreInterval & { readonly macroF1: number };

/** Random cells of confusion matrices in all, so that many classes do not take minutes. */
const MOST_CELLS = 2e6;

/**
 * Interval of macro F1 over other test rows of the same kind, for this model; another training may differ by more.
 *
 * The shares of the cells of the confusion matrix get a Dirichlet distribution with parameters count + 1 / classes
 * (for two classes the prior of Jeffreys, "Theory of probability", 1961; Goutte and Gaussier, "A probabilistic
 * interpretation of precision, recall and F-score", 2005), and the ends are the quantiles (1 -+ coverage) / 2 of macro
 * F1 over matrices drawn from it. As Brown, Cai and DasGupta ("Interval estimation for a binomial proportion", 2001)
 * do for a share, the low end takes empty cells of the diagonal as 0 and the high end those beside it, if that is
 * further out: a class that is never found may have an F1 of 0, one without an error an F1 of 1. Simulated
 * (test/statistics) with 2 to 50 % rare rows and 43 to 1,000 rows it covers 93 to 97 % for two classes and 92 to 97 for
 * three and five; more where hardly one row is expected to be predicted as a class. Where fewer than 5 rare rows are
 * expected there mostly is none, and where there is, it covers 89 to 100 %. (A percentile bootstrap: 38 to 97 %.)
 *
 * @param yTrue class index a row, 0 to `classes` - 1
 * @param yPred likewise, of the same length
 * @returns no interval, and why, where a class has fewer than 5 rows
 * @throws InputError for what `macroF1` refuses, and options out of range.
 */
export function macroF1Interval(
  yTrue: Int32Array,
  yPred: Int32Array,
  classes: number,
  options: MacroF1IntervalOptions = {},
): MacroF1Interval {
  const score = macroF1(yTrue, yPred, classes);
  return {
    macroF1: score,
    ...macroF1IntervalOf(confusionMatrix(yTrue, yPred, classes), score, options),
  };
}

/**
 * The same from the confusion matrix: `confusion[t][p]` rows of class t predicted as p.
 *
 * @param score the macro F1 of the matrix, which the interval contains
 */
export function macroF1IntervalOf(
  confusion: readonly (readonly number[])[],
  score: number,
  options: MacroF1IntervalOptions = {},
): ScoreInterval {
  const interval = confusionInterval(confusion, options);
  if (interval.reason !== undefined) return interval;
  return { low: Math.min(interval.low, score), high: Math.max(interval.high, score) };
}

/**
 * Interval of the mean macro F1, on new rows of the same kind, of the classifiers that a cross-validation fitted: that
 * of `macroF1Interval` for the predictions of all folds together, each row counted once however many the repeats. It
 * takes the classifiers as they are, for which it covers 93 to 98 % in simulation, and 99 where hardly one row is
 * expected to be predicted as a class. Training rows of another sample may change the score by more: the mean over
 * those too lies in it in 77 to 98 %. Of that variance a cross-validation has no unbiased estimate (Bengio and
 * Grandvalet, "No unbiased estimator of the variance of k-fold cross-validation", 2004); the corrected t interval of
 * Nadeau and Bengio covers 15 to 99 % of it, least where the scores of folds with few rare rows are nearly equal.
 *
 * @param confusion `confusion[t][p]`: rows of class t predicted as p on held-out folds, summed over the repeats
 * @param repeats how often each row was predicted
 * @returns no interval, and why, where a class has fewer than 5 rows
 * @throws InputError for fewer repeats than 1, and options out of range.
 */
export function crossValidatedMacroF1Interval(
  confusion: readonly (readonly number[])[],
  repeats: number,
  options: MacroF1IntervalOptions = {},
): ScoreInterval {
  if (!(repeats >= 1)) throw new InputError(`repeats must be at least 1, but it is ${repeats}`);
  return confusionInterval(
    confusion.map((row) => row.map((count) => count / repeats)),
    options,
  );
}

function confusionInterval(
  confusion: readonly (readonly number[])[],
  { resamples, coverage = 0.95, seed = 42 }: MacroF1IntervalOptions,
): ScoreInterval {
  const K = confusion.length;
  const draws = resamples ?? Math.max(200, Math.min(10000, Math.floor(MOST_CELLS / K ** 2)));
  if (!Number.isInteger(draws) || draws < 1) {
    throw new InputError(`resamples must be an integer from 1 up, but it is ${draws}`);
  }
  checkProbability('coverage', coverage);
  const rarest = Math.min(...confusion.map((row) => row.reduce((sum, count) => sum + count, 0)));
  if (rarest < FEWEST_ROWS) {
    const rows = Math.round(rarest);
    return noInterval(
      `the rarest class has ${rows === 1 ? '1 row' : `${rows} rows`}, too few for an interval: it takes ${FEWEST_ROWS}`,
    );
  }
  const random = new RandomStream(seed, 'confusion-matrices');
  const matrix = new Float64Array(K * K);
  const [low, high] = [new Float64Array(draws), new Float64Array(draws)];
  const [lowWithZeros, highWithZeros] = [new Float64Array(draws), new Float64Array(draws)];
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < K * K; i++) matrix[i] = random.gamma(confusion[Math.floor(i / K)][i % K] + 1 / K);
    low[draw] = high[draw] = macroF1OfCells(matrix, K, () => true);
    lowWithZeros[draw] = macroF1OfCells(matrix, K, (t, p) => t !== p || confusion[t][p] > 0);
    highWithZeros[draw] = macroF1OfCells(matrix, K, (t, p) => t === p || confusion[t][p] > 0);
  }
  const [from, to] = [(1 - coverage) / 2, (1 + coverage) / 2];
  return {
    low: Math.min(quantile(low.sort(), from), quantile(lowWithZeros.sort(), from)),
    high: Math.max(quantile(high.sort(), to), quantile(highWithZeros.sort(), to)),
  };
}

/** Mean over the classes of 2 correct / (support + predicted), of the cells that count. */
function macroF1OfCells(
  cells: Float64Array,
  K: number,
  counts: (truth: number, predicted: number) => boolean,
): number {
  let sum = 0;
  for (let c = 0; c < K; c++) {
    let both = 0;
    for (let other = 0; other < K; other++) {
      if (counts(c, other)) both += cells[c * K + other];
      if (counts(other, c)) both += cells[other * K + c];
    }
    if (counts(c, c)) sum += (2 * cells[c * K + c]) / both;
  }
  return sum / K;
}
