/** The nearest of fixed rows by Euclidean distance. */
import { int } from '../protobuf/attribute.js';
import type { Graph, Value } from './graph.js';

export interface FixedRows {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * @param x rows x columns, 64-bit floats
 * @returns rows x k indices of the nearest fixed rows, of equal distances the lower index first
 */
export function nearestRows(graph: Graph, x: Value, { data, rows, columns }: FixedRows, k: number): Value {
  // Around the mean, where the squares are small and their differences exact to more digits.
  const mean = new Float64Array(columns);
  for (let i = 0; i < rows * columns; i++) mean[i % columns] += data[i] / rows;
  const transposed = new Float64Array(rows * columns);
  const squares = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column] - mean[column];
      transposed[column * rows + row] = 2 * value;
      squares[row] += value * value;
    }
  }
  const centred = graph.subtract(x, graph.doubles(mean, [1, columns]));
  const products = graph.product(centred, graph.doubles(transposed, [columns, rows]));
  const nearness = graph.subtract(products, graph.doubles(squares, [1, rows]));
  const [, indices] = graph.nodes('TopK', [nearness, graph.integers([k])], 2, { axis: int(1) });
  return indices;
}
