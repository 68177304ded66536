/** Whether probabilities mean what they say: of the rows given 0.8, are eight in ten positive? */
import { InputError } from '../errors.js';

export interface CalibrationBin {
  /** The bin holds the probabilities above `from` up to `to`; the first one 0 too. */
  readonly from: number;
  readonly to: number;
  /** Their number, or the sum of their weights. */
  readonly rows: number;
  readonly meanProbability: number;
  /** Positive rows / rows. */
  readonly share: number;
  /** 95 % interval of the share after Wilson ("Probable inference", 1927). */
  readonly low: number;
  readonly high: number;
}

export interface Calibration {
  /** Without those that hold no row. */
  readonly bins: readonly CalibrationBin[];
  /**
   * Sum over bins of rows / all rows x |share - mean probability| (Naeini, Cooper and Hauskrecht, "Obtaining well
   * calibrated probabilities using Bayesian binning", 2015).
   */
  readonly expectedCalibrationError: number;
}

/** The 0.975 quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Bins of equal width with the mean probability and the share of positive rows of each, as scikit-learn's
 * `calibration_curve` with `strategy='uniform'`.
 *
 * @param positive whether what the probability is of came true
 * @param probabilities from 0 to 1
 * @param bins how many, default 10
 * @param weights what each row counts, not all 0; 1 if absent
 * @throws InputError for different lengths, no rows, probabilities out of range, or a number of bins below 1.
 */
export function calibration(
  positive: ArrayLike<boolean>,
  probabilities: ArrayLike<number>,
  bins = 10,
  weights?: Float64Array,
): Calibration {
  check(positive, probabilities, bins);
  const rows = new Float64Array(bins);
  const positives = new Float64Array(bins);
  const sums = new Float64Array(bins);
  // Floating-point edges as NumPy's linspace gives them, so that a value at an edge falls as there.
  const edges = Float64Array.from({ length: bins + 1 }, (_, b) => (b === bins ? 1 : b * (1 / bins)));
  let total = 0;
  for (let i = 0; i < probabilities.length; i++) {
    let bin = 0;
    while (bin + 1 < bins && probabilities[i] > edges[bin + 1]) bin++;
    const weight = weights ? weights[i] : 1;
    total += weight;
    rows[bin] += weight;
    sums[bin] += weight * probabilities[i];
    if (positive[i]) positives[bin] += weight;
  }
  const filled = Array.from(rows, (count, b) => ({
    from: edges[b],
    to: edges[b + 1],
    rows: count,
    meanProbability: sums[b] / count,
    share: positives[b] / count,
    ...wilson(positives[b], count),
  })).filter((bin) => bin.rows > 0);
  const gaps = filled.map((bin) => bin.rows * Math.abs(bin.share - bin.meanProbability));
  return {
    bins: filled,
    expectedCalibrationError: gaps.reduce((sum, gap) => sum + gap, 0) / total,
  };
}

/** (p + z² / 2n -+ z sqrt(p (1 - p) / n + z² / 4n²)) / (1 + z² / n) */
function wilson(positives: number, rows: number): { low: number; high: number } {
  const share = positives / rows;
  const square = (Z * Z) / rows;
  const half = Z * Math.sqrt((share * (1 - share)) / rows + square / (4 * rows));
  const end = (sign: number) => (share + square / 2 + sign * half) / (1 + square);
  return { low: Math.max(0, end(-1)), high: Math.min(1, end(1)) };
}

function check(positive: ArrayLike<boolean>, probabilities: ArrayLike<number>, bins: number): void {
  if (positive.length !== probabilities.length) {
    throw new InputError(
      `positive has ${positive.length} rows, but probabilities has ${probabilities.length}`,
    );
  }
  if (positive.length === 0) throw new InputError('probabilities has no rows: give at least one');
  if (!Number.isInteger(bins) || bins < 1)
    throw new InputError(`bins is ${bins}: give a whole number from 1`);
  for (let i = 0; i < probabilities.length; i++) {
    if (probabilities[i] >= 0 && probabilities[i] <= 1) continue;
    throw new InputError(`probabilities is ${probabilities[i]} at ${i}: give numbers from 0 to 1`);
  }
}
