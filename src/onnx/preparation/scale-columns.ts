/** The scaling of columns, as `scaledValue`. */
import type { ColumnScale } from '../../matrix.js';
import type { Graph, Value } from '../graph/graph.js';
import { normalScores } from './normal-scores.js';

/**
 * @param X rows x columns, 64-bit floats
 * @param scaling of each column; null for one that stays as it is
 * @param linearTo standard deviations from the mean up to which scaling is linear
 * @returns rows x columns, 32-bit floats
 */
export function scaleColumns(
  graph: Graph,
  X: Value,
  scaling: readonly (ColumnScale | null)[],
  linearTo: number,
): Value {
  const standard = standardised(graph, X, scaling, linearTo);
  const byQuantiles = scaling.flatMap((scale, column) =>
    scale?.quantiles === undefined ? [] : [{ column, quantiles: scale.quantiles }],
  );
  if (byQuantiles.length === 0) return graph.cast(standard, 'float');
  const scores = normalScores(
    graph,
    graph.columns(
      X,
      byQuantiles.map(({ column }) => column),
    ),
    byQuantiles.map(({ quantiles }) => quantiles),
  );
  const places = Array.from(scaling.keys());
  byQuantiles.forEach(({ column }, i) => {
    places[column] = scaling.length + i;
  });
  return graph.cast(graph.columns(graph.beside([standard, scores]), places), 'float');
}

/** The columns with quantiles are of no use. */
function standardised(
  graph: Graph,
  X: Value,
  scaling: readonly (ColumnScale | null)[],
  linearTo: number,
): Value {
  const row = (numberOf: (scale: ColumnScale | null) => number) =>
    graph.doubles(scaling.map(numberOf), [1, scaling.length]);
  const z = graph.divide(
    graph.subtract(
      X,
      row((scale) => scale?.mean ?? 0),
    ),
    row((scale) => scale?.scale ?? 1),
  );
  const bound = row((scale) => (scale === null ? Number.MAX_VALUE : linearTo));
  const size = graph.node('Min', [graph.node('Abs', [z]), graph.doubles(Number.MAX_VALUE)]);
  const excess = graph.node('Max', [graph.subtract(size, bound), graph.doubles(0)]);
  const logarithm = graph.node('Log', [graph.add(excess, graph.doubles(1))]);
  const large = graph.multiply(graph.node('Sign', [z]), graph.add(bound, logarithm));
  return graph.where(graph.node('Greater', [size, bound]), large, z);
}
