/** What the user is told about how columns were read. */
import { countOf, inWords, listNames, quote } from '../../text/name-list.js';
import { parseNumber } from '../../text/number-text.js';
import { columnOption, namesOption, shellWord } from '../../text/shell-word.js';
import type { Column, Table } from '../table.js';
import type { ColumnType } from './column-kinds.js';
import { type DetectedDate, dateFormatText } from './dates/date-format.js';
import type { MissingWordOptions } from './missing-words.js';
import type { UnitExample } from './mixed-units.js';
import type { FoundNumbers, NumberSigns } from './numbers/find-number-format.js';
import { type NumberFormat, writtenNumber } from './numbers/number-format.js';
import { levelReader } from './ordinals/ordinal-cells.js';
import type { Levels } from './ordinals/word-scales.js';
import { similarCategories, similarCategoriesNotice } from './similar-labels.js';
import { countWords, type WordCounts } from './word-counts.js';

/** Further ones are only named. */
const MOST_IDENTIFIERS = 5;

/** The columns that are dropped, unless the user dropped them. */
export function typeNotices(types: readonly ColumnType[], columns: ReadonlyMap<string, Column>): string[] {
  const notices: string[] = [];
  const identifiers = types.flatMap((type) => (type.kind === 'identifier' ? [type] : []));
  for (const type of identifiers.slice(0, MOST_IDENTIFIERS)) {
    const names = [type.name];
    const asText = columns.get(type.name)?.kind === 'text' ? `${namesOption('--text', names)} or ` : '';
    notices.push(
      `column ${quote(type.name)} dropped: it looks like an identifier (${type.reason}); ` +
        `${asText}${namesOption('--categorical', names)} keeps it`,
    );
  }
  const others = identifiers.slice(MOST_IDENTIFIERS).map(({ name }) => name);
  if (others.length > 0) {
    notices.push(
      `${countOf(others.length, 'more column')} dropped that look like identifiers: ${listNames(others)}`,
    );
  }
  for (const kind of ['constant', 'empty'] as const) {
    const names = types.filter((type) => type.kind === kind).map((type) => type.name);
    if (names.length === 0) continue;
    const what = kind === 'constant' ? 'one value only' : 'no value at all';
    notices.push(
      `${countOf(names.length, 'column')} dropped with ${what} in the training rows: ${listNames(names)}`,
    );
  }
  return notices;
}

/** How a text column of numbers was read, and which words in `rows` are missing cells. */
export function numberNotices(
  column: Column,
  { format, ambiguous, unfit }: FoundNumbers & { readonly unfit?: string },
  rows: Int32Array,
  {
    isMissing,
    signsOf,
  }: {
    readonly isMissing: (word: string) => boolean;
    readonly signsOf: (name: string) => NumberSigns;
  },
): string[] {
  if (column.kind === 'numeric') return [];
  const { words, counts } = countWords(column, rows);
  const missing = words.filter(isMissing);
  const cells = words.reduce((sum, word, i) => sum + (isMissing(word) ? counts[i] : 0), 0);
  const name = quote(column.name);
  const notices: string[] = [];
  if (missing.length === 0 || format !== undefined) {
    const other = ambiguous
      ? `; ${columnOption('--decimal', column.name, format?.decimal === '.' ? ',' : '.')} reads them otherwise`
      : '';
    notices.push(
      `text column ${name} read as numbers${describeFormat(format)}, because all cells are numbers` +
        `${example(words, isMissing, format)}${other}; ${categorical(column.name)}`,
    );
  }
  if (unfit !== undefined) {
    notices.push(unfitNotice(column.name, signsOf(column.name), quote(unfit)));
  }
  if (format?.percent) notices.push(...bareNotices(column.name, words, counts));
  if (missing.length > 0) {
    notices.push(
      `column ${name}: ${countOf(cells, 'cell')} read as missing, because the others are numbers: ` +
        `${listNames(missing)}; ${namesOption('--keep-words', [missing[0]])} keeps a word`,
    );
  }
  return notices;
}

/** The signs that the user gave do not fit the numbers of a column. */
export function unfitNotice(name: string, { decimal, thousands }: NumberSigns, example: string): string {
  const options = [
    ...(decimal === undefined ? [] : [`--decimal ${decimal}`]),
    ...(thousands === undefined ? [] : [`--thousands ${shellWord(thousands)}`]),
  ];
  return `column ${quote(name)}: ${options.join(' ')} not used, because it does not fit its numbers such as ${example}`;
}

/** Numbers without a sign in a column of percentages. */
function bareNotices(name: string, words: readonly string[], counts: readonly number[]): string[] {
  let cells = 0;
  const bare = words.filter((word, i) => {
    const isBare = writtenNumber(word)?.percent === false;
    if (isBare) cells += counts[i];
    return isBare;
  });
  if (bare.length === 0) return [];
  return [
    `column ${quote(name)}: ${countOf(cells, 'cell')} of a column of percentages without a percent sign, such as ` +
      `${quote(bare[0])}, read as percentages too`,
  ];
}

function example(
  words: readonly string[],
  isMissing: (word: string) => boolean,
  format: NumberFormat | undefined,
): string {
  const word = format && words.find((each) => !isMissing(each));
  return word === undefined ? '' : ` such as ${quote(word)}`;
}

function describeFormat(format: NumberFormat | undefined): string {
  if (format === undefined) return '';
  const { decimal, thousands, unit, percent } = format;
  const parts = [
    ...(percent ? ['percentages'] : []),
    ...(unit === undefined ? [] : [`in ${quote(unit)}`]),
    ...(decimal === ',' ? ['decimal commas'] : []),
    ...(thousands === undefined || thousands === 'none' ? [] : [`${quote(thousands)} between thousands`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

export function codeNotice(name: string): string {
  return (
    `column ${quote(name)}: its integers are read as categories, because its name says codes; ` +
    `${namesOption('--numeric', [name])} reads them as numbers`
  );
}

export function kindNotice(name: string, what: string): string {
  return `column ${quote(name)} read as ${what}; ${categorical(name)}`;
}

/** With the option for the other order, if no cell decides about it. */
export function dateNotice(name: string, { format, example, undecided }: DetectedDate): string {
  const guess =
    undecided === undefined ? '' : `, because no cell such as ${quote(undecided)} shows whether that is so`;
  const other =
    undecided !== undefined && format === 'month-first' ? '--day-first reads the day first; ' : '';
  return `column ${quote(name)} read as ${dateFormatText(format, example)}${guess}; ${other}${categorical(name)}`;
}

/** `kind` is that of the column with `words` as values, `otherwise` without. */
export function keptWordNotice(
  name: string,
  kind: string,
  words: readonly string[],
  otherwise: string,
): string {
  return (
    `column ${quote(name)} is ${kind} instead of ${otherwise}, because ` +
    `${namesOption('--keep-words', words.slice(0, 5))} makes ${listNames(words)} a value`
  );
}

/** The words of the options `missing` and `keepWords` that no cell of the table holds. */
export function unknownWordNotices(
  { columns, reading }: Table,
  { missing = [], keepWords = [] }: MissingWordOptions,
): string[] {
  const spelling = (word: string) => word.trim().toLowerCase();
  const asked = new Set([...missing, ...keepWords].map(spelling));
  const found = new Set<string>();
  for (const column of asked.size === 0 ? [] : columns) {
    if (column.kind !== 'text') continue;
    for (const word of column.dictionary) {
      const spelled = spelling(word);
      if (asked.has(spelled)) found.add(spelled);
    }
  }
  const isCell = (word: string) => {
    if (found.has(spelling(word))) return true;
    const value = parseNumber(word);
    if (Number.isNaN(value)) return false;
    return columns.some((column) => column.kind === 'numeric' && column.values.includes(value));
  };
  const unread = missing.filter((word) => !reading?.missing?.includes(word));
  const notFound = (word: string) => !isCell(word);
  const options = [
    ['--missing', [...(reading?.notFound ?? []), ...unread.filter(notFound)]],
    ['--keep-words', keepWords.filter(notFound)],
  ] as const;
  return options.flatMap(([option, words]) =>
    words.length === 0 ? [] : [`${option}: no cell of the table is ${listNames(words)}`],
  );
}

/** Amounts in several units of one quantity, which cannot be read as numbers. */
export function unitsNotice(name: string, examples: readonly UnitExample[]): string {
  const amounts = inWords(examples.slice(0, 3).map(({ word }) => quote(word)));
  return (
    `column ${quote(name)} has numbers in ${examples.length} units (${examples.map(({ unit }) => unit).join(', ')}), such as ${amounts}, ` +
    'which are not read as numbers; convert them to one unit in the table'
  );
}

/** Categories that look alike. */
export function categoryNotices(name: string, { words, counts }: WordCounts): string[] {
  const cells = new Map<string, number>();
  words.forEach((word, i) => {
    const level = word.trim().normalize();
    cells.set(level, (cells.get(level) ?? 0) + counts[i]);
  });
  const groups = similarCategories(cells);
  return groups.length === 0 ? [] : [similarCategoriesNotice(name, groups, cells)];
}

export function rangesNotice(name: string, words: readonly string[]): string {
  return (
    `column ${quote(name)} read as ordered, because it holds ranges of numbers such as ${quote(words[0])}; ` +
    `${categorical(name)}`
  );
}

/** The words in their order; words outside the levels are missing cells. */
export function scaleNotice(name: string, { words }: WordCounts, levels: Levels): string {
  const read = levelReader(levels);
  const ordered = words
    .map((word) => ({ word, rank: read(word) }))
    .filter(({ rank }) => !Number.isNaN(rank))
    .sort((one, other) => one.rank - other.rank);
  const missing = words.filter((word) => Number.isNaN(read(word)));
  const others = missing.length > 0 ? `, missing: ${listNames(missing)}` : '';
  return (
    `column ${quote(name)} read as ordered: ${ordered.map(({ word }) => quote(word)).join(' < ')}${others}; ` +
    `${categorical(name)}`
  );
}

function categorical(name: string): string {
  return `${namesOption('--categorical', [name])} makes it categorical`;
}
