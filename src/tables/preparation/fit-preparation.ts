/** What a preparation keeps of its training rows: the columns as fitted, the differences of dates, and the notices. */
import { InputError } from '../../errors.js';
import type { Table } from '../table.js';
import { fitColumn, outputNames } from './column-steps.js';
import { typeColumns } from './column-types.js';
import { columnsByName } from './columns-by-name.js';
import { fitDateDifferences } from './dates/date-differences.js';
import { unreadDatesRemark } from './dates/date-step.js';
import { type FittedColumn, isKept } from './fitted-columns.js';
import { withoutWords } from './missing-words.js';
import type { PreparationOptions } from './prepare-options.js';
import { readingContext } from './reading-context.js';
import { noticesOf } from './remarks.js';
import { resolveRows } from './resolve-rows.js';
import type { SavedPreparation } from './saved-preparation.js';

/** A saved preparation whose arrays may be shared. */
export type FittedPreparation = Omit<SavedPreparation, 'columns' | 'notices'> & {
  readonly columns: readonly FittedColumn[];
  readonly notices: readonly string[];
};

/** Fits each column on `rows` (default all) of `table`, without the column `target`; throws as `Preparation.fit`. */
export function fitPreparation(
  table: Table,
  rows: Int32Array | undefined,
  target: string | undefined,
  options: PreparationOptions,
): FittedPreparation {
  const chosen = resolveRows(table, rows);
  if (chosen.length === 0) {
    throw new InputError(`${table.source}: there are no training rows to fit the preparation on`);
  }
  const { types, notices } = typeColumns(table, { rows: chosen, target, overrides: options });
  const { missing = [], keepWords = [] } = options;
  const columns = columnsByName(withoutWords(table, missing));
  const context = readingContext(table, options);
  const scratch = new Float64Array(chosen.length);
  const fitted = types.map((type) => fitColumn(type, columns.get(type.name)!, chosen, context, scratch));
  if (!fitted.some((column) => isKept(column) && outputNames(column).length > 0)) {
    throw new InputError(
      `${table.source}: no feature column is left.${notices.map((notice) => ` ${notice}.`).join('')} ` +
        '--numeric NAME or --categorical NAME keeps a column',
    );
  }
  const dates = fitted.flatMap((each) =>
    each.kind === 'date' ? [context.readDates(columns.get(each.name)!, each.format)] : [],
  );
  return {
    version: 3,
    target: target ?? null,
    columns: fitted,
    dateDifferences: fitDateDifferences(dates, chosen),
    notices: [...notices, ...noticesOf(dates.map((each) => unreadDatesRemark(each, chosen)))],
    words: { missing: [...missing], keepWords: [...keepWords] },
  };
}
