/** The nearest of fixed rows by Euclidean distance. */
import { int, ints } from '../protobuf/attribute.js';
import type { Graph, Value } from './graph.js';

/**
 * @param x rows x columns, 64-bit floats
 * @param fixed the rows to choose from, with the same columns, 64-bit floats
 * @param k at most as many as there are fixed rows
 * @returns rows x k indices of the nearest fixed rows, of equal distances the lower index first
 */
export function nearestRows(graph: Graph, x: Value, fixed: Value, k: number): Value {
  // Around the mean, where the squares are small and their differences exact to more digits.
  const mean = graph.node('ReduceMean', [fixed], { axes: ints([0]), keepdims: int(1) });
  const [centred, centredFixed] = [x, fixed].map((rows) => graph.subtract(rows, mean));
  const transposed = (matrix: Value) => graph.node('Transpose', [matrix], { perm: ints([1, 0]) });
  const squares = graph.rowSums(graph.multiply(centredFixed, centredFixed));
  const products = graph.product(centred, transposed(centredFixed));
  const nearness = graph.subtract(graph.multiply(products, graph.doubles(2)), transposed(squares));
  // With a row more, because TopK of ONNX Runtime 1.30 divides by the number of rows.
  const padded = graph.node('Pad', [nearness, graph.integers([0, 0, 1, 0])]);
  const [, indices] = graph.nodes('TopK', [padded, graph.integers([k])], 2, { axis: int(1) });
  return graph.node('Slice', [indices, graph.integers([0]), graph.integers([-1]), graph.integers([0])]);
}
