/** Unsigned integers of any width in bits, one after the other: the lowest bit first, from the lowest bit of a byte. */

/** Bits of a code below `count`: 0 if there is only one. */
export function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

export class BitWriter {
  #bytes = new Uint8Array(64);
  #byte = 0;
  #bit = 0;

  /** Appends the lowest `width` bits of an integer, at most 32. */
  write(value: number, width: number): void {
    for (let done = 0; done < width; ) {
      const taken = Math.min(8 - this.#bit, width - done);
      if (this.#byte === this.#bytes.length) this.#double();
      this.#bytes[this.#byte] |= ((value >>> done) & ((1 << taken) - 1)) << this.#bit;
      done += taken;
      this.#bit += taken;
      if (this.#bit < 8) continue;
      this.#bit = 0;
      this.#byte++;
    }
  }

  /** All bits; those that fill up the last byte are 0. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#byte + (this.#bit > 0 ? 1 : 0));
  }

  #double(): void {
    const larger = new Uint8Array(2 * this.#bytes.length);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

export class BitReader {
  #byte = 0;
  #bit = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The next `width` bits, at most 32, of which 32 are a signed integer; 0 beyond the end. */
  read(width: number): number {
    let value = 0;
    for (let done = 0; done < width; ) {
      const taken = Math.min(8 - this.#bit, width - done);
      value |= ((this.bytes[this.#byte] >>> this.#bit) & ((1 << taken) - 1)) << done;
      done += taken;
      this.#bit += taken;
      if (this.#bit < 8) continue;
      this.#bit = 0;
      this.#byte++;
    }
    return value;
  }

  /** Whether more bits were read than there are. */
  get overrun(): boolean {
    return this.#byte + (this.#bit > 0 ? 1 : 0) > this.bytes.length;
  }

  /** Whether all bits were read, but for zeros that fill up the last byte. */
  get atEnd(): boolean {
    const rest = this.#bit > 0 ? this.bytes[this.#byte] >>> this.#bit : 0;
    return rest === 0 && this.#byte + (this.#bit > 0 ? 1 : 0) === this.bytes.length;
  }
}
