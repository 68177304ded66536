/** Logistic regression: softmax(W x + b) in 64 bits. */
import type { Graph, Value } from '../graph/graph.js';
import { softmax } from '../graph/softmax.js';
import { dataOf, type Rows, type SavedModel } from './saved.js';

export function linearProbabilities(graph: Graph, { tensors, shape }: SavedModel, X: Rows): Value {
  const { columns } = shape;
  const coefficients = dataOf(tensors, 'coefficients');
  const intercepts = dataOf(tensors, 'intercepts');
  const count = intercepts.length;
  const transposed = Float64Array.from(
    { length: coefficients.length },
    (_, i) => coefficients[(i % count) * columns + Math.floor(i / count)],
  );
  const products = graph.product(graph.cast(X.value, 'double'), graph.doubles(transposed, [columns, count]));
  const logits = graph.add(products, graph.doubles(intercepts, [1, count]));
  return graph.cast(softmax(graph, count === 1 ? withZero(graph, logits) : logits), 'float');
}

/** Of two classes, the logit of the first is 0. */
export function withZero(graph: Graph, logits: Value): Value {
  return graph.beside([graph.subtract(logits, logits), logits]);
}
