/** The preparation of a table as a graph: from its columns to the matrix that a classifier takes. */

import { LINEAR_TO, LINEAR_TO_VERSION_1 } from '../../tables/preparation/column-scale.js';
import { outputNames } from '../../tables/preparation/column-steps.js';
import { isKept, type KeptColumn } from '../../tables/preparation/fitted-columns.js';
import type { Preparation } from '../../tables/preparation/preparation.js';
import type { PrepareOptions } from '../../tables/preparation/prepare-options.js';
import type { Graph, Value } from '../graph/graph.js';
import type { Cells } from './cell.js';
import { columnCells } from './column-cells.js';
import { dateCells, dateDifferenceCells, millisecondsOf } from './dates.js';
import { inputOf, type OnnxInput } from './inputs.js';
import { scaleColumns } from './scale-columns.js';

/** How a classifier needs the rows. */
export type RowNeeds = Required<Pick<PrepareOptions, 'keepMissing' | 'form'>>;

/** Names the number of rows in the shapes of inputs and outputs. */
export const ROWS = 'rows';

/** The inputs that `preparedRows` adds. */
export function preparedInputs(preparation: Preparation): OnnxInput[] {
  return usedColumns(preparation).map(inputOf);
}

/** The columns that give features; those of dates may give only differences. */
function usedColumns({ inputColumns }: Preparation): KeptColumn[] {
  return inputColumns
    .filter(isKept)
    .filter((column) => column.kind === 'date' || outputNames(column).length > 0);
}

/**
 * Adds the inputs and what the preparation makes of them to a graph.
 *
 * @param options what the classifier needs
 * @returns rows x features, 32-bit floats for `scaled` and 64-bit floats for `values`
 */
export function preparedRows(graph: Graph, preparation: Preparation, { keepMissing, form }: RowNeeds): Value {
  const { version, words, dateDifferences = [] } = preparation.toJSON();
  const missing = words?.missing ?? [];
  const dates = new Map<string, Value>();
  const cells: Cells[] = [];
  for (const column of usedColumns(preparation)) {
    const { name, type, width } = inputOf(column);
    const input = graph.input(name, type, [ROWS, width]);
    if (column.kind !== 'date') {
      cells.push(...columnCells(graph, column, input, missing));
      continue;
    }
    const milliseconds = millisecondsOf(graph, column, input, missing);
    dates.set(name, milliseconds);
    cells.push(...dateCells(graph, column, milliseconds));
  }
  for (const difference of dateDifferences) {
    const [from, to] = [difference.from, difference.to].map(({ name }) => dates.get(name)!);
    cells.push(dateDifferenceCells(graph, difference, from, to));
  }
  const values = assembled(graph, cells, keepMissing);
  if (form === 'values') return values;
  const linearTo = version === 1 ? LINEAR_TO_VERSION_1 : LINEAR_TO;
  return scaleColumns(graph, values, preparation.scaling, linearTo);
}

/** All cells as one matrix. Cells of a kind are computed together, whatever their number. */
function assembled(graph: Graph, cells: readonly Cells[], keepMissing: boolean): Value {
  const numbers = cells.flatMap((cell) => (cell.kind === 'number' ? [cell] : []));
  const indicators = cells.flatMap((cell) => (cell.kind === 'indicator' ? [cell.of] : []));
  const plain = cells.flatMap((cell) => (cell.kind === 'plain' ? [cell.value] : []));
  const parts: Value[] = [];
  if (numbers.length > 0) {
    const given = graph.beside(numbers.map(({ value }) => value));
    const medians = graph.doubles(
      numbers.map(({ median }) => median),
      [1, numbers.length],
    );
    parts.push(keepMissing ? given : graph.where(graph.node('IsNaN', [given]), medians, given));
  }
  if (indicators.length > 0) {
    parts.push(graph.cast(graph.node('IsNaN', [graph.beside(indicators)]), 'double'));
  }
  parts.push(...plain);
  const next = { number: 0, indicator: numbers.length, plain: numbers.length + indicators.length };
  return graph.columns(
    graph.beside(parts),
    cells.map(({ kind }) => next[kind]++),
  );
}
