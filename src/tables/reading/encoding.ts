/** Converts text in other encodings to UTF-8, which the readers take. */
import { InputError } from '../../errors.js';
import { NOT_UTF8 } from './place.js';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252'] as const;

/** `latin1` is read as `windows-1252`, as in browsers: it differs only in control characters that no table has. */
export type Encoding = (typeof ENCODINGS)[number];

const BYTE_ORDER_MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The encoding of a text that starts with `head`: the one given, else the one of its byte order mark, else UTF-8. No
 * other is guessed: any bytes are valid Windows-1252, so a wrong guess would be silent.
 *
 * Throws `InputError` for an unknown encoding, and for one that contradicts the byte order mark.
 */
export function encodingOf(head: Uint8Array, given: Encoding | undefined, name: string): Encoding {
  if (given !== undefined && !ENCODINGS.includes(given)) {
    throw new InputError(`encoding is ${JSON.stringify(given)}: give one of ${ENCODINGS.join(', ')}`);
  }
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, i) => head[i] === byte))?.[0];
  if (given !== undefined && marked !== undefined && given !== marked) {
    throw new InputError(
      `${name}: the text starts with the byte order mark of ${marked}, but the encoding is ${given}: ` +
        `give ${marked}, or no encoding`,
    );
  }
  return given ?? marked ?? 'utf-8';
}

/** The text in UTF-8. Throws `InputError` for bytes that are not UTF-16; UTF-8 itself is not checked here. */
export function asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  name: string,
): AsyncIterable<Uint8Array> {
  if (encoding === 'utf-8') return chunks;
  return encoding === 'utf-16le' || encoding === 'utf-16be'
    ? fromUtf16(chunks, encoding, name)
    : fromWindows1252(chunks);
}

async function* fromUtf16(
  chunks: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
  name: string,
): AsyncGenerator<Uint8Array, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  const decode = (chunk?: Uint8Array) => {
    try {
      return encoder.encode(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch {
      throw new InputError(`${name}: the text is not valid ${encoding}; ${NOT_UTF8}`);
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

/** The characters of the bytes 0x80 to 0x9f (https://encoding.spec.whatwg.org/#windows-1252). */
const SPECIAL =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** By a table of our own, since some versions of Node decode these bytes as ISO 8859-1. */
async function* fromWindows1252(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  const encoder = new TextEncoder();
  const encoded = Array.from({ length: 128 }, (_, i) =>
    encoder.encode(i < SPECIAL.length ? SPECIAL[i] : String.fromCharCode(128 + i)),
  );
  for await (const chunk of chunks) {
    // No character takes more than three bytes.
    const text = new Uint8Array(chunk.length * 3);
    let length = 0;
    for (const byte of chunk) {
      if (byte < 128) text[length++] = byte;
      else for (const each of encoded[byte - 128]) text[length++] = each;
    }
    yield text.subarray(0, length);
  }
}
