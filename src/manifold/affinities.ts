/** Affinities of rows: the joint probabilities P of t-SNE on the nearest neighbours. */
import { exp, log } from '../engine/random/portable-math.js';
import type { TimeSlices } from '../event-loop.js';
import type { RowNeighbours } from '../neighbours/nearest-neighbours.js';

/** A symmetric sparse matrix whose entries sum to 1: row i holds the entries starts[i] to starts[i + 1] - 1. */
export interface Affinities {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly values: Float64Array;
}

/** As in scikit-learn: the entropy is met to 1e-5. */
const ENTROPY_TOLERANCE = 1e-5;
const MOST_BISECTIONS = 100;

/**
 * p(j|i) = exp(-beta(i) d(i,j)^2) / sum over the neighbours of i, with beta(i) such that exp of its entropy is the
 * perplexity, and P(i,j) = (p(j|i) + p(i|j)) / 2n (van der Maaten, "Accelerating t-SNE using tree-based algorithms",
 * 2014, section 4.1). Throws the signal's reason if it is aborted.
 */
export async function jointAffinities(
  neighbours: RowNeighbours,
  perplexity: number,
  slices: TimeSlices,
  signal?: AbortSignal,
): Promise<Affinities> {
  const conditional = await conditionalAffinities(neighbours, perplexity, slices, signal);
  return symmetrized(neighbours, conditional, slices, signal);
}

/** rows x k values p(j|i) in the order of the neighbours. */
export async function conditionalAffinities(
  { k, squared }: RowNeighbours,
  perplexity: number,
  slices: TimeSlices,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const p = new Float64Array(squared.length);
  const entropy = log(perplexity);
  for (let start = 0; start < p.length; start += k) {
    if (slices.due()) await slices.pause();
    signal?.throwIfAborted();
    fitRow(squared.subarray(start, start + k), p.subarray(start, start + k), entropy);
  }
  return p;
}

/** Bisects beta; if no beta has that entropy (many equal distances), the last one is kept. */
function fitRow(squared: Float64Array, p: Float64Array, entropy: number): void {
  const mean = squared.reduce((sum, d) => sum + (d - squared[0]), 0) / squared.length;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  // Relative to the row's own distances, so that a hundred steps reach every scale.
  let beta = mean > 0 ? 1 / mean : 1;
  for (let step = 0; step < MOST_BISECTIONS; step++) {
    const excess = setRow(squared, p, beta) - entropy;
    if (Math.abs(excess) <= ENTROPY_TOLERANCE) return;
    if (excess > 0) low = beta;
    else high = beta;
    beta = high === Number.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
  }
}

/** Fills `p` and returns its entropy. Distances are relative to the nearest one, so that the sum is at least 1. */
function setRow(squared: Float64Array, p: Float64Array, beta: number): number {
  let sum = 0;
  let weighted = 0;
  for (let j = 0; j < p.length; j++) {
    const exponent = beta * (squared[j] - squared[0]);
    p[j] = exp(-exponent);
    sum += p[j];
    if (p[j] > 0) weighted += p[j] * exponent;
  }
  for (let j = 0; j < p.length; j++) p[j] /= sum;
  return log(sum) + weighted / sum;
}

async function symmetrized(
  { k, indices }: RowNeighbours,
  p: Float64Array,
  slices: TimeSlices,
  signal?: AbortSignal,
): Promise<Affinities> {
  const rows = indices.length / k;
  const reverse = reversed(indices, k);
  const starts = new Int32Array(rows + 1);
  const targets = new Int32Array(2 * p.length);
  const values = new Float64Array(2 * p.length);
  /** Position of the last entry of each target; from an earlier row if it is before the start of this one. */
  const placeOf = new Int32Array(rows).fill(-1);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (slices.due()) await slices.pause();
    signal?.throwIfAborted();
    const first = count;
    starts[row] = first;
    const add = (target: number, value: number) => {
      if (placeOf[target] < first) {
        placeOf[target] = count;
        targets[count++] = target;
      }
      values[placeOf[target]] += value / (2 * rows);
    };
    for (let e = row * k; e < (row + 1) * k; e++) add(indices[e], p[e]);
    for (let r = reverse.starts[row]; r < reverse.starts[row + 1]; r++) {
      const entry = reverse.entries[r];
      add(Math.floor(entry / k), p[entry]);
    }
  }
  starts[rows] = count;
  return { starts, targets: targets.slice(0, count), values: values.slice(0, count) };
}

/** For each row the number of entries of `indices` equal to it. */
function reversed(indices: Int32Array, k: number): { starts: Int32Array; entries: Int32Array } {
  const starts = new Int32Array(indices.length / k + 1);
  for (const target of indices) starts[target + 1]++;
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const next = starts.slice();
  const entries = new Int32Array(indices.length);
  indices.forEach((target, e) => {
    entries[next[target]++] = e;
  });
  return { starts, entries };
}
