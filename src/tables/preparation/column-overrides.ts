/** The user's settings for columns, checked before anything is computed. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { Table } from '../table.js';
import { matchColumns, unknownColumn } from './columns-by-name.js';
import type { DateOptions } from './dates/date-format.js';
import type { MissingWordOptions } from './missing-words.js';
import type { NumberSigns } from './numbers/find-number-format.js';

export interface ColumnOverrides extends MissingWordOptions, DateOptions {
  /** One category per distinct value, whatever the values look like. */
  readonly categorical?: readonly string[];
  /** Numbers; a text cell that is no missing word is an error. */
  readonly numeric?: readonly string[];
  /** Ordered levels, from the lowest: `{ size: ['S', 'M', 'L'] }`, or a `Map` with the same. */
  readonly ordinal?: Readonly<Record<string, readonly string[]>> | ReadonlyMap<string, readonly string[]>;
  /** Dates or times. */
  readonly date?: readonly string[];
  /** Free text. */
  readonly text?: readonly string[];
  /** Lists such as `a|b|c`. */
  readonly list?: readonly string[];
  /** Dropped without a notice. */
  readonly drop?: readonly string[];
  /** The decimal sign of all text columns whose cells it makes numbers, or that of some columns: `{ price: ',' }`. */
  readonly decimal?: NumberSigns['decimal'] | Readonly<Record<string, NonNullable<NumberSigns['decimal']>>>;
  /** The same for the separator of thousands; `none` for no separator. */
  readonly thousands?:
    | NumberSigns['thousands']
    | Readonly<Record<string, NonNullable<NumberSigns['thousands']>>>;
}

/** The overrides that are lists of columns. */
export const COLUMN_LISTS = ['categorical', 'numeric', 'date', 'text', 'list', 'drop'] as const;
export type ColumnOverride =
  | { readonly as: (typeof COLUMN_LISTS)[number] }
  | { readonly as: 'ordinal'; readonly levels: readonly string[] };

/**
 * Column name to override. Throws `InputError` for a name that is not a column of the table, is the target, or is in
 * two lists, and for an order of fewer than two levels or with a level twice.
 */
export function resolveOverrides(
  table: Table,
  target: string | undefined,
  overrides: ColumnOverrides,
): Map<string, ColumnOverride> {
  const available = table.columns.map((column) => column.name).filter((name) => name !== target);
  const decided = new Map<string, ColumnOverride>();
  const decide = (given: string, override: ColumnOverride) => {
    const option = `--${override.as}`;
    const name = matchColumns(table, [given]).get(given)?.name;
    if (given === target || (name !== undefined && name === target)) {
      throw new InputError(
        `${option} names ${quote(given)}, which is the target: the option is for feature columns only`,
      );
    }
    if (name === undefined) throw unknownColumn(table.source, option, given, available);
    const earlier = decided.get(name);
    if (earlier !== undefined && earlier.as !== override.as) {
      throw new InputError(
        `column ${quote(name)} is named by both --${earlier.as} and ${option}: choose one of the two`,
      );
    }
    decided.set(name, override);
  };
  for (const as of COLUMN_LISTS) for (const name of overrides[as] ?? []) decide(name, { as });
  for (const [name, levels] of ordinalLevels(overrides)) {
    checkLevels(name, levels);
    decide(name, { as: 'ordinal', levels });
  }
  return decided;
}

/** The signs of each column as the options give them. Throws `InputError` for a name that is not a column. */
export function numberSigns(
  table: Table,
  { decimal, thousands }: ColumnOverrides,
): (name: string) => NumberSigns {
  const decimals = signOf(table, '--decimal', decimal);
  const separators = signOf(table, '--thousands', thousands);
  return (name) => ({ decimal: decimals(name), thousands: separators(name) });
}

function signOf<S extends string>(
  table: Table,
  option: string,
  given: S | Readonly<Record<string, S>> | undefined,
): (name: string) => S | undefined {
  if (given === undefined || typeof given === 'string') return () => given;
  const signs = new Map(Object.entries(given));
  const found = matchColumns(table, signs.keys());
  const byName = new Map<string, S>();
  for (const [name, sign] of signs) {
    const column = found.get(name);
    if (column === undefined) {
      const available = table.columns.map((each) => each.name);
      throw unknownColumn(table.source, option, name, available);
    }
    byName.set(column.name, sign);
  }
  return (name) => byName.get(name);
}

/** Each column of `ordinal` with its levels. */
export function ordinalLevels({
  ordinal = {},
}: Pick<ColumnOverrides, 'ordinal'>): (readonly [string, readonly string[]])[] {
  return ordinal instanceof Map ? [...ordinal] : Object.entries(ordinal);
}

function checkLevels(name: string, levels: readonly string[]): void {
  const spellings = new Set(levels.map((level) => level.trim().normalize()));
  if (levels.length > 1 && spellings.size === levels.length && !spellings.has('')) return;
  throw new InputError(
    `--ordinal ${name}=${levels.join('<')}: give at least two different levels from the lowest to the highest, such as ` +
      '--ordinal "size=S<M<L"',
  );
}
