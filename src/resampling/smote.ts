/**
 * SMOTE: synthetic rows for the rarer classes (Chawla, Bowyer, Hall, Kegelmeyer, "SMOTE: Synthetic Minority
 * Over-sampling Technique", 2002), as imbalanced-learn's `SMOTE` does it with its defaults.
 */
import type { RandomStream } from '../engine/random/random-stream.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { countOf } from '../text/name-list.js';
import { nearestRows } from './nearest-rows.js';

export interface SmoteOptions {
  /** k of the neighbours that a synthetic row is drawn towards; default 5. */
  readonly neighbours?: number;
  readonly random: RandomStream;
  /** Rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called when there are classes with too few rows for k neighbours. */
  readonly onWarning?: (message: string) => void;
}

export interface ResampledRows {
  readonly X: Matrix;
  readonly y: Int32Array;
}

/**
 * Fills every class up to the size of the largest. A synthetic row is x + u (n - x): x a random row of its
 * class, n a random one of x's k nearest neighbours in the class (Euclidean, exact), u uniform in [0, 1).
 * k is at most the class's rows - 1; a class of one row is repeated, one without rows stays so.
 *
 * The original rows come first, unchanged; then the synthetic ones, class by class.
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
      const nearest = known.get(own) ?? nearestRows(X, rows, own, neighbours);
      known.set(own, nearest);
      const neighbour = nearest.length === 0 ? rows[own] : nearest[random.integer(nearest.length)];
      const share = random.uniform();
      for (let c = 0; c < columns; c++) {
        const start = X.data[rows[own] * columns + c];
        data[next * columns + c] = start + share * (X.data[neighbour * columns + c] - start);
      }
      labels[next++] = y[rows[own]];
    }
  }
  return { X: { data, rows: total, columns }, y: labels };
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
    `(the smallest has ${countOf(Math.min(...short), 'row')}); their synthetic rows vary less, and one row is only repeated`
  );
}
