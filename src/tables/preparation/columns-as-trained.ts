/** The columns of a table, or of a block of one, as those that a preparation was fitted on. */
import { quote } from '../../text/name-list.js';
import { BlockConflictError } from '../block-conflict.js';
import type { Column, NumericColumn, Table } from '../table.js';
import { areAlike } from './alike-columns.js';
import type { BlockState } from './block-state.js';
import { ignoredColumns, matchColumns, requireColumns } from './columns-by-name.js';
import type { KeptColumn } from './fitted-columns.js';
import type { SavedWords } from './saved-preparation.js';

interface Trained {
  /** Those that give features. */
  readonly kept: readonly KeptColumn[];
  /** The names of all columns of the training table, the target among them: others are ignored with a notice. */
  readonly known: readonly string[];
  readonly words: SavedWords;
}

/**
 * The columns by their names in training. Columns of a block are typed as the whole table would be; in JSON lines they may lack
 * a column that comes later, which `state.requireColumns` checks at the end.
 *
 * @throws InputError if a column is missing
 * @throws BlockConflictError if a block shows that earlier ones were read otherwise than the whole table would be
 */
export function columnsAsTrained(
  table: Table,
  state: BlockState,
  { kept, known, words }: Trained,
): Map<string, Column> {
  const columns = matchColumns(table, known);
  const names = kept.map(({ name }) => name);
  const require = () => requireColumns(table, columns, names);
  state.ignored = ignoredColumns(table, columns);
  const blocks = state.columns;
  if (blocks === undefined || table.reading?.format !== 'jsonl') require();
  else state.requireColumns = require;
  if (blocks === undefined) return columns;
  const typed = new Map(columns);
  for (const fitted of kept) {
    const { name } = fitted;
    const column = columns.get(name);
    const before = state.namesFound.get(name);
    if (before !== undefined && before !== column?.name) {
      throw new BlockConflictError(`${table.source}: a later row has another key like ${quote(name)}`);
    }
    if (column === undefined) typed.set(name, missingColumn(name, table.rows));
    else {
      state.namesFound.set(name, column.name);
      typed.set(
        name,
        blocks.typed(fitted, column, table, (numbers, texts) => areAlike(fitted, numbers, texts, words)),
      );
    }
  }
  return typed;
}

/** Of JSON, whose rows may lack a key. */
function missingColumn(name: string, rows: number): NumericColumn {
  return { kind: 'numeric', name, values: new Float32Array(rows).fill(Number.NaN) };
}
