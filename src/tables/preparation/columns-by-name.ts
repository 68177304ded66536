/** Columns are found by name, never by position: in a `Map`, so that `__proto__` is a name like any other. */
import { InputError } from '../../errors.js';
import { nearestNames } from '../../text/did-you-mean.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { namesOption } from '../../text/shell-word.js';
import type { Column, Table } from '../table.js';

/** The table's columns by name, in the table's order. Throws `InputError` when a name occurs twice. */
export function columnsByName(table: Table): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const column of table.columns) {
    if (columns.has(column.name)) {
      throw new InputError(
        `${table.source}: column name ${quote(column.name)} occurs twice: rename one of the two`,
      );
    }
    columns.set(column.name, column);
  }
  return columns;
}

/**
 * The column of each of `names`, which another table had: the one of that name, else the one whose name differs only in
 * Unicode normalisation, a byte order mark or blanks at its ends, if there is one and only one. Throws `InputError` when
 * a name occurs twice in the table.
 */
export function matchColumns(table: Table, names: Iterable<string>): Map<string, Column> {
  const columns = columnsByName(table);
  const found = new Map<string, Column>();
  const wanted = new Map<string, string[]>();
  for (const name of names) {
    const column = columns.get(name);
    if (column !== undefined) found.set(name, column);
    else wanted.set(canonicalName(name), [...(wanted.get(canonicalName(name)) ?? []), name]);
  }
  if (wanted.size === 0) return found;
  const candidates = new Map<string, Column[]>();
  for (const [name, column] of columns) {
    if (found.has(name)) continue;
    const canonical = canonicalName(name);
    if (wanted.has(canonical)) candidates.set(canonical, [...(candidates.get(canonical) ?? []), column]);
  }
  for (const [canonical, alike] of wanted) {
    const matching = candidates.get(canonical) ?? [];
    if (alike.length === 1 && matching.length === 1) found.set(alike[0], matching[0]);
  }
  return found;
}

/** The name by which columns of two tables match. `trim` also takes U+FEFF for white space. */
export function canonicalName(name: string): string {
  return name.normalize('NFC').trim();
}

/** Maximum number of names that an error lists. */
const NAMES_LISTED = 20;

/**
 * Throws `InputError` unless all `names` of columns of the training table are among `columns`, those of `matchColumns`,
 * with the names that they may have here.
 */
export function requireColumns(
  table: Table,
  columns: ReadonlyMap<string, Column>,
  names: readonly string[],
): void {
  const absent = names.filter((name) => !columns.has(name));
  if (absent.length === 0) return;
  const known = new Set(columns.values());
  const unknown = table.columns.filter((column) => !known.has(column)).map(({ name }) => name);
  const near = nearestNames(absent[0], unknown);
  const hint = near.length > 0 ? ` Is ${listNames([absent[0]])} named ${listNames(near)} here?` : '';
  throw new InputError(
    `${table.source}: ${countOf(absent.length, 'column')} of the training table missing: ` +
      `${listNames(absent, NAMES_LISTED)}.${hint} The table has: ${listNames(
        table.columns.map(({ name }) => name),
        NAMES_LISTED,
      )}`,
  );
}

/** The notice of columns that the training table does not have. `known`: those that it has, the target among them. */
export function ignoredColumns(table: Table, known: ReadonlyMap<string, Column>): string[] {
  const used = new Set(known.values());
  const extra = table.columns.filter((column) => !used.has(column)).map(({ name }) => name);
  if (extra.length === 0) return [];
  return [`${countOf(extra.length, 'column')} not in the training table ignored: ${listNames(extra)}`];
}

/** Options of the program that take comma-separated names of columns. */
const LISTS_OF_NAMES: ReadonlySet<string> = new Set([
  ...['--categorical', '--numeric', '--date', '--list', '--text', '--drop', '--id', '--keep'],
]);

/**
 * The error for a `name` that is not among the columns `available` of `source`. `role` says what the
 * name was given for, for example `target` or `--drop`.
 */
export function unknownColumn(
  source: string,
  role: string,
  name: string,
  available: readonly string[],
): InputError {
  const option = role === 'id' ? '--id' : role;
  const takesNames = LISTS_OF_NAMES.has(option);
  // A list is split at the commas of an unquoted name.
  const whole = takesNames ? available.filter((each) => each.startsWith(`${name},`)) : [];
  const near = whole.length > 0 ? whole : nearestNames(name, available);
  const typed = (each: string) =>
    takesNames && /[,"]/.test(each) ? namesOption(option, [each]) : quote(each);
  const hint = near.length > 0 ? ` Did you mean ${near.map(typed).join(' or ')}?` : '';
  return new InputError(
    `${source}: ${role} names column ${quote(name)}, which is not in the table.${hint} ` +
      `Columns: ${listNames(available, NAMES_LISTED)}`,
    { optionNames: /^\w+$/.test(role) ? [role] : [] },
  );
}
