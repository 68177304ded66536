/** Variable-length integers (ULEB128), as headers of runs and blocks have them. */
import { DamagedData } from '../../damage.js';
import type { Section } from '../page-values.js';

const LONGEST_BYTES = 10;

/** An unsigned number below 2^32. */
export function readVarint(section: Section): number {
  let value = 0;
  let unit = 1;
  for (let i = 0; i < LONGEST_BYTES; i++, unit *= 128) {
    const byte = nextByte(section);
    value += (byte & 127) * unit;
    if (byte < 128) {
      if (value >= 2 ** 32) break;
      return value;
    }
  }
  throw new DamagedData('a count in a page is beyond 2^32');
}

/** A signed 64-bit number in zigzag form, as two words. */
export function readZigzag64(section: Section): { low: number; high: number } {
  let value = 0n;
  for (let i = 0; i < LONGEST_BYTES; i++) {
    const byte = nextByte(section);
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) {
      const signed = (value >> 1n) ^ -(value & 1n);
      return { low: Number(BigInt.asIntN(32, signed)), high: Number(BigInt.asIntN(32, signed >> 32n)) };
    }
  }
  throw new DamagedData('a number in a page has more than 64 bits');
}

function nextByte(section: Section): number {
  if (section.position >= section.end) throw new DamagedData('a page is cut off');
  return section.bytes[section.position++];
}
