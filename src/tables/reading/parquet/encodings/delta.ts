/** DELTA_BINARY_PACKED: blocks of differences, each packed as tightly as its miniblock allows. */
import { DamagedData } from '../../damage.js';
import type { Section } from '../page-values.js';
import { readBits } from './bits.js';
import { readVarint, readZigzag64 } from './varint.js';

const MOST_BLOCK_VALUES = 1 << 20;

/**
 * Reads `count` integers, wrapping around as the format requires. `words` is 1 for 32-bit integers, 2 for 64-bit ones,
 * whose low words come first. Throws `DamagedData` if the bytes end early or numbers contradict each other.
 */
export function readDelta(section: Section, count: number, words: 1 | 2): Int32Array {
  const block = readVarint(section);
  const miniblocks = readVarint(section);
  const announced = readVarint(section);
  let { low, high } = readZigzag64(section);
  const perMiniblock = block / miniblocks;
  if (block > MOST_BLOCK_VALUES || !Number.isInteger(perMiniblock / 8) || perMiniblock === 0)
    throw new DamagedData(`a block of ${block} differences in ${miniblocks} parts`);
  if (announced !== count) throw new DamagedData(`a page has ${announced} values instead of ${count}`);

  const out = new Int32Array(count * words);
  let at = 0;
  const emit = () => {
    out[at++] = low;
    if (words === 2) out[at++] = high;
  };
  if (count > 0) emit();
  while (at < out.length) {
    const least = readZigzag64(section);
    const widths = section.position;
    section.position += miniblocks;
    if (section.position > section.end) throw new DamagedData('a page is cut off');
    for (let i = 0; i < miniblocks && at < out.length; i++) {
      const width = section.bytes[widths + i];
      if (width > 64) throw new DamagedData(`a difference of ${width} bits`);
      const values = Math.min(perMiniblock, (out.length - at) / words);
      const needed = Math.ceil((values * width) / 8);
      if (needed > section.end - section.position) throw new DamagedData('a page is cut off');
      const lowWidth = Math.min(width, 32);
      for (let j = 0, byte = section.position, bit = 0; j < values; j++) {
        const lowBits = lowWidth === 0 ? 0 : readBits(section.bytes, byte, bit, lowWidth);
        const highBits = width > 32 && words === 2 ? readBits(section.bytes, byte + 4, bit, width - 32) : 0;
        bit += width;
        byte += bit >>> 3;
        bit &= 7;
        // 64-bit addition in two words: a carry where the unsigned sum of the low ones is beyond 2^32.
        const sum = (low >>> 0) + (least.low >>> 0) + (lowBits >>> 0);
        low = sum | 0;
        high = (high + least.high + highBits + Math.floor(sum / 2 ** 32)) | 0;
        emit();
      }
      // The last miniblock may be cut off after the values.
      section.position = Math.min(section.position + (perMiniblock * width) / 8, section.end);
    }
  }
  return out;
}
