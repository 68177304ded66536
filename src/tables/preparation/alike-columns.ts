/** Whether a column of numbers is prepared alike if its cells are texts. */
import { InputError } from '../../errors.js';
import type { NumericColumn, TextColumn } from '../table.js';
import { outputNames, writeColumn } from './column-steps.js';
import type { KeptColumn } from './fitted-columns.js';
import type { MissingWordOptions } from './missing-words.js';
import { readingContext } from './reading-context.js';
import { rowRange } from './resolve-rows.js';

/** The same cells as numbers and as texts: whether both give the same values, to the bit. */
export function areAlike(
  fitted: KeptColumn,
  numbers: NumericColumn,
  texts: TextColumn,
  words: MissingWordOptions,
): boolean {
  const rows = rowRange(numbers.values.length);
  const columns = outputNames(fitted).length;
  const [one, other] = [numbers, texts].map((column) => {
    const data = new Float64Array(rows.length * columns);
    const context = readingContext({ source: '' }, words);
    const destination = { data, columns, offset: 0, keepMissing: true, form: 'values' } as const;
    try {
      writeColumn(fitted, column, rows, context, destination);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return undefined;
    }
    return data;
  });
  return one !== undefined && other !== undefined && one.every((value, i) => Object.is(value, other[i]));
}
