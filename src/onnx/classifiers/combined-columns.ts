/** The combined columns of `boosting`, as `CombinedColumns.extend`. */
import type { Combinations } from '../../classifiers/tree-models/boosting/combined-columns.js';
import { countReached } from '../graph/count-reached.js';
import type { Graph, Value } from '../graph/graph.js';
import type { Rows } from './saved.js';

export function combinedColumns(graph: Graph, X: Rows, { pairs, groups }: Combinations): Rows {
  const doubles = graph.cast(X.value, 'double');
  const column = (index: number) => graph.columns(doubles, [index]);
  const made: Value[] = [];
  for (const [a, b] of pairs) {
    made.push(graph.subtract(column(a), column(b)), graph.divide(column(a), column(b)));
  }
  for (const { column: of, by, cuts, means } of groups) {
    const value = column(by);
    const reached = cuts === undefined ? value : countReached(graph, value, [cuts]).upTo;
    const isMissing = graph.node('IsNaN', [value]);
    const group = graph.where(isMissing, graph.doubles(means.length - 1), reached);
    const mean = graph.node('Gather', [graph.doubles(means), graph.cast(group, 'int64')]);
    made.push(graph.subtract(column(of), mean));
  }
  if (made.length === 0) return X;
  const all = finite(graph, graph.beside(made));
  return { value: graph.beside([X.value, graph.cast(all, X.type)]), type: X.type };
}

function finite(graph: Graph, values: Value): Value {
  // The difference of a number and itself is NaN if it is not finite.
  return graph.add(values, graph.subtract(values, values));
}
