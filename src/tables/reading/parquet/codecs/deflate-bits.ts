/** The bits of deflated data, from the lowest bit of each byte. */
import { DamagedData } from '../../damage.js';

export class DeflateBits {
  readonly bytes: Uint8Array;
  #next: number;
  #held = 0;
  #heldBits = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.#next = start;
  }

  /** At least the next 15 bits, without consuming them; bits beyond the end count as 0. */
  peek(): number {
    while (this.#heldBits < 15) {
      this.#held |= this.bytes[this.#next++] << this.#heldBits;
      this.#heldBits += 8;
    }
    return this.#held;
  }

  /** Consumes `count` bits, at most 15. */
  skip(count: number): void {
    this.#held >>>= count;
    this.#heldBits -= count;
    if (this.#next - (this.#heldBits >> 3) > this.bytes.length)
      throw new DamagedData('packed data is cut off');
  }

  /** The next `count` bits, at most 15, as a number. */
  read(count: number): number {
    const value = this.peek() & ((1 << count) - 1);
    this.skip(count);
    return value;
  }

  /** Drops the rest of the current byte; returns the index of the next one. */
  alignToByte(): number {
    this.moveTo(this.#next - (this.#heldBits >> 3));
    return this.#next;
  }

  moveTo(position: number): void {
    this.#next = position;
    this.#held = 0;
    this.#heldBits = 0;
  }
}
