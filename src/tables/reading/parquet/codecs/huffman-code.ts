/**
 * A prefix code of deflate, from the lengths of its words. Short words are looked up in a small table, long ones found
 * by counting: a table for the longest would cost far more than the few bytes that use it.
 */
import { DamagedData } from '../../damage.js';
import type { DeflateBits } from './deflate-bits.js';

const LONGEST = 15;
const TABLE_BITS = 9;

export class HuffmanCode {
  /** For the next bits: symbol * 16 + length of its word; 0 if the word is longer or does not exist. */
  readonly #table = new Uint16Array(1 << TABLE_BITS);
  /** The number of words of each length, and all symbols in the order of their words. */
  readonly #counts = new Uint16Array(LONGEST + 1);
  readonly #symbols: Uint16Array;

  /** Throws `DamagedData` if there are too many words of some length. */
  constructor(lengths: Uint8Array) {
    const counts = this.#counts;
    for (const length of lengths) counts[length]++;
    counts[0] = 0;
    const starts = new Uint16Array(LONGEST + 2);
    const words = new Uint16Array(LONGEST + 2);
    let room = 1;
    for (let length = 1; length <= LONGEST; length++) {
      room = room * 2 - counts[length];
      if (room < 0) throw new DamagedData('packed data has a code with too many words');
      starts[length + 1] = starts[length] + counts[length];
      words[length + 1] = (words[length] + counts[length]) << 1;
    }
    this.#symbols = new Uint16Array(starts[LONGEST + 1]);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol];
      if (length === 0) continue;
      this.#symbols[starts[length]++] = symbol;
      const word = words[length]++;
      if (length > TABLE_BITS) continue;
      const entry = symbol * 16 + length;
      for (let at = reversed(word, length); at < 1 << TABLE_BITS; at += 1 << length) this.#table[at] = entry;
    }
  }

  /** Consumes the next word; returns its symbol. Throws `DamagedData` for bits that are not a word. */
  next(bits: DeflateBits): number {
    let held = bits.peek();
    const entry = this.#table[held & ((1 << TABLE_BITS) - 1)];
    if (entry !== 0) {
      bits.skip(entry & 15);
      return entry >> 4;
    }
    // The words of a length follow each other, and begin at twice the end of those one bit shorter.
    let word = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST; length++, held >>>= 1) {
      word |= held & 1;
      const count = this.#counts[length];
      if (word - first < count) {
        bits.skip(length);
        return this.#symbols[index + word - first];
      }
      index += count;
      first = (first + count) << 1;
      word <<= 1;
    }
    throw new DamagedData('packed data has bits that are not a code word');
  }
}

function reversed(word: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((word >> i) & 1) << (length - 1 - i);
  return result;
}
