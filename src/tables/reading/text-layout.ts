/** How a delimited text is laid out: where its rows start and what separates their cells, from its first bytes. */
import { countOf, quote } from '../../text/name-list.js';
import { checkDelimiter, detectDelimiter, looksNumeric } from './delimiter.js';
import { LONGEST_PREAMBLE_BYTES, readPreamble } from './preamble.js';
import { type SampleCell, sampleRows } from './sample-rows.js';
import { byteOrderMarkLength } from './text-checks.js';

/** Number of bytes for guesses, after the comments; the same however the stream is chunked. */
export const SAMPLE_BYTES = 1 << 16;

export interface TextLayout {
  /** Where the header, or else the first row, starts. */
  readonly start: number;
  /** Its physical line. */
  readonly line: number;
  /** A character, or `BLANKS`. */
  readonly delimiter: string;
  /**
   * A delimiter at the end of lines: `header`, of the header alone; `rows`, of the rows alone. Where all lines have it,
   * the last column has no name.
   */
  readonly trailing?: 'header' | 'rows';
  readonly notices: readonly string[];
}

export interface LayoutOptions {
  readonly source: string;
  readonly delimiter?: string;
  readonly header?: boolean;
}

/** The layout; undefined if it takes more bytes than `bytes` to see it. `isComplete`: these are all. */
export function findLayout(
  bytes: Uint8Array,
  isComplete: boolean,
  { source, delimiter, header = true }: LayoutOptions,
): TextLayout | undefined {
  const preamble = readPreamble(bytes, byteOrderMarkLength(bytes), source);
  const isSeen = preamble.end + SAMPLE_BYTES <= bytes.length || preamble.end > LONGEST_PREAMBLE_BYTES;
  if (!isComplete && !isSeen) return undefined;
  const decoder = new TextDecoder();
  const sampleEnd = Math.min(bytes.length, preamble.end + SAMPLE_BYTES);
  const sample = decoder.decode(bytes.subarray(preamble.end, sampleEnd));
  const isWhole = isComplete && sampleEnd === bytes.length;
  const given = delimiter ?? preamble.delimiter;
  const { delimiter: chosen, rival } =
    given === undefined ? detectDelimiter(sample, isWhole) : { delimiter: checkDelimiter(given) };

  const rows = sampleRows(sample, chosen, isWhole);
  const { lastComment } = preamble;
  const comment = lastComment && sampleRows(lastComment.text, chosen, true)[0];
  const isCommentHeader = header && comment !== undefined && isHeaderOf(comment, rows);
  const notices: string[] = [];
  if (rival !== undefined) {
    notices.push(
      `cells are separated by ${nameOf(chosen)}, though ${nameOf(rival)} would split all rows alike too; ` +
        '--delimiter chooses another',
    );
  }
  if (chosen === 'blanks' && delimiter === undefined) {
    notices.push('cells are separated by runs of blanks; --delimiter chooses another');
  }
  const skipped = preamble.comments - (isCommentHeader ? 1 : 0);
  if (skipped > 0) notices.push(`${countOf(skipped, 'comment line')} (#) skipped before the table`);
  return {
    start: isCommentHeader ? lastComment!.start : preamble.end,
    line: preamble.lines + (isCommentHeader ? 0 : 1),
    delimiter: chosen,
    trailing: header ? trailingOf(isCommentHeader ? [comment, ...rows] : rows) : undefined,
    notices,
  };
}

/** Whether the cells of a comment are the names of the columns below: as many, and the next line is not names. */
function isHeaderOf(comment: readonly SampleCell[], rows: readonly SampleCell[][]): boolean {
  if (rows.length === 0 || comment.length !== rows[0].length) return false;
  const isNumeric = (row: readonly SampleCell[]) => row.some(({ text }) => looksNumeric(text));
  return isNumeric(rows[0]) || !rows.slice(1).some(isNumeric);
}

function trailingOf([header, ...body]: readonly (readonly SampleCell[])[]): TextLayout['trailing'] {
  if (body.length === 0) return undefined;
  const isEmptyAtEnd = (row: readonly SampleCell[]) => row[row.length - 1].text.trim() === '';
  const all = (length: number) => body.every((row) => row.length === length);
  if (isEmptyAtEnd(header) && all(header.length - 1)) return 'header';
  return all(header.length + 1) && body.every(isEmptyAtEnd) ? 'rows' : undefined;
}

function nameOf(delimiter: string): string {
  return delimiter === '\t' ? 'tabs' : quote(delimiter);
}
