/** Which characters can separate cells, and which one does in a text. */
import { InputError } from '../../errors.js';
import { BLANKS, type SampleCell, sampleRows } from './sample-rows.js';

/** Tried in this order; the earlier one wins a tie. */
const CANDIDATES = [',', ';', '\t', '|'];
/** A delimiter that splits the header into one cell must split this share of the rows alike. */
const LEAST_SHARE = 0.8;

/** Whether the text is one harmless ASCII character. */
export function isDelimiter(text: string): boolean {
  return /^[\t\x20-\x7e]$/.test(text) && !/[0-9A-Za-z."+-]/.test(text);
}

/** Throws `InputError` unless `delimiter` can separate cells. */
export function checkDelimiter(delimiter: string): string {
  if (delimiter === BLANKS || isDelimiter(delimiter)) return delimiter;
  throw new InputError(
    `delimiter is ${JSON.stringify(delimiter)}: give one ASCII character that is not a letter, digit, quote, point or ` +
      `sign, such as "," or "\\t", or "${BLANKS}" for runs of blanks`,
    { optionNames: ['delimiter'] },
  );
}

export interface FoundDelimiter {
  readonly delimiter: string;
  /** Another one that would split all rows alike too. */
  readonly rival?: string;
}

/**
 * The delimiter of a text, from its first rows: the candidate that splits most of them, the header among them, into
 * equally many cells, at least two, and into cells that look like values: numbers (with a decimal comma unless the
 * candidate is a comma), quoted text, and text without another candidate. More cells are slightly better. Runs of blanks
 * are considered only if no candidate splits all rows alike, and they must do so and give a column of numbers. A comma
 * if nothing splits the rows (a single column).
 */
export function detectDelimiter(sample: string, isComplete: boolean): FoundDelimiter {
  const fits = CANDIDATES.map((delimiter) => fitOf(delimiter, sampleRows(sample, delimiter, isComplete)));
  const best = fits.reduce((one, other) => (other.score > one.score ? other : one));
  if (!fits.some((fit) => fit.isPerfect)) {
    const rows = sampleRows(sample, BLANKS, isComplete);
    if (fitOf(BLANKS, rows).isPerfect && hasNumbers(rows)) return { delimiter: BLANKS };
  }
  const rival = best.isPerfect ? fits.find((fit) => fit !== best && fit.isPerfect) : undefined;
  return { delimiter: best.delimiter, rival: rival?.delimiter };
}

interface Fit {
  readonly delimiter: string;
  readonly score: number;
  /** Whether all rows have the same number of cells, at least two. */
  readonly isPerfect: boolean;
}

function fitOf(delimiter: string, rows: readonly SampleCell[][]): Fit {
  const none = { delimiter, score: 0, isPerfect: false };
  const lengths = new Map<number, number>();
  for (const { length } of rows) if (length > 1) lengths.set(length, (lengths.get(length) ?? 0) + 1);
  if (lengths.size === 0) return none;
  const [cells, agreeing] = [...lengths].reduce((one, other) => (other[1] > one[1] ? other : one));
  const share = agreeing / rows.length;
  const header = rows[0].length;
  if (header === 1 && share < LEAST_SHARE) return none;
  const body = rows.length > 1 ? rows.slice(1) : rows;
  const judged = body.filter((row) => row.length === cells).flat();
  const good = judged.filter((cell) => looksLikeValue(cell, delimiter)).length;
  const quality = (1 + good) / (1 + judged.length);
  const score = share * share * ((cells - 1) / cells) * quality * (header === cells ? 1 : 0.5);
  return { delimiter, score, isPerfect: agreeing === rows.length };
}

const DECIMAL_COMMA = /^[+-]?[\d.' ]*\d,\d+(e[+-]?\d+)?\s*%?$/i;

function looksLikeValue({ text, isQuoted }: SampleCell, delimiter: string): boolean {
  if (isQuoted || !/[,;\t|]/.test(text)) return true;
  return delimiter !== ',' && DECIMAL_COMMA.test(text.trim());
}

/** Whether some column has only numbers below the header. */
function hasNumbers(rows: readonly SampleCell[][]): boolean {
  const body = rows.slice(1);
  return body.length > 0 && body[0].some((_, column) => body.every((row) => looksNumeric(row[column].text)));
}

/** A number, perhaps with a decimal comma. */
export function looksNumeric(text: string): boolean {
  return /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?\s*$/i.test(text);
}
