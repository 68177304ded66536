/** Detects the delimiter. */
import { InputError } from '../../errors.js';
import { LINE_FEED } from './byte-window.js';
import { CARRIAGE_RETURN, QUOTE } from './cell-reader.js';

/** Tried in this order; the earlier one wins a tie. */
const CANDIDATES = [',', ';', '\t', '|'];
const LINES_LOOKED_AT = 20;

/** The byte of a delimiter given by the caller; `InputError` unless it is one harmless ASCII character. */
export function delimiterByte(delimiter: string): number {
  if (/^[\t\x20-\x7e]$/.test(delimiter) && !/[0-9A-Za-z."+-]/.test(delimiter)) return delimiter.charCodeAt(0);
  throw new InputError(
    `delimiter is ${JSON.stringify(delimiter)}: give one ASCII character that is not a letter, digit, quote, point or sign, such as "," or "\\t"`,
  );
}

/**
 * The delimiter of a text, from its first bytes: the candidate in the header that splits the most of the first lines into
 * as many cells as the header; of equal ones, the one with the most cells. Quoted text is ignored. A comma if there is
 * none (a single column).
 */
export function detectDelimiter(sample: Uint8Array, complete: boolean): number {
  const lines = countByLine(sample, complete);
  let best = CANDIDATES[0].charCodeAt(0);
  let bestScore = 0;
  for (let candidate = 0; candidate < CANDIDATES.length; candidate++) {
    const inHeader = lines[0]?.[candidate] ?? 0;
    if (inHeader === 0) continue;
    const agreeing = lines.filter((counts) => counts[candidate] === inHeader).length;
    const score = agreeing / lines.length + inHeader / (inHeader + 1) / lines.length;
    if (score > bestScore) {
      best = CANDIDATES[candidate].charCodeAt(0);
      bestScore = score;
    }
  }
  return best;
}

/** Counts each candidate outside quotes in each of the first complete rows. */
function countByLine(sample: Uint8Array, complete: boolean): number[][] {
  const codes = CANDIDATES.map((candidate) => candidate.charCodeAt(0));
  const lines: number[][] = [];
  let counts = codes.map(() => 0);
  let quoted = false;
  let length = 0;
  for (const byte of sample) {
    if (byte === QUOTE) quoted = !quoted;
    if (!quoted && (byte === LINE_FEED || byte === CARRIAGE_RETURN)) {
      if (length > 0) lines.push(counts);
      if (lines.length === LINES_LOOKED_AT) return lines;
      counts = codes.map(() => 0);
      length = 0;
      continue;
    }
    length++;
    const candidate = quoted ? -1 : codes.indexOf(byte);
    if (candidate >= 0) counts[candidate]++;
  }
  // An incomplete last line is ignored, unless it is the only one.
  if (length > 0 && (complete || lines.length === 0)) lines.push(counts);
  return lines;
}
