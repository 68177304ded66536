/** Which decimal sign the numbers of a table have, for columns that allow both. */
import type { Column, Table } from '../../table.js';
import { withMissingWords } from '../missing-words.js';
import { rowRange } from '../resolve-rows.js';
import { countWords } from '../word-counts.js';
import { numbersOfText } from './numbers-of-text.js';

export interface DecimalSigns {
  /** Some numbers have decimal points for certain. */
  readonly points: boolean;
  /** Commas are probably decimal: some are for certain, or semicolons separate the cells; and no points are. */
  readonly commas: boolean;
}

/** The decimal signs that the columns show that allow only one. */
export function decimalSignsOf(table: Table, isMissing: (word: string) => boolean): DecimalSigns {
  const rows = rowRange(table.rows);
  const signs = new Set(table.columns.map((column) => decimalOf(withMissingWords(column, isMissing), rows)));
  const points = signs.has('.');
  return { points, commas: !points && (signs.has(',') || table.reading?.delimiter === ';') };
}

function decimalOf(column: Column, rows: Int32Array): '.' | ',' | undefined {
  if (column.kind === 'numeric') {
    if (column.pointedIntegers !== undefined) return undefined;
    return column.values.some((value) => !Number.isNaN(value) && !Number.isInteger(value)) ? '.' : undefined;
  }
  const found = numbersOfText(column, rows);
  if (found?.kind !== 'numbers' || found.ambiguous) return undefined;
  if (found.format?.decimal === ',') return ',';
  const { words } = countWords(column, rows);
  return words.some((word) => word.includes('.')) && !mayHavePointGroups(words) ? '.' : undefined;
}

/** One group of digits, or two with a point between. */
const GROUPS = /^\s*[+-]?(?:\d{1,3}|([1-9]\d{0,2}\.\d{3}))\s*$/;

/** Whether points may separate thousands in all of `words`, at least one of which has a point. */
export function mayHavePointGroups(words: readonly string[]): boolean {
  let pointed = false;
  for (const word of words) {
    const groups = GROUPS.exec(word);
    if (groups === null) return false;
    pointed ||= groups[1] !== undefined;
  }
  return pointed;
}
