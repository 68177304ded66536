/** Deflate (RFC 1951), bare or in gzip (RFC 1952), for data of known size: no streams, nothing beyond the size. */
import { DamagedData } from '../../damage.js';
import { DeflateBits } from './deflate-bits.js';
import { HuffmanCode } from './huffman-code.js';
import { Output } from './output.js';

const GZIP_HEADER_BYTES = 10;
const GZIP_TRAILER_BYTES = 8;
const LENGTH_BASES = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256;

type Codes = [literals: HuffmanCode, distances: HuffmanCode];

/** Unpacks all gzip members to exactly `size` bytes together. */
export function unpackGzip(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  let at = 0;
  do {
    const bits = new DeflateBits(packed, skipHeader(packed, at));
    inflate(bits, output);
    at = bits.alignToByte() + GZIP_TRAILER_BYTES;
    if (at > packed.length) throw new DamagedData('packed data is cut off');
  } while (at < packed.length);
  return output.finish();
}

/** Unpacks deflated data without a header to exactly `size` bytes. */
export function unpackDeflated(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  inflate(new DeflateBits(packed, 0), output);
  return output.finish();
}

/** Where the deflated data of the member at `start` begins. */
function skipHeader(packed: Uint8Array, start: number): number {
  if (packed[start] !== 0x1f || packed[start + 1] !== 0x8b || packed[start + 2] !== 8)
    throw new DamagedData('packed data is not gzip');
  const flags = packed[start + 3];
  let at = start + GZIP_HEADER_BYTES;
  if ((flags & 4) !== 0) at += 2 + (packed[at] | (packed[at + 1] << 8));
  for (const text of [8, 16]) {
    if ((flags & text) === 0) continue;
    const end = packed.indexOf(0, at);
    at = end < 0 ? packed.length : end + 1;
  }
  return (flags & 2) === 0 ? at : at + 2;
}

function inflate(bits: DeflateBits, output: Output): void {
  let isLast = false;
  while (!isLast) {
    isLast = bits.read(1) === 1;
    switch (bits.read(2)) {
      case 0: {
        const start = bits.alignToByte() + 4;
        const end = start + (bits.bytes[start - 4] | (bits.bytes[start - 3] << 8));
        output.append(bits.bytes, start, end);
        bits.moveTo(end);
        break;
      }
      case 1:
        inflateBlock(bits, ...fixedCodes(), output);
        break;
      case 2:
        inflateBlock(bits, ...readCodes(bits), output);
        break;
      default:
        throw new DamagedData('packed data has a block of an unknown type');
    }
  }
}

function inflateBlock(
  bits: DeflateBits,
  literals: HuffmanCode,
  distances: HuffmanCode,
  output: Output,
): void {
  for (;;) {
    const symbol = literals.next(bits);
    if (symbol < END_OF_BLOCK) output.push(symbol);
    else if (symbol === END_OF_BLOCK) return;
    else {
      const at = symbol - END_OF_BLOCK - 1;
      if (at >= LENGTH_BASES.length) throw new DamagedData('packed data has an unknown length');
      const length = LENGTH_BASES[at] + bits.read(LENGTH_BITS[at]);
      const far = distances.next(bits);
      if (far >= DISTANCE_BASES.length) throw new DamagedData('packed data has an unknown distance');
      output.copy(DISTANCE_BASES[far] + bits.read(far < 2 ? 0 : (far >> 1) - 1), length);
    }
  }
}

/** The codes of a block with dynamic codes. */
function readCodes(bits: DeflateBits): Codes {
  const literals = bits.read(5) + 257;
  const distances = bits.read(5) + 1;
  const given = bits.read(4) + 4;
  const lengthLengths = new Uint8Array(CODE_LENGTH_ORDER.length);
  for (let i = 0; i < given; i++) lengthLengths[CODE_LENGTH_ORDER[i]] = bits.read(3);
  const lengthCode = new HuffmanCode(lengthLengths);
  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length; ) {
    const symbol = lengthCode.next(bits);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    if (symbol === 16 && i === 0) throw new DamagedData('packed data repeats a length before there is one');
    const value = symbol === 16 ? lengths[i - 1] : 0;
    const count = symbol === 16 ? 3 + bits.read(2) : symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7);
    if (i + count > lengths.length) throw new DamagedData('packed data has too many code lengths');
    lengths.fill(value, i, i + count);
    i += count;
  }
  return [new HuffmanCode(lengths.subarray(0, literals)), new HuffmanCode(lengths.subarray(literals))];
}

let fixed: Codes | undefined;

function fixedCodes(): Codes {
  fixed ??= [
    new HuffmanCode(new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280)),
    new HuffmanCode(new Uint8Array(32).fill(5)),
  ];
  return fixed;
}
