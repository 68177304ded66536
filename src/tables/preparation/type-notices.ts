/** What the user is told about how columns were read. */
import { countOf, listNames, quote } from '../../text/name-list.js';
import { namesOption } from '../../text/shell-word.js';
import type { Column } from '../table.js';
import type { ColumnType } from './column-types.js';
import type { FoundNumbers } from './numbers/find-number-format.js';
import type { NumberFormat } from './numbers/number-format.js';
import { levelReader } from './ordinals/ordinal-cells.js';
import type { Levels } from './ordinals/word-scales.js';
import { countWords, type WordCounts } from './word-counts.js';

/** The columns that are dropped, unless the user dropped them. */
export function typeNotices(types: readonly ColumnType[]): string[] {
  const notices: string[] = [];
  for (const type of types) {
    if (type.kind !== 'identifier') continue;
    notices.push(
      `column ${quote(type.name)} dropped: it looks like an identifier (${type.reason}); ` +
        `${namesOption('--categorical', [type.name])} keeps it`,
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
  { format, ambiguous }: FoundNumbers,
  rows: Int32Array,
  isMissing: (word: string) => boolean,
): string[] {
  if (column.kind === 'numeric') return [];
  const { words, counts } = countWords(column, rows);
  const missing = words.filter(isMissing);
  const cells = words.reduce((sum, word, i) => sum + (isMissing(word) ? counts[i] : 0), 0);
  const name = quote(column.name);
  const notices: string[] = [];
  if (missing.length === 0 || format !== undefined) {
    const other = ambiguous ? `; --decimal ${format?.decimal === '.' ? ',' : '.'} reads them otherwise` : '';
    notices.push(
      `text column ${name} read as numbers${describeFormat(format)}, because all cells are numbers` +
        `${example(words, isMissing, format)}${other}; ${categorical(column.name)}`,
    );
  }
  if (missing.length > 0) {
    notices.push(
      `column ${name}: ${countOf(cells, 'cell')} read as missing, because the others are numbers: ` +
        `${listNames(missing)}; ${namesOption('--keep-words', [missing[0]])} keeps a word`,
    );
  }
  return notices;
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
