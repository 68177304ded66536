import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { macroF1 } from '../metrics/macro-f1.js';
import { checkProbability } from './checks.js';
import { quantile } from './quantile.js';

export interface MacroF1IntervalOptions {
  /** Default 2000. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly coverage?: number;
  /** Default 42. */
  readonly seed?: number;
}

/**
 * Percentile bootstrap interval (Efron, 1979) of macro F1 over test rows: as many rows as there are, drawn with
 * replacement, scored again and again. It says what other test rows of the same kind might have given this model;
 * another training may differ by more. Classes that are missing from a resample are left out of its mean.
 *
 * @param yTrue class index a row, 0 to `classes` - 1
 * @param yPred likewise, of the same length
 * @throws InputError for what `macroF1` refuses, and options out of range.
 */
export function macroF1Interval(
  yTrue: Int32Array,
  yPred: Int32Array,
  classes: number,
  { resamples = 2000, coverage = 0.95, seed = 42 }: MacroF1IntervalOptions = {},
): { readonly macroF1: number; readonly low: number; readonly high: number } {
  const score = macroF1(yTrue, yPred, classes);
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new InputError(`resamples must be an integer from 1 up, but it is ${resamples}`);
  }
  checkProbability('coverage', coverage);
  const random = new RandomStream(seed, 'bootstrap');
  const rows = yTrue.length;
  const [truth, guess] = [new Int32Array(rows), new Int32Array(rows)];
  const drawn = Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < rows; i++) {
      const row = random.integer(rows);
      truth[i] = yTrue[row];
      guess[i] = yPred[row];
    }
    return macroF1(truth, guess, classes);
  }).sort();
  return {
    macroF1: score,
    low: quantile(drawn, (1 - coverage) / 2),
    high: quantile(drawn, (1 + coverage) / 2),
  };
}
