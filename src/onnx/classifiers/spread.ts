import type { Graph, Value } from '../graph/graph.js';

/** Probabilities of some classes as those of all, with 0 for the others. */
export function spread(graph: Graph, P: Value, of: readonly number[], classes: number): Value {
  if (of.length === classes) return P;
  const places = Float32Array.from({ length: of.length * classes }, (_, i) =>
    of[Math.floor(i / classes)] === i % classes ? 1 : 0,
  );
  return graph.product(P, graph.floats(places, [of.length, classes]));
}
