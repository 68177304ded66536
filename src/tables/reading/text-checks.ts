/** Checks on the raw bytes of text formats. */
import { LINE_FEED } from './byte-window.js';
import { badLine } from './place.js';

const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** How many bytes of a UTF-8 byte order mark `bytes` starts with: 0 or 3. */
export function byteOrderMarkLength(bytes: Uint8Array): number {
  return BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
}

/**
 * Throws `InputError` if `bytes` contains a NUL byte, which text never does. `line` is the physical line on
 * which `bytes` starts.
 */
export function refuseBinary(bytes: Uint8Array, source: string, line: number): void {
  const at = bytes.indexOf(0);
  if (at < 0) return;
  throw badLine(
    source,
    line + countLines(bytes.subarray(0, at)),
    'a NUL byte: this does not look like text; export a spreadsheet as CSV, and read UTF-16 text with --encoding utf-16le or utf-16be',
  );
}

/** Line ends in `bytes`: LF, CR LF, or a CR alone. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === LINE_FEED || (bytes[i] === CARRIAGE_RETURN && bytes[i + 1] !== LINE_FEED)) lines++;
  }
  return lines;
}
