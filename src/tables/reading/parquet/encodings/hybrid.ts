/** Parquet's RLE/bit-packing hybrid: runs of one repeated number, and groups of eight packed numbers. */
import { DamagedData } from '../../damage.js';
import type { Section } from '../page-values.js';
import { unpackBits } from './bits.js';
import { readVarint } from './varint.js';

/**
 * Reads `count` numbers of `width` bits (0 to 32) into `out`. Each run is cut to the number still needed, as in other
 * readers; each takes bytes, so time is bounded by `count` and the bytes. Throws `DamagedData` if the bytes end early, and for a repeated number of more than `width` bits.
 */
export function readHybrid(section: Section, width: number, out: Int32Array, count: number): void {
  if (width > 32) throw new DamagedData(`${width} bits for a dictionary index`);
  if (width === 0) {
    out.fill(0, 0, count);
    return;
  }
  for (let at = 0; at < count; ) {
    const header = readVarint(section);
    const wanted = count - at;
    if (header % 2 === 0) {
      const run = Math.min(header / 2, wanted);
      const value = readRepeated(section, width);
      if (run === 1) out[at] = value;
      else out.fill(value, at, at + run);
      at += run;
    } else {
      const run = Math.min(((header - 1) / 2) * 8, wanted);
      const bytes = Math.ceil((run * width) / 8);
      if (bytes > section.end - section.position) throw new DamagedData('a page is cut off');
      unpackBits(section.bytes, section.position, width, out, at, run);
      // The last group may be cut off after the numbers.
      section.position = Math.min(section.position + ((header - 1) / 2) * width, section.end);
      at += run;
    }
  }
}

/** The number that is repeated `count` times, if one run gives them all; else undefined, and nothing is read. */
export function readSingleRun(section: Section, width: number, count: number): number | undefined {
  if (width === 0) return 0;
  const start = section.position;
  if (width <= 32 && count > 0) {
    const header = readVarint(section);
    if (header % 2 === 0 && header / 2 >= count) return readRepeated(section, width);
  }
  section.position = start;
  return undefined;
}

function readRepeated(section: Section, width: number): number {
  const bytes = (width + 7) >> 3;
  if (bytes > section.end - section.position) throw new DamagedData('a page is cut off');
  let value = 0;
  for (let i = 0; i < bytes; i++) value |= section.bytes[section.position++] << (8 * i);
  if (width < 32 && value >>> width !== 0) throw new DamagedData('a repeated number has too many bits');
  return value;
}
