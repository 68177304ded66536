/** The option `monotone`: names of columns, and the directions in which predictions must go with them. */
import { InputError } from '../../../errors.js';
import { nearestNames } from '../../../text/did-you-mean.js';
import { listNames, quote } from '../../../text/name-list.js';
import type { LearningControl, ValuesProblem } from '../../contract/fitted-model.js';

/** Maximum number of names that an error lists. */
const NAMES_LISTED = 20;

/**
 * For each column of the problem 1 if the margin of the second class must rise with it, -1 if it must fall, else 0;
 * undefined without constraints.
 *
 * @throws InputError for a name that is not a column (with near ones), a column of categories, a name given twice, and for
 *   more than two classes
 */
export function monotoneSigns(
  monotone: readonly string[] | undefined,
  { X, classes }: ValuesProblem,
  {
    columnNames,
    unusedColumns,
    input,
    labels,
    onWarning,
  }: Pick<LearningControl, 'columnNames' | 'unusedColumns' | 'input' | 'labels' | 'onWarning'>,
): Int32Array | undefined {
  if (monotone === undefined || monotone.length === 0) return undefined;
  if (classes !== 2) {
    throw new InputError(`monotone needs two classes, but there are ${classes}: omit it, or merge classes`);
  }
  const signs = new Map<number, number>();
  const said: string[] = [];
  const named = new Set<string>();
  for (const constraint of monotone) {
    const name = constraint.slice(0, constraint.lastIndexOf(':'));
    const sign = constraint.endsWith('+1') ? 1 : -1;
    if (named.has(name)) throw new InputError(`monotone names column ${quote(name)} twice: name it once`);
    named.add(name);
    const column = columnNames.indexOf(name);
    if (column < 0 && unusedColumns.includes(name)) {
      onWarning?.(`monotone has no effect on ${quote(name)}: the model does not use this column`);
      continue;
    }
    if (column < 0) throw unknownName(name, columnNames);
    if ((input.categories?.[column] ?? null) !== null) {
      throw new InputError(
        `monotone names column ${quote(name)}, which holds categories: they have no order. Omit it, or make it a ` +
          'column of numbers (--numeric) or of ordered levels (--ordinal)',
      );
    }
    signs.set(column, sign);
    said.push(`${sign > 0 ? 'rises' : 'falls'} with ${quote(name)}`);
  }
  if (said.length > 0)
    onWarning?.(`monotone: the probability of ${quote(String(labels[1]))} ${said.join(', ')}`);
  return Int32Array.from({ length: X.columns }, (_, column) => signs.get(input.sourceOf(column)) ?? 0);
}

function unknownName(name: string, columnNames: readonly string[]): InputError {
  const near = nearestNames(name, columnNames);
  const hint = near.length > 0 ? ` Did you mean ${near.map(quote).join(' or ')}?` : '';
  return new InputError(
    `monotone names ${quote(name)}, which is not a column of numbers.${hint} Columns: ${listNames(columnNames, NAMES_LISTED)}`,
  );
}
