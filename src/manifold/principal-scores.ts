import { RandomStream } from '../engine/random/random-stream.js';
import type { TimeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';

const MOST_ITERATIONS = 100;
/** Accuracy of the directions: far more than an initial layout needs. */
const TOLERANCE = 1e-6;
/** Rounding error of a direction that depends on the other one. */
const ROUNDING = 1e-12;

/**
 * The coordinates of the rows along the two directions of largest variance (rows x 2), by orthogonal iteration (Golub
 * & Van Loan, "Matrix computations", section 8.2.4). If variances are about equal, the directions are mixtures. The
 * largest absolute entry of each direction is positive. Coordinates without variance are 0.
 */
export async function principalScores(X: Matrix, slices: TimeSlices): Promise<Float64Array> {
  const means = columnMeans(X);
  const random = new RandomStream(0, 'principal-scores');
  let directions = Float64Array.from({ length: 2 * X.columns }, () => random.normal());
  orthonormalize(directions);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    if (slices.due()) await slices.pause();
    const next = weightedSum(X, means, scoresAlong(X, means, directions));
    orthonormalize(next);
    const change = next.reduce((largest, value, i) => Math.max(largest, Math.abs(value - directions[i])), 0);
    directions = next;
    if (change < TOLERANCE) break;
  }
  fixSigns(directions);
  return scoresAlong(X, means, directions);
}

function columnMeans({ data, rows, columns }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns] += data[i] / rows;
  return means;
}

/** (X - means) directions: columns x 2 to rows x 2. */
function scoresAlong({ data, rows, columns }: Matrix, means: Float64Array, directions: Float64Array) {
  const scores = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    let [first, second] = [0, 0];
    for (let j = 0; j < columns; j++) {
      const value = data[i * columns + j] - means[j];
      first += value * directions[2 * j];
      second += value * directions[2 * j + 1];
    }
    scores[2 * i] = first;
    scores[2 * i + 1] = second;
  }
  return scores;
}

/** (X - means)^T scores: rows x 2 to columns x 2. */
function weightedSum({ data, rows, columns }: Matrix, means: Float64Array, scores: Float64Array) {
  const sums = new Float64Array(2 * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = data[i * columns + j] - means[j];
      sums[2 * j] += value * scores[2 * i];
      sums[2 * j + 1] += value * scores[2 * i + 1];
    }
  }
  return sums;
}

/** Gram-Schmidt in place; a linearly dependent direction becomes 0. */
function orthonormalize(directions: Float64Array): void {
  scale(directions, 0, norm(directions, 0));
  const before = norm(directions, 1);
  let common = 0;
  for (let i = 0; i < directions.length; i += 2) common += directions[i] * directions[i + 1];
  for (let i = 0; i < directions.length; i += 2) directions[i + 1] -= common * directions[i];
  const own = norm(directions, 1);
  scale(directions, 1, own > ROUNDING * before ? own : 0);
}

/** Norm of column 0 or 1. */
function norm(directions: Float64Array, column: number): number {
  let squares = 0;
  for (let i = column; i < directions.length; i += 2) squares += directions[i] ** 2;
  return Math.sqrt(squares);
}

function scale(directions: Float64Array, column: number, divisor: number): void {
  for (let i = column; i < directions.length; i += 2)
    directions[i] = divisor > 0 ? directions[i] / divisor : 0;
}

function fixSigns(directions: Float64Array): void {
  for (const column of [0, 1]) {
    let largest = 0;
    for (let i = column; i < directions.length; i += 2) {
      if (Math.abs(directions[i]) > Math.abs(largest)) largest = directions[i];
    }
    if (largest >= 0) continue;
    for (let i = column; i < directions.length; i += 2) directions[i] = -directions[i];
  }
}
