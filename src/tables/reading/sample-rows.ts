/** Splits the beginning of a delimited text into cells, without complaints, for guesses about its form. */

/** As a delimiter: runs of spaces and tabs. */
export const BLANKS = 'blanks';

export interface SampleCell {
  readonly text: string;
  readonly isQuoted: boolean;
}

const MOST_ROWS = 50;

/**
 * The first complete rows of a text, blank lines left out; an incomplete last one only if it is the only one.
 *
 * @param delimiter a character, or `BLANKS`
 * @param isComplete whether nothing follows the text
 */
export function sampleRows(text: string, delimiter: string, isComplete: boolean): SampleCell[][] {
  const isRun = delimiter === BLANKS;
  const separates = (c: string) => (isRun ? c === ' ' || c === '\t' : c === delimiter);
  const rows: SampleCell[][] = [];
  let row: SampleCell[] = [];
  let at = 0;
  while (at < text.length && rows.length < MOST_ROWS) {
    if (isRun) while (separates(text[at])) at++;
    const isQuoted = text[at] === '"';
    const start = at;
    if (isQuoted) at = quoteEnd(text, at);
    while (at < text.length && !separates(text[at]) && text[at] !== '\n' && text[at] !== '\r') at++;
    const cell = { text: text.slice(start, at), isQuoted };
    if (at < text.length && separates(text[at])) {
      row.push(cell);
      at++;
      if (at < text.length) continue;
      if (!isRun) row.push({ text: '', isQuoted: false });
    } else if (!(isRun && cell.text === '' && row.length > 0)) row.push(cell);
    const isBlank = row.length === 1 && row[0].text === '';
    const isEnded = at < text.length;
    if (!isBlank && (isEnded || isComplete || rows.length === 0)) rows.push(row);
    row = [];
    at++;
  }
  return rows;
}

/** The index after the quote that closes the one at `start`, or the end of the text. */
function quoteEnd(text: string, start: number): number {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    if (text[at + 1] !== '"') return at + 1;
  }
}
