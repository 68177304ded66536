/** Nearest neighbours: the shares of the votes of the k nearest training rows. */

import type { Graph, Value } from '../graph/graph.js';
import { nearestRows } from '../graph/nearest-rows.js';
import { int } from '../protobuf/attribute.js';
import { dataOf, type Rows, type SavedModel } from './saved.js';

export function knnProbabilities(graph: Graph, { options, tensors, shape }: SavedModel, X: Rows): Value {
  const { columns, classes } = shape;
  const data = dataOf(tensors, 'rows');
  const rows = data.length / columns;
  const k = Math.min(options.k as number, rows);
  const x = graph.cast(X.value, 'double');
  const nearest = nearestRows(graph, x, { data, rows, columns }, k);
  const factors = dataOf(tensors, 'factors');
  const labels = dataOf(tensors, 'labels');
  const votes = Float64Array.from({ length: rows * classes }, (_, i) =>
    labels[Math.floor(i / classes)] === i % classes ? factors[Math.floor(i / classes)] : 0,
  );
  // rows x k x classes
  const ofNearest = graph.node('Gather', [graph.doubles(votes, [rows, classes]), nearest]);
  const weighted =
    options.weights === 'uniform'
      ? ofNearest
      : graph.multiply(ofNearest, voteWeights(graph, x, { data, rows, columns }, nearest));
  const sums = graph.node('ReduceSum', [weighted, graph.integers([1])], { keepdims: int(0) });
  return graph.cast(graph.divide(sums, graph.rowSums(sums)), 'float');
}

interface TrainingRows {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** The nearest distance over each distance; where the nearest is 0, 1 for distances of 0 and 0 for others. */
function voteWeights(graph: Graph, x: Value, { data, rows, columns }: TrainingRows, nearest: Value): Value {
  const vectors = graph.node('Gather', [graph.doubles(data, [rows, columns]), nearest]);
  const difference = graph.subtract(vectors, graph.node('Unsqueeze', [x, graph.integers([1])]));
  const squares = graph.multiply(difference, difference);
  const distances = graph.node('Sqrt', [
    graph.node('ReduceSum', [squares, graph.integers([2])], { keepdims: int(1) }),
  ]);
  const negative = graph.node('Neg', [distances]);
  const [greatest] = graph.nodes('TopK', [negative, graph.integers([1])], 2, { axis: int(1) });
  const least = graph.node('Neg', [greatest]);
  const zero = graph.doubles(0);
  const isZero = graph.node('Equal', [distances, zero]);
  const weights = graph.divide(least, graph.where(isZero, graph.doubles(1), distances));
  return graph.where(isZero, graph.doubles(1), weights);
}
