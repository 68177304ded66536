/** What stands before the header of a delimited text: the line `sep=;` that Excel understands, and comments. */
import { InputError } from '../../errors.js';
import { LINE_FEED } from './byte-window.js';
import { CARRIAGE_RETURN } from './cell-reader.js';
import { isDelimiter } from './delimiter.js';

const HASH = 35;
const SEPARATOR_LINE = /^"?sep=(.)"?$/i;
/** 1 MiB: further comments are taken for rows. */
export const LONGEST_PREAMBLE_BYTES = 1 << 20;

export interface Preamble {
  /** Where the first line after it starts. */
  readonly end: number;
  /** Its lines, blank ones included. */
  readonly lines: number;
  readonly comments: number;
  /** Of the line `sep=`. */
  readonly delimiter?: string;
  /** The last comment, which may be the header, if no blank line follows it. */
  readonly lastComment?: { readonly start: number; readonly text: string };
}

/** The preamble of `bytes`; `end` is their length if they hold nothing else. */
export function readPreamble(bytes: Uint8Array, start: number, source: string): Preamble {
  const decoder = new TextDecoder();
  let at = start;
  let lines = 0;
  let comments = 0;
  let delimiter: string | undefined;
  let lastComment: Preamble['lastComment'];
  while (at < bytes.length) {
    const ended = lineEnd(bytes, at);
    const isFirst = comments === 0 && delimiter === undefined;
    const isComment = bytes[at] === HASH;
    if (ended > at && !isComment) {
      const found = isFirst
        ? SEPARATOR_LINE.exec(decoder.decode(bytes.subarray(at, Math.min(ended, at + 16))))
        : null;
      if (found === null) break;
      delimiter = checkedDelimiter(found[1], source, lines + 1);
    }
    if (isComment) {
      comments++;
      lastComment = { start: at, text: decoder.decode(bytes.subarray(at, ended)) };
    } else lastComment = undefined;
    lines++;
    at = ended + (bytes[ended] === CARRIAGE_RETURN && bytes[ended + 1] === LINE_FEED ? 2 : 1);
  }
  return { end: Math.min(at, bytes.length), lines, comments, delimiter, lastComment };
}

function lineEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at++;
  return at;
}

function checkedDelimiter(delimiter: string, source: string, line: number): string {
  if (isDelimiter(delimiter)) return delimiter;
  throw new InputError(
    `${source}, line ${line}: the delimiter of this "sep=" line is ${JSON.stringify(delimiter)}, which cannot be one: ` +
      'remove the line',
  );
}
