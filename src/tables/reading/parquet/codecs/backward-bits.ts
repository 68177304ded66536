/** A bit stream of Zstandard that is read from its end: the highest set bit of the last byte marks where it starts. */
import { DamagedData } from '../../damage.js';
import { readBits } from '../encodings/bits.js';

export class BackwardBits {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  /** Remaining bits; negative once bits beyond the start were read, which count as 0. */
  left: number;

  /** The stream `bytes[start, end)`. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    if (end <= start || end > bytes.length || bytes[end - 1] === 0)
      throw new DamagedData('packed data has a bit stream without an end');
    this.#bytes = bytes;
    this.#start = start;
    this.left = (end - start) * 8 - 1 - Math.clz32(bytes[end - 1]) + 24;
  }

  /** The next `count` bits, at most 31, as a number. */
  read(count: number): number {
    this.left -= count;
    if (count === 0) return 0;
    if (this.left >= 0) return readBits(this.#bytes, this.#start + (this.left >>> 3), this.left & 7, count);
    const missing = -this.left;
    if (missing >= count) return 0;
    return readBits(this.#bytes, this.#start, 0, count - missing) << missing;
  }

  /** Throws `DamagedData` unless exactly all bits have been read. */
  finish(): void {
    if (this.left !== 0) throw new DamagedData('packed data has a bit stream of a wrong length');
  }
}
