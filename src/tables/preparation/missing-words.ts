/**
 * Words that stand for a missing cell. The readers treat only the most certain ones as missing in every column; in a
 * column whose other cells are numbers, dates or ordered levels, the longer list of this file applies.
 */
import { parseNumber } from '../../text/number-text.js';
import { namesOption } from '../../text/shell-word.js';
import type { Column, Table, TextColumn } from '../table.js';

/** The default `na_values` of pandas, the errors of Excel, and usual words, signs and answers of surveys; lower case. */
const WORDS: ReadonlySet<string> = new Set([
  ...['', '?', '??', '-', '--', '---', '–', '—', '.', '..', '...', '*'],
  ...[
    'na',
    'n/a',
    'n.a.',
    'n.a',
    'n/d',
    'nd',
    'n.d.',
    'n/k',
    '<na>',
    '#na',
    '#n/a',
    '#n/a n/a',
    '#n/v',
    '#nv',
  ],
  ...[
    'nan',
    '-nan',
    '1.#ind',
    '-1.#ind',
    '1.#qnan',
    '-1.#qnan',
    'null',
    '(null)',
    'nil',
    'none',
    'nul',
    '\\n',
  ],
  ...['#value!', '#ref!', '#div/0!', '#num!', '#name?', '#null!', '#spill!', '#calc!', '#error!', '#wert!'],
  ...['missing', '(missing)', '[missing]', 'unknown', '(unknown)', 'unk', 'undefined', 'unspecified'],
  ...[
    'not available',
    'not applicable',
    'not known',
    'not reported',
    'not recorded',
    'not specified',
    'no data',
  ],
  ...[
    'prefer not to say',
    'prefer not to answer',
    'rather not say',
    'decline to answer',
    'declined to answer',
  ],
  ...["don't know", 'don’t know', 'dont know', 'do not know', 'no response', 'not stated', 'refused'],
  ...['nodata', 'no value', 'no answer', 'blank', '(blank)', 'empty', '(empty)', 'tbd', 'tba'],
]);

/** Characters of a word with blanks around it; longer texts are not looked up. */
const LONGEST = 24;

/** Characters of the longest word that a message advises to type as an option. */
const LONGEST_TYPED = 60;

/** The option that makes the word a missing cell, such as `--missing n.k.`; undefined for a long text. */
export function missingOption(word: string): string | undefined {
  return word.length > LONGEST_TYPED ? undefined : namesOption('--missing', [word]);
}

export interface MissingWordOptions {
  /** Texts that are missing cells in every column, beside the usual ones. */
  readonly missing?: readonly string[];
  /** Texts that are never missing cells, although they are among the usual words; letter case does not matter. */
  readonly keepWords?: readonly string[];
}

/** A test whether a word stands for a missing cell in a column of numbers, dates or ordered levels. */
export function missingWordTest({
  missing = [],
  keepWords = [],
}: MissingWordOptions): (word: string) => boolean {
  const given = new Set(missing.map((word) => word.trim()));
  const kept = new Set(keepWords.map(spelling));
  return (word) => {
    if (word.length > LONGEST && given.size === 0) return false;
    return given.has(word.trim()) || (WORDS.has(spelling(word)) && !kept.has(spelling(word)));
  };
}

/** A test whether only `keepWords` makes a word a value. */
export function keptWordTest({ missing, keepWords }: MissingWordOptions): (word: string) => boolean {
  const [usual, decided] = [missingWordTest({ missing }), missingWordTest({ missing, keepWords })];
  return (word) => usual(word) && !decided(word);
}

function spelling(word: string): string {
  return word.trim().toLowerCase();
}

/** The words of the option `missing` as the texts and numbers that they are in cells. */
export interface MissingCells {
  readonly texts: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
}

export function missingCells(words: readonly string[]): MissingCells {
  return {
    texts: new Set(words.map((word) => word.trim())),
    numbers: new Set(words.map(parseNumber).filter((value) => !Number.isNaN(value))),
  };
}

/** The table in which every cell that is one of `words`, as text or as a number, is missing. */
export function withoutWords(table: Table, words: readonly string[]): Table {
  if (words.length === 0) return table;
  const missing = missingCells(words);
  return { ...table, columns: table.columns.map((column) => withoutMissingCells(column, missing)) };
}

/** The column in which every cell that is one of these is missing. */
export function withoutMissingCells(column: Column, { texts, numbers }: MissingCells): Column {
  if (column.kind === 'numeric') {
    if (numbers.size === 0 || !column.values.some((value) => numbers.has(value))) return column;
    return { ...column, values: column.values.map((value) => (numbers.has(value) ? Number.NaN : value)) };
  }
  if (texts.size === 0) return column;
  return withoutCodes(
    column,
    column.dictionary.map((word) => texts.has(word.trim())),
  );
}

/** The column in which every word that `isMissing` is a missing cell. */
export function withMissingWords<C extends Column>(
  column: C,
  isMissing: (word: string) => boolean,
): C | TextColumn {
  return column.kind === 'text' ? withoutCodes(column, column.dictionary.map(isMissing)) : column;
}

function withoutCodes(column: TextColumn, removed: readonly boolean[]): TextColumn {
  if (!removed.includes(true)) return column;
  return { ...column, codes: column.codes.map((code) => (code >= 0 && removed[code] ? -1 : code)) };
}
