/** Small labelled tables whose classes are easy to tell apart, for the tests of classifiers. */
import { RandomStream } from '../../src/engine/random/random-stream.js';
import type { Label, Matrix } from '../../src/matrix.js';

export interface LabelledTable {
  readonly X: Matrix;
  readonly y: Label[];
}

/**
 * Normal clouds of standard deviation 0.5 around centres 3 apart: `counts[c]` rows of `labels[c]`, the
 * classes interleaved so that every part of the table has all of them.
 */
export function blobs(
  counts: readonly number[],
  labels: readonly Label[],
  seed = 1,
  columns = 3,
): LabelledTable {
  const random = new RandomStream(seed, 'blobs');
  const classOfRow = counts.flatMap((count, c) => new Array<number>(count).fill(c));
  random.shuffle(classOfRow);
  const data = new Float32Array(classOfRow.length * columns);
  classOfRow.forEach((c, i) => {
    for (let j = 0; j < columns; j++) {
      const centre = j === c % columns ? 3 * (1 + Math.floor(c / columns)) : 0;
      data[i * columns + j] = centre + 0.5 * random.normal();
    }
  });
  return { X: { data, rows: classOfRow.length, columns }, y: classOfRow.map((c) => labels[c]) };
}

/** The rows of a table in another order, or some of them. */
export function pickRows(X: Matrix, rows: readonly number[]): Matrix {
  const data = new Float32Array(rows.length * X.columns);
  rows.forEach((row, i) => {
    data.set(X.data.subarray(row * X.columns, (row + 1) * X.columns), i * X.columns);
  });
  return { data, rows: rows.length, columns: X.columns };
}
