/** Nearest neighbours: the shares of the votes of the k nearest training rows. */

import type { Graph, Value } from '../graph/graph.js';
import { nearestRows } from '../graph/nearest-rows.js';
import { int, ints } from '../protobuf/attribute.js';
import { dataOf, type Rows, type SavedModel } from './saved.js';

export function knnProbabilities(graph: Graph, { options, tensors, shape }: SavedModel, X: Rows): Value {
  const { columns, classes } = shape;
  const data = dataOf(tensors, 'rows');
  const rows = data.length / columns;
  const k = Math.min(options.k as number, rows);
  const x = graph.cast(X.value, 'double');
  const trained = graph.widened(data, [rows, columns]);
  const nearest = nearestRows(graph, x, trained, k);
  const ofNearest = (values: Value) => graph.node('Gather', [values, nearest]);
  const factors = ofNearest(graph.doubles(dataOf(tensors, 'factors')));
  const votes =
    options.weights === 'uniform'
      ? factors
      : graph.multiply(factors, voteWeights(graph, x, trained, nearest));
  // rows x k x classes
  const isOfClass = graph.node('Equal', [
    graph.node('Unsqueeze', [ofNearest(graph.integers(dataOf(tensors, 'labels'))), graph.integers([2])]),
    graph.integers(Array.from({ length: classes }, (_, c) => c)),
  ]);
  const byClass = graph.multiply(
    graph.node('Unsqueeze', [votes, graph.integers([2])]),
    graph.cast(isOfClass, 'double'),
  );
  const sums = graph.node('ReduceSum', [byClass, graph.integers([1])], { keepdims: int(0) });
  return graph.cast(graph.divide(sums, graph.rowSums(sums)), 'float');
}

/** rows x k: the nearest distance over each distance; where the nearest is 0, 1 for distances of 0 and 0 for others. */
function voteWeights(graph: Graph, x: Value, trained: Value, nearest: Value): Value {
  const vectors = graph.node('Gather', [trained, nearest]);
  const difference = graph.subtract(vectors, graph.node('Unsqueeze', [x, graph.integers([1])]));
  const squares = graph.multiply(difference, difference);
  const distances = graph.node('Sqrt', [
    graph.node('ReduceSum', [squares, graph.integers([2])], { keepdims: int(0) }),
  ]);
  const least = graph.node('ReduceMin', [distances], { axes: ints([1]), keepdims: int(1) });
  const zero = graph.doubles(0);
  const isZero = graph.node('Equal', [distances, zero]);
  const weights = graph.divide(least, graph.where(isZero, graph.doubles(1), distances));
  return graph.where(isZero, graph.doubles(1), weights);
}
