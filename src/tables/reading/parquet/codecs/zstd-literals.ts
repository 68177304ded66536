/** The literals of a Zstandard block (RFC 8878, sections 3.1.1.3.1 and 4.2): stored, one byte repeated, or Huffman coded. */
import { DamagedData } from '../../damage.js';
import { BackwardBits } from './backward-bits.js';
import { readFseTable } from './fse-table.js';

export const MOST_BLOCK_BYTES = 1 << 17;
const MOST_CODE_BITS = 11;
const MOST_WEIGHT_ACCURACY = 6;

/** By the next `bits` bits: the byte, and how many bits its word has. */
export interface LiteralCode {
  readonly bits: number;
  readonly bytes: Uint8Array;
  readonly lengths: Uint8Array;
}

export interface Literals {
  readonly bytes: Uint8Array;
  /** Where the section ends. */
  readonly end: number;
  /** The code that a later block may use again. */
  readonly code: LiteralCode | undefined;
}

/** Reads the literals at `packed[start, end)`. */
export function readLiterals(
  packed: Uint8Array,
  start: number,
  end: number,
  before: LiteralCode | undefined,
): Literals {
  const kind = packed[start] & 3;
  const format = (packed[start] >> 2) & 3;
  if (kind < 2) {
    const header = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = littleEndian(packed, start, header, end) >> (header === 1 ? 3 : 4);
    const from = start + header;
    const to = from + (kind === 0 ? size : 1);
    checkSize(size, to, end);
    const bytes = kind === 0 ? packed.subarray(from, to) : new Uint8Array(size).fill(packed[from]);
    return { bytes, end: to, code: before };
  }
  const header = format < 2 ? 3 : format + 2;
  const sizeBits = format < 2 ? 10 : format === 2 ? 14 : 18;
  // Beyond 32 bits, so by division.
  const sizes = Math.floor(littleEndian(packed, start, header, end) / 16);
  const size = sizes % 2 ** sizeBits;
  let from = start + header;
  const to = from + Math.floor(sizes / 2 ** sizeBits);
  checkSize(size, to, end);
  let code = before;
  if (kind === 2) ({ code, end: from } = readLiteralCode(packed, from, to));
  if (code === undefined) throw new DamagedData('packed data refers to a missing code');
  const bytes = new Uint8Array(size);
  if (format === 0) decode(packed, from, to, code, bytes);
  else decodeFourStreams(packed, from, to, code, bytes);
  return { bytes, end: to, code };
}

function littleEndian(packed: Uint8Array, start: number, count: number, end: number): number {
  if (start + count > end) throw new DamagedData('packed data is cut off');
  let value = 0;
  for (let i = 0; i < count; i++) value += packed[start + i] * 2 ** (8 * i);
  return value;
}

function checkSize(size: number, to: number, end: number): void {
  if (size > MOST_BLOCK_BYTES || to > end) throw new DamagedData('packed data has a block of a wrong size');
}

function decodeFourStreams(
  packed: Uint8Array,
  start: number,
  end: number,
  code: LiteralCode,
  bytes: Uint8Array,
): void {
  const quarter = (bytes.length + 3) >> 2;
  if (quarter * 3 > bytes.length) throw new DamagedData('packed data has a block of a wrong size');
  let from = start + 6;
  for (let i = 0; i < 4; i++) {
    const to = i === 3 ? end : from + littleEndian(packed, start + 2 * i, 2, end);
    if (to > end) throw new DamagedData('packed data is cut off');
    decode(packed, from, to, code, bytes.subarray(quarter * i, i === 3 ? bytes.length : quarter * (i + 1)));
    from = to;
  }
}

function decode(packed: Uint8Array, start: number, end: number, code: LiteralCode, bytes: Uint8Array): void {
  const bits = new BackwardBits(packed, start, end);
  for (let i = 0; i < bytes.length; i++) {
    const at = bits.read(code.bits);
    bytes[i] = code.bytes[at];
    bits.left += code.bits - code.lengths[at];
  }
  bits.finish();
}

/** The code at `packed[start, end)` is given by weights: a word of weight w takes 2^(w-1) of the table. */
function readLiteralCode(packed: Uint8Array, start: number, end: number): { code: LiteralCode; end: number } {
  const head = littleEndian(packed, start, 1, end);
  const isPlain = head >= 128;
  const codeEnd = start + 1 + (isPlain ? (head - 126) >> 1 : head);
  if (codeEnd > end) throw new DamagedData('packed data is cut off');
  const weights = isPlain
    ? Array.from(
        { length: head - 127 },
        (_, i) => (packed[start + 1 + (i >> 1)] >> (i % 2 === 0 ? 4 : 0)) & 15,
      )
    : readWeights(packed, start + 1, codeEnd);
  let sum = 0;
  for (const weight of weights) sum += weight === 0 ? 0 : 2 ** (weight - 1);
  const bits = 32 - Math.clz32(sum);
  // The last weight is the remainder to a power of two.
  const rest = 2 ** bits - sum;
  if (sum === 0 || bits > MOST_CODE_BITS || (rest & (rest - 1)) !== 0 || weights.length > 255)
    throw new DamagedData('packed data has a damaged code');
  weights.push(32 - Math.clz32(rest));
  const code = { bits, bytes: new Uint8Array(1 << bits), lengths: new Uint8Array(1 << bits) };
  for (let weight = 1, at = 0; weight <= bits; weight++) {
    const run = 1 << (weight - 1);
    for (let byte = 0; byte < weights.length; byte++) {
      if (weights[byte] !== weight) continue;
      code.bytes.fill(byte, at, at + run);
      code.lengths.fill(bits + 1 - weight, at, at + run);
      at += run;
    }
  }
  return { code, end: codeEnd };
}

/** Weights, from two alternating states. The stream ends when a state needs more bits than there are. */
function readWeights(packed: Uint8Array, start: number, end: number): number[] {
  const { table, end: tableEnd } = readFseTable(packed, start, end, MOST_WEIGHT_ACCURACY, 255);
  const bits = new BackwardBits(packed, tableEnd, end);
  const weights: number[] = [];
  let state = table.start(bits);
  let other = table.start(bits);
  if (bits.left < 0) throw new DamagedData('packed data is cut off');
  while (weights.length < 255) {
    weights.push(table.symbols[state]);
    const next = table.next(state, bits);
    if (bits.left < 0) {
      weights.push(table.symbols[other]);
      return weights;
    }
    state = other;
    other = next;
  }
  throw new DamagedData('packed data has too many weights');
}
