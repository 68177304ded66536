/** Softmax of each row, in the precision of the values; ONNX's own operator is kept out because not every runtime has it in 64 bits. */
import type { Graph, Value } from './graph.js';

export function softmax(graph: Graph, logits: Value): Value {
  const powers = graph.node('Exp', [graph.subtract(logits, graph.rowMaxima(logits))]);
  return graph.divide(powers, graph.rowSums(powers));
}
