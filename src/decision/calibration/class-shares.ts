/** The class shares of rows without labels, from their calibrated probabilities. */
import { InputError } from '../../errors.js';
import { choleskyFactor, invertLower } from '../../linear/cholesky.js';
import type { Matrix } from '../../matrix.js';
import { mean } from '../../mean.js';
import { chiSquaredTail } from '../../statistics/distributions/chi-squared.js';
import type { OutOfFoldRows } from '../out-of-fold-rows.js';

export interface ClassShares {
  /** One for each class; they sum to 1. */
  readonly shares: Float64Array;
  /** With the variation of the rows, and of those of the calibration if these are given; NaN for a class that is kept. */
  readonly standardErrors: Float64Array;
  /** 95 % intervals: two standard errors on both sides, within 0 and 1; undefined for a class that is kept. */
  readonly intervals: readonly (readonly [number, number] | undefined)[];
  /** Likelihood-ratio test of the hypothesis that the shares are still those of the training. */
  readonly p: number;
  /** Rows that were used: of more than 100,000, so many at equal distances. */
  readonly rows: number;
}

export interface ClassShareOptions {
  /** Classes whose share stays that of the training, because too few rows tell what they look like; default none. */
  readonly kept?: readonly boolean[];
  /** Rows that the probabilities were calibrated on, with calibrated probabilities: errors of the calibration then count. */
  readonly calibratedOn?: Pick<OutOfFoldRows, 'probabilities' | 'y' | 'weights'>;
}

const MOST_ROWS = 100_000;
const MOST_STEPS = 2000;
/** Changes of the shares below this end the iteration. */
const TOLERANCE = 1e-8;
const NORMAL_95 = 1.96;

/**
 * Maximum likelihood by expectation-maximisation (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier
 * to new a priori probabilities", 2002): the probabilities of each row are corrected to the present shares
 * (`PriorCorrection`), and their means are the next shares. It holds if the probabilities are calibrated for the training
 * shares and the rows of a class are as they were: only the shares have changed.
 *
 * @param probabilities rows x classes, calibrated
 * @param trained what each class counted where the probabilities were calibrated: shares or rows, all above 0
 * @throws InputError for no rows, another number of classes, and a class that counted nothing.
 */
export function estimateClassShares(
  probabilities: Matrix,
  trained: ArrayLike<number>,
  { kept = [], calibratedOn }: ClassShareOptions = {},
): ClassShares {
  const { columns } = probabilities;
  if (probabilities.rows === 0) throw new InputError('there are no rows to estimate class shares from');
  if (trained.length !== columns) {
    throw new InputError(`trained has ${trained.length} classes, but the probabilities have ${columns}`);
  }
  const bad = Array.from(trained).findIndex((count) => !(count > 0));
  if (bad >= 0) {
    throw new InputError(
      `class ${bad} counted ${trained[bad]} in the training: its share cannot be estimated`,
    );
  }
  const total = Array.from(trained).reduce((sum, count) => sum + count, 0);
  const before = Float64Array.from(trained, (count) => count / total);
  const densities = relativeDensities(probabilities, before);
  const rows = densities.length / columns;
  const estimated = Array.from(before.keys()).filter((c) => !kept[c]);
  const shares = maximise(densities, before, estimated);
  const calibrated = calibratedOn && {
    densities: relativeDensities(calibratedOn.probabilities, before, Number.POSITIVE_INFINITY),
    y: calibratedOn.y,
    weights: calibratedOn.weights,
  };
  const standardErrors = errorsOf(densities, shares, estimated, calibrated);
  const gained = logLikelihood(densities, columns, shares) - logLikelihood(densities, columns, before);
  // The shares of the training are those of a sample too: the difference of two samples varies by that much more.
  const inflation = calibrated === undefined ? 1 : 1 + rows / effectiveRows(calibrated);
  return {
    shares,
    standardErrors,
    intervals: Array.from(shares, (share, c) =>
      Number.isNaN(standardErrors[c])
        ? undefined
        : [
            Math.max(0, share - NORMAL_95 * standardErrors[c]),
            Math.min(1, share + NORMAL_95 * standardErrors[c]),
          ],
    ),
    p: estimated.length < 2 ? 1 : chiSquaredTail((2 * Math.max(0, gained)) / inflation, estimated.length - 1),
    rows,
  };
}

/** Rows of the calibration. */
interface Calibrated {
  readonly densities: Float64Array;
  readonly y: Int32Array;
  readonly weights?: Float64Array;
}

function effectiveRows({ y, weights }: Calibrated): number {
  return weights === undefined ? y.length : (mean(weights) ** 2 / mean(weights.map((w) => w * w))) * y.length;
}

/** The density of each row in each class, up to a factor for the row: its probability divided by the share in training. */
function relativeDensities(
  { data, rows, columns }: Matrix,
  before: Float64Array,
  mostRows = MOST_ROWS,
): Float64Array {
  const step = Math.max(1, rows / mostRows);
  const count = Math.floor(rows / step);
  const densities = new Float64Array(count * columns);
  for (let i = 0; i < count; i++) {
    const row = Math.floor(i * step);
    for (let c = 0; c < columns; c++) densities[i * columns + c] = data[row * columns + c] / before[c];
  }
  return densities;
}

function maximise(densities: Float64Array, before: Float64Array, estimated: readonly number[]): Float64Array {
  const columns = before.length;
  const free = estimated.reduce((sum, c) => sum + before[c], 0);
  let shares = before.slice();
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = new Float64Array(columns);
    for (let at = 0; at < densities.length; at += columns) {
      const mixed = mixture(densities, at, shares);
      for (let c = 0; c < columns; c++) next[c] += (shares[c] * densities[at + c]) / mixed;
    }
    const counted = estimated.reduce((sum, c) => sum + next[c], 0);
    const steps = shares.slice();
    if (counted > 0) for (const c of estimated) steps[c] = (next[c] / counted) * free;
    const change = Math.max(...steps.map((share, c) => Math.abs(share - shares[c])));
    shares = steps;
    if (change < TOLERANCE) break;
  }
  return shares;
}

function mixture(densities: Float64Array, at: number, shares: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < shares.length; c++) sum += shares[c] * densities[at + c];
  // A row that no class with a share can have made.
  return Math.max(sum, Number.MIN_VALUE);
}

function logLikelihood(densities: Float64Array, columns: number, shares: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < densities.length; at += columns) sum += Math.log(mixture(densities, at, shares));
  return sum;
}

/**
 * From the inverse of the observed information about all estimated shares but the largest, which the others determine. With
 * rows of the calibration the slopes of these vary as well: the sum of the covariances of their means in each class.
 */
function errorsOf(
  densities: Float64Array,
  shares: Float64Array,
  estimated: readonly number[],
  calibrated: Calibrated | undefined,
): Float64Array {
  const columns = shares.length;
  const rows = densities.length / columns;
  const errors = new Float64Array(columns).fill(Number.NaN);
  if (estimated.length < 2) return errors;
  const last = estimated.reduce((largest, c) => (shares[c] > shares[largest] ? c : largest));
  const free = estimated.filter((c) => c !== last);
  const n = free.length;
  const slopesAt = (of: Float64Array, row: number): Float64Array => {
    const at = row * columns;
    const mixed = mixture(of, at, shares);
    return Float64Array.from(free, (c) => (of[at + c] - of[at + last]) / mixed);
  };
  const information = new Float64Array(n * n);
  for (let row = 0; row < rows; row++) addSquare(information, slopesAt(densities, row), 1);
  // A class whose probability no row has tells nothing: its error is as large as can be.
  for (let i = 0; i < n; i++) information[i * n + i] = Math.max(information[i * n + i], 1);
  const variation = information.slice();
  if (calibrated)
    addCalibration(variation, calibrated, shares, rows, (row) => slopesAt(calibrated.densities, row));
  choleskyFactor(information, n);
  const factor = invertLower(information, n);
  // Row i of the inverse of the information.
  const inverse = free.map((_, i) =>
    Float64Array.from(free, (_, j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < n; k++) sum += factor[k * n + i] * factor[k * n + j];
      return sum;
    }),
  );
  const variance = (direction: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        sum += direction[i] * direction[j] * variation[Math.max(i, j) * n + Math.min(i, j)];
    return sum;
  };
  free.forEach((c, i) => {
    errors[c] = Math.sqrt(variance(inverse[i]));
  });
  const others = inverse.reduce((sum, row) => sum.map((value, i) => value + row[i]), new Float64Array(n));
  errors[last] = Math.sqrt(variance(others));
  return errors;
}

/** Adds weight * slope slope' to the lower triangle. */
function addSquare(square: Float64Array, slope: Float64Array, weight: number): void {
  const n = slope.length;
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) square[i * n + j] += weight * slope[i] * slope[j];
}

function addCalibration(
  variation: Float64Array,
  { y, weights }: Calibrated,
  shares: Float64Array,
  rows: number,
  slopeOf: (row: number) => Float64Array,
): void {
  const n = Math.round(Math.sqrt(variation.length));
  shares.forEach((share, c) => {
    const own = Array.from(y.keys()).filter((row) => y[row] === c);
    const total = own.reduce((sum, row) => sum + (weights?.[row] ?? 1), 0);
    const slopes = own.map(slopeOf);
    const centre = new Float64Array(n);
    own.forEach((row, i) => {
      const part = (weights?.[row] ?? 1) / total;
      slopes[i].forEach((value, k) => {
        centre[k] += part * value;
      });
    });
    own.forEach((row, i) => {
      const part = (rows * share * (weights?.[row] ?? 1)) / total;
      addSquare(
        variation,
        slopes[i].map((value, k) => value - centre[k]),
        part * part,
      );
    });
  });
}
