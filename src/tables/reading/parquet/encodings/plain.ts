/** PLAIN and BYTE_STREAM_SPLIT: values one after the other, whole or byte by byte. */
import { DamagedData } from '../../damage.js';
import type { Numbers, PageValues, Section } from '../page-values.js';
import { BOOLEAN, BYTE_ARRAY, DOUBLE, FIXED, FLOAT, INT32, INT64, INT96, type Leaf } from '../schema.js';

/** Reads `count` plain values. Throws `DamagedData` if the bytes end early. */
export function readPlain(section: Section, { type, width }: Leaf, count: number): PageValues {
  if (type === BYTE_ARRAY) return readByteArrays(section, count);
  if (type === BOOLEAN) return { kind: 'numbers', count, numbers: readBooleans(section, count) };
  const size = widthOf(type, width);
  const start = take(section, count * size);
  if (type === FIXED) return equalPieces(section.bytes, start, count, size);
  // Copied, since a typed array has to start at a multiple of its element's size.
  return numbersOf(section.bytes.slice(start, start + count * size), type, count);
}

/** Reads `count` values, stored as all first bytes, then all second bytes, and so on. */
export function readByteStreamSplit(section: Section, { type, width }: Leaf, count: number): PageValues {
  if (type === BYTE_ARRAY || type === BOOLEAN || type === INT96)
    throw new DamagedData('an encoding that does not match the type of its column');
  const size = widthOf(type, width);
  const start = take(section, count * size);
  const joined = new Uint8Array(count * size);
  for (let part = 0, from = start; part < size; part++) {
    for (let to = part; to < joined.length; to += size) joined[to] = section.bytes[from++];
  }
  return type === FIXED ? equalPieces(joined, 0, count, size) : numbersOf(joined, type, count);
}

function numbersOf({ buffer }: Uint8Array<ArrayBuffer>, type: number, count: number): PageValues {
  if (type === INT64 || type === INT96) return { kind: 'words', count, words: new Int32Array(buffer) };
  const numbers: Numbers =
    type === INT32
      ? new Int32Array(buffer)
      : type === FLOAT
        ? new Float32Array(buffer)
        : new Float64Array(buffer);
  return { kind: 'numbers', count, numbers };
}

function widthOf(type: number, width: number): number {
  if (type === FIXED) return width;
  if (type === INT96) return 12;
  return type === INT64 || type === DOUBLE ? 8 : 4;
}

function readBooleans(section: Section, count: number): Uint8Array {
  const start = take(section, Math.ceil(count / 8));
  const numbers = new Uint8Array(count);
  for (let i = 0; i < count; i++) numbers[i] = (section.bytes[start + (i >>> 3)] >>> (i & 7)) & 1;
  return numbers;
}

function readByteArrays(section: Section, count: number): PageValues {
  const { bytes, end } = section;
  if (count * 4 > end - section.position) throw new DamagedData('a page is cut off');
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let at = section.position;
  for (let i = 0; i < count; i++) {
    if (at + 4 > end) throw new DamagedData('a page is cut off');
    const length = (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
    at += 4;
    if (length > end - at) throw new DamagedData('a text goes beyond its page');
    starts[i] = at;
    at += length;
    ends[i] = at;
  }
  section.position = at;
  return { kind: 'bytes', count, bytes, starts, ends };
}

function equalPieces(bytes: Uint8Array, start: number, count: number, width: number): PageValues {
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    starts[i] = start + i * width;
    ends[i] = starts[i] + width;
  }
  return { kind: 'bytes', count, bytes, starts, ends };
}

/** Moves past the next `length` bytes and returns their start. */
function take(section: Section, length: number): number {
  const start = section.position;
  if (length > section.end - start) throw new DamagedData('a page is cut off');
  section.position = start + length;
  return start;
}
