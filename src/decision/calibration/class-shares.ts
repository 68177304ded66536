/** The class shares of rows without labels, from their calibrated probabilities. */
import { InputError } from '../../errors.js';
import { choleskyFactor, invertLower } from '../../linear/cholesky.js';
import type { Matrix } from '../../matrix.js';
import { chiSquaredTail } from '../../statistics/distributions/chi-squared.js';

export interface ClassShares {
  /** One for each class; they sum to 1. */
  readonly shares: Float64Array;
  /** From the curvature of the likelihood; they contain the variation of the rows, not errors of the calibration. */
  readonly standardErrors: Float64Array;
  /** 95 % intervals: two standard errors on both sides, within 0 and 1. */
  readonly intervals: readonly (readonly [number, number])[];
  /** Likelihood-ratio test of the hypothesis that the shares are still those of the training. */
  readonly p: number;
  /** Rows that were used: of more than 100,000, so many at equal distances. */
  readonly rows: number;
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
export function estimateClassShares(probabilities: Matrix, trained: ArrayLike<number>): ClassShares {
  const { rows, columns } = probabilities;
  if (rows === 0) throw new InputError('there are no rows to estimate class shares from');
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
  const shares = maximise(densities, columns, before);
  const standardErrors = errorsOf(densities, columns, shares);
  const gained = logLikelihood(densities, columns, shares) - logLikelihood(densities, columns, before);
  return {
    shares,
    standardErrors,
    intervals: Array.from(shares, (share, c) => [
      Math.max(0, share - NORMAL_95 * standardErrors[c]),
      Math.min(1, share + NORMAL_95 * standardErrors[c]),
    ]),
    p: columns < 2 ? 1 : chiSquaredTail(2 * Math.max(0, gained), columns - 1),
    rows: densities.length / columns,
  };
}

/** The density of each row in each class, up to a factor for the row: its probability divided by the share in training. */
function relativeDensities({ data, rows, columns }: Matrix, before: Float64Array): Float64Array {
  const step = Math.max(1, rows / MOST_ROWS);
  const count = Math.floor(rows / step);
  const densities = new Float64Array(count * columns);
  for (let i = 0; i < count; i++) {
    const row = Math.floor(i * step);
    for (let c = 0; c < columns; c++) densities[i * columns + c] = data[row * columns + c] / before[c];
  }
  return densities;
}

function maximise(densities: Float64Array, columns: number, before: Float64Array): Float64Array {
  const rows = densities.length / columns;
  let shares = before.slice();
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = new Float64Array(columns);
    for (let at = 0; at < densities.length; at += columns) {
      const mixed = mixture(densities, at, shares);
      for (let c = 0; c < columns; c++) next[c] += (shares[c] * densities[at + c]) / mixed;
    }
    let change = 0;
    for (let c = 0; c < columns; c++) {
      next[c] /= rows;
      change = Math.max(change, Math.abs(next[c] - shares[c]));
    }
    shares = next;
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

/** From the inverse of the observed information about all shares but the largest, which the others determine. */
function errorsOf(densities: Float64Array, columns: number, shares: Float64Array): Float64Array {
  const last = shares.indexOf(Math.max(...shares));
  const free = Array.from(shares.keys()).filter((c) => c !== last);
  const n = free.length;
  const information = new Float64Array(n * n);
  const slope = new Float64Array(n);
  for (let at = 0; at < densities.length; at += columns) {
    const mixed = mixture(densities, at, shares);
    for (let i = 0; i < n; i++) slope[i] = (densities[at + free[i]] - densities[at + last]) / mixed;
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) information[i * n + j] += slope[i] * slope[j];
  }
  // A class whose probability no row has tells nothing: its error is as large as can be.
  for (let i = 0; i < n; i++) information[i * n + i] = Math.max(information[i * n + i], 1);
  choleskyFactor(information, n);
  const inverse = invertLower(information, n);
  const errors = new Float64Array(columns);
  const sums = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const row = inverse.subarray(k * n, (k + 1) * n);
    let sum = 0;
    row.forEach((value, i) => {
      sums[i] += value * value;
      sum += value;
    });
    errors[last] += sum * sum;
  }
  free.forEach((c, i) => {
    errors[c] = sums[i];
  });
  return errors.map(Math.sqrt);
}
