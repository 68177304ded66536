/** Columns of categories replaced by the numbers that a classifier encodes their levels as. */
import type { CategoryEncoder } from '../../classifiers/encoding/category-encoder.js';
import type { Graph, Value } from '../graph/graph.js';
import type { Rows } from './saved.js';

/** As `CategoryEncoder.transform`. */
export function encodedColumns(graph: Graph, { value, type }: Rows, { tables }: CategoryEncoder): Rows {
  const parts: Value[] = [];
  let asTheyAre: number[] = [];
  const finishRun = () => {
    if (asTheyAre.length > 0) parts.push(graph.columns(value, asTheyAre));
    asTheyAre = [];
  };
  tables.forEach((table, column) => {
    if (table === null) {
      asTheyAre.push(column);
      return;
    }
    finishRun();
    const { levels, width, values } = table;
    const numbers =
      type === 'float' ? graph.floats(values, [levels, width]) : graph.doubles(values, [levels, width]);
    // One dimension, so that the result has rows x width.
    const codes = graph.node('Reshape', [graph.columns(value, [column]), graph.integers([-1])]);
    parts.push(graph.node('Gather', [numbers, graph.cast(codes, 'int64')]));
  });
  finishRun();
  return { value: graph.beside(parts), type };
}
