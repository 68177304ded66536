import type { Matrix } from '../../matrix.js';

/** The columns of `P` are the classes `of`; the others of `classes` get probability 0. */
export function spread(P: Matrix, of: readonly number[], classes: number): Matrix {
  const { data, rows, columns } = P;
  if (columns === classes) return P;
  const out = new Float32Array(rows * classes);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < columns; c++) out[i * classes + of[c]] = data[i * columns + c];
  }
  return { data: out, rows, columns: classes };
}
