/** Tables of Zstandard's finite state entropy coding (RFC 8878, section 4.1). */
import { DamagedData } from '../../damage.js';
import { readBits } from '../encodings/bits.js';
import type { BackwardBits } from './backward-bits.js';

export class FseTable {
  readonly accuracy: number;
  /** By state: its symbol, how many bits to read for the next state, and what to add to them. */
  readonly symbols: Uint8Array;
  readonly #bits: Uint8Array;
  readonly #bases: Uint16Array;

  /** `frequencies` of the symbols add up to 2^accuracy, where a -1 (a symbol rarer than that) counts as 1. */
  constructor(frequencies: readonly number[], accuracy: number) {
    const size = 1 << accuracy;
    this.accuracy = accuracy;
    this.symbols = new Uint8Array(size);
    this.#bits = new Uint8Array(size);
    this.#bases = new Uint16Array(size);
    let high = size;
    frequencies.forEach((frequency, symbol) => {
      if (frequency === -1) this.symbols[--high] = symbol;
    });
    const step = (size >> 1) + (size >> 3) + 3;
    let at = 0;
    frequencies.forEach((frequency, symbol) => {
      for (let i = 0; i < frequency; i++) {
        this.symbols[at] = symbol;
        do at = (at + step) & (size - 1);
        while (at >= high);
      }
    });
    const next = frequencies.map((frequency) => Math.abs(frequency));
    for (let state = 0; state < size; state++) {
      const number = next[this.symbols[state]]++;
      const bits = accuracy - (31 - Math.clz32(number));
      this.#bits[state] = bits;
      this.#bases[state] = (number << bits) - size;
    }
  }

  start(bits: BackwardBits): number {
    return bits.read(this.accuracy);
  }

  /** The state after `state`. */
  next(state: number, bits: BackwardBits): number {
    return this.#bases[state] + bits.read(this.#bits[state]);
  }
}

/** The table of one symbol, which takes no bits. */
export function singleSymbolTable(symbol: number): FseTable {
  return new FseTable([...new Array<number>(symbol).fill(0), 1], 0);
}

/**
 * Reads the table described at `bytes[start, end)`; also where the description ends. Throws `DamagedData` for more
 * than `mostAccuracy` bits, symbols above `lastSymbol` and frequencies that do not add up.
 */
export function readFseTable(
  bytes: Uint8Array,
  start: number,
  end: number,
  mostAccuracy: number,
  lastSymbol: number,
): { table: FseTable; end: number } {
  let bit = 0;
  const peek = (count: number) => readBits(bytes, start + (bit >>> 3), bit & 7, count);
  const accuracy = peek(4) + 5;
  bit += 4;
  if (accuracy > mostAccuracy) throw new DamagedData('packed data has too fine a table');
  const frequencies: number[] = [];
  let left = 1 << accuracy;
  while (left > 0) {
    // A number of [0, left + 1], of which the smaller ones take a bit less.
    const width = 32 - Math.clz32(left + 1);
    const short = (1 << width) - 2 - left;
    const low = peek(width - 1);
    let value = peek(width);
    bit += width;
    if (low < short) {
      value = low;
      bit--;
    } else if (value >= 1 << (width - 1)) value -= short;
    frequencies.push(value - 1);
    left -= Math.abs(value - 1);
    if (value === 1) {
      let zeros: number;
      do {
        zeros = peek(2);
        bit += 2;
        for (let i = 0; i < zeros; i++) frequencies.push(0);
      } while (zeros === 3 && frequencies.length <= lastSymbol);
    }
    if (left < 0 || frequencies.length > lastSymbol + 1 || start + (bit >> 3) > end)
      throw new DamagedData('packed data has a damaged table');
  }
  return { table: new FseTable(frequencies, accuracy), end: start + ((bit + 7) >> 3) };
}
