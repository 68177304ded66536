/**
 * SMOTE: synthetic rows for the minority classes (Chawla, Bowyer, Hall, Kegelmeyer, "SMOTE: Synthetic Minority
 * Over-sampling Technique", 2002), as imbalanced-learn's `SMOTE` with its defaults.
 */

import type { RandomStream } from '../engine/random/random-stream.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { countOf } from '../text/name-list.js';

export interface SmoteOptions {
  /** k of the nearest neighbours for synthetic rows; default 5. */
  readonly neighbours?: number;
  readonly random: RandomStream;
  /** Rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called if there are classes with too few rows for k neighbours. */
  readonly onWarning?: (message: string) => void;
}

export interface ResampledRows {
  readonly X: Matrix;
  readonly y: Int32Array;
  /** The row that each row starts from, and the neighbour that a synthetic one leads to; of an original row itself. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Oversamples every class to the size of the largest. A synthetic row is x + u (n - x): x a random row of its class,
 * n a random one of x's k nearest neighbours in the class (Euclidean, exact), u uniform in [0, 1). k is at most the
 * class's rows - 1; a single row is repeated, a class without rows stays empty.
 *
 * The original rows come first, unchanged, then the synthetic ones, class by class.
 *
 * @param y class index of each row, below `classes`
 */
export async function smote(
  X: Matrix,
  y: Int32Array,
  classes: number,
  { neighbours = 5, random, signal, onWarning }: SmoteOptions,
): Promise<ResampledRows> {
  const members = rowsOfClasses(y, classes);
  const sizes = members.map((rows) => rows.length);
  const largest = Math.max(...sizes);
  const filled = members.filter((rows) => rows.length > 0 && rows.length < largest);
  const warning = fewNeighbours(filled, neighbours);
  if (warning !== undefined) onWarning?.(warning);

  const total = y.length + filled.reduce((sum, rows) => sum + largest - rows.length, 0);
  const { columns } = X;
  const data = new Float32Array(total * columns);
  const labels = new Int32Array(total);
  data.set(X.data);
  labels.set(y);
  const from = Int32Array.from(labels.keys());
  const to = from.slice();
  const slices = timeSlices();
  let next = y.length;
  for (const rows of filled) {
    const known = new Map<number, Int32Array>();
    for (let missing = largest - rows.length; missing > 0; missing--) {
      if (slices.due()) {
        await slices.pause();
        signal?.throwIfAborted();
      }
      const own = random.integer(rows.length);
      const nearest = known.get(own) ?? nearestAmong(X, rows, own, neighbours);
      known.set(own, nearest);
      const neighbour = nearest.length === 0 ? rows[own] : nearest[random.integer(nearest.length)];
      const share = random.uniform();
      for (let c = 0; c < columns; c++) {
        const start = X.data[rows[own] * columns + c];
        data[next * columns + c] = start + share * (X.data[neighbour * columns + c] - start);
      }
      from[next] = rows[own];
      to[next] = neighbour;
      labels[next++] = y[rows[own]];
    }
  }
  return { X: { data, rows: total, columns }, y: labels, from, to };
}

function rowsOfClasses(y: Int32Array, classes: number): Int32Array[] {
  const rows = Array.from({ length: classes }, () => [] as number[]);
  y.forEach((c, row) => {
    rows[c].push(row);
  });
  return rows.map((each) => Int32Array.from(each));
}

function fewNeighbours(filled: readonly Int32Array[], neighbours: number): string | undefined {
  const short = filled.map((rows) => rows.length).filter((rows) => rows <= neighbours);
  if (short.length === 0) return undefined;
  return (
    `classes with too few training rows for the ${neighbours} neighbours of SMOTE: ${short.length} ` +
    `(the smallest has ${countOf(Math.min(...short), 'row')}); their synthetic rows vary less, and a single row is only repeated`
  );
}

/** Squared differences added between two checks of whether the row is already too far. */
const STRIDE = 16;

/**
 * The `k` nearest of `candidates` (row indices of X) to the candidate at position `own`, excluding itself; nearest
 * first, of equal distances the earlier candidate first. Fewer than `k` if there are no more.
 */
export function nearestAmong(X: Matrix, candidates: Int32Array, own: number, k: number): Int32Array {
  const wanted = Math.min(k, candidates.length - 1);
  const nearest = new Int32Array(wanted);
  const distances = new Float64Array(wanted).fill(Number.POSITIVE_INFINITY);
  const from = candidates[own] * X.columns;
  let found = 0;
  candidates.forEach((row, position) => {
    if (position === own) return;
    const distance = squaredDistance(X, from, row * X.columns, distances[wanted - 1]);
    if (found === wanted && distance >= distances[wanted - 1]) return;
    let at = Math.min(found, wanted - 1);
    for (; at > 0 && distances[at - 1] > distance; at--) {
      distances[at] = distances[at - 1];
      nearest[at] = nearest[at - 1];
    }
    distances[at] = distance;
    nearest[at] = row;
    if (found < wanted) found++;
  });
  return nearest;
}

/** Exact up to `limit`; for larger distances some number not below it. */
function squaredDistance({ data, columns }: Matrix, a: number, b: number, limit: number): number {
  let sum = 0;
  for (let start = 0; start < columns && sum <= limit; start += STRIDE) {
    const end = Math.min(columns, start + STRIDE);
    for (let c = start; c < end; c++) {
      const difference = data[a + c] - data[b + c];
      sum += difference * difference;
    }
  }
  return sum;
}
