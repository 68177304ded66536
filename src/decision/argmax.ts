/** The decision from probabilities: argmax of each row. */
import type { Label, Matrix } from '../matrix.js';

/** The index of the largest value in each row, the first of equals. */
export function largestOfRows({ data, rows, columns }: Matrix): Int32Array {
  const best = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let index = 0;
    for (let c = 1; c < columns; c++) if (data[start + c] > data[start + index]) index = c;
    best[row] = index;
  }
  return best;
}

/** The class with the largest probability for each row, the first of equals; `classes` in the order of the columns. */
export function labelsOfRows(probabilities: Matrix, classes: readonly Label[]): Label[] {
  return Array.from(largestOfRows(probabilities), (index) => classes[index]);
}
