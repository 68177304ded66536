/** The user's settings for columns, checked before anything is computed. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { Table } from '../table.js';
import { sameName, unknownColumn } from './columns-by-name.js';
import type { DateOptions } from './dates/date-format.js';
import type { MissingWordOptions } from './missing-words.js';
import type { NumberOptions } from './numbers/find-number-format.js';

export interface ColumnOverrides extends MissingWordOptions, NumberOptions, DateOptions {
  /** One category per distinct value, whatever the values look like. */
  readonly categorical?: readonly string[];
  /** Numbers; a text cell that is no missing word is an error. */
  readonly numeric?: readonly string[];
  /** Ordered levels, from the lowest: `{ size: ['S', 'M', 'L'] }`. */
  readonly ordinal?: Readonly<Record<string, readonly string[]>>;
  /** Dates or times. */
  readonly date?: readonly string[];
  /** Free text. */
  readonly text?: readonly string[];
  /** Lists such as `a|b|c`. */
  readonly list?: readonly string[];
  /** Identifiers: no features, but kept with the predictions. */
  readonly id?: readonly string[];
  /** Dropped without a notice. */
  readonly drop?: readonly string[];
}

const LISTS = ['categorical', 'numeric', 'date', 'text', 'list', 'id', 'drop'] as const;
export type ColumnOverride =
  | { readonly as: (typeof LISTS)[number] }
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
  const available = table.columns
    .map((column) => column.name)
    .filter((name) => target === undefined || !sameName(name, target));
  const decided = new Map<string, ColumnOverride>();
  const decide = (given: string, override: ColumnOverride) => {
    const option = `--${override.as}`;
    if (target !== undefined && sameName(given, target)) {
      throw new InputError(
        `${option} names ${quote(given)}, which is the target: the option is for feature columns only`,
      );
    }
    const name = available.find((each) => each === given) ?? available.find((each) => sameName(each, given));
    if (name === undefined) throw unknownColumn(table.source, option, given, available);
    const earlier = decided.get(name);
    if (earlier !== undefined && earlier.as !== override.as) {
      throw new InputError(
        `column ${quote(name)} is named by both --${earlier.as} and ${option}: choose one of the two`,
      );
    }
    decided.set(name, override);
  };
  for (const as of LISTS) for (const name of overrides[as] ?? []) decide(name, { as });
  for (const [name, levels] of Object.entries(overrides.ordinal ?? {})) {
    checkLevels(name, levels);
    decide(name, { as: 'ordinal', levels });
  }
  return decided;
}

function checkLevels(name: string, levels: readonly string[]): void {
  const spellings = new Set(levels.map((level) => level.trim().normalize()));
  if (levels.length > 1 && spellings.size === levels.length && !spellings.has('')) return;
  throw new InputError(
    `--ordinal ${name}=${levels.join('<')}: give at least two different levels from the lowest to the highest, such as ` +
      '--ordinal "size=S<M<L"',
  );
}
