/** Whether a text column holds numbers, ranges of numbers, or numbers and a few mistakes. */
import { InputError } from '../../../errors.js';
import { quote } from '../../../text/name-list.js';
import { namesOption } from '../../../text/shell-word.js';
import type { TextColumn } from '../../table.js';
import { correction, firstRefused, type NumberReading, readNumber } from '../numeric-cells.js';
import { areRanges } from '../ordinals/ranges.js';
import { countWords } from '../word-counts.js';
import { type FoundNumbers, findNumberFormat, type NumberSigns } from './find-number-format.js';
import { type NumberFormat, parseFormatted } from './number-format.js';

export type NumbersOfText =
  | ({ readonly kind: 'numbers' | 'mostly-numbers'; readonly present: number } & FoundNumbers & {
        /** Set if `signs` do not fit, so that the format was found without them: a text that they do not fit. */
        readonly unfit?: string;
      })
  | { readonly kind: 'ranges' };

/**
 * What the present cells of a text column are: `numbers` of one format, `ranges`, or
 * `mostly-numbers` (at least 90 %); undefined for anything else. All `rows` are looked at, so that a mistake
 * in any row is found at once.
 * `signs` count only where they make the cells numbers.
 */
export function numbersOfText(
  column: TextColumn,
  rows: Int32Array,
  signs: NumberSigns = {},
): NumbersOfText | undefined {
  const words = countWords(column, rows);
  if (words.present === 0) return undefined;
  const { decimal, thousands } = signs;
  const found = findNumberFormat(words, signs);
  if (found?.cells !== words.present && (decimal ?? thousands) !== undefined) {
    const own = numbersOfText(column, rows);
    if (own?.kind === 'numbers' || (found === undefined && own?.kind === 'mostly-numbers')) {
      const format: NumberFormat = {
        ...own.format,
        decimal: decimal ?? (thousands === '.' ? ',' : '.'),
        thousands,
      };
      return { ...own, unfit: words.words.find((word) => Number.isNaN(parseFormatted(word, format))) };
    }
  }
  if (found?.cells === words.present) return { kind: 'numbers', present: words.present, ...found };
  if (areRanges(words)) return { kind: 'ranges' };
  return found && { kind: 'mostly-numbers', present: words.present, ...found };
}

/** The error for the first cell that is not a number. */
export function mistakesError(
  column: TextColumn,
  { format, cells, present }: Pick<FoundNumbers, 'format' | 'cells'> & { readonly present: number },
  rows: Int32Array,
  { source, isMissing, isKept }: { readonly source: string } & Omit<NumberReading, 'format'>,
): InputError {
  const { name } = column;
  const refused = firstRefused(column, rows, (word) => readNumber(word, { format, isMissing }) !== undefined);
  const where = refused === undefined ? '' : `, but data row ${refused.row + 1} holds ${quote(refused.text)}`;
  const advice = refused === undefined ? '' : correction(refused.text, { format, isKept });
  const keep = `${namesOption('--categorical', [name])} or ${namesOption('--drop', [name])}`;
  return new InputError(
    `${source}: column ${quote(name)} holds numbers in ${cells} of ${present} cells${where}${advice}, ` +
      `or pass ${keep}`,
  );
}
