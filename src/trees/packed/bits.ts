/** Unsigned integers of any width in bits, one after the other: the lowest bit first, from the lowest bit of a byte. */

/** Bits of a code below `count`: 0 if there is only one. */
export function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

export class BitWriter {
  #bytes = new Uint8Array(64);
  #byte = 0;
  /** Bits that do not fill a byte yet, and their number. */
  #rest = 0;
  #bits = 0;

  /** Appends the lowest `width` bits of an integer, at most 32. */
  write(value: number, width: number): void {
    // With the rest they fit in 32 bits.
    const first = Math.min(width, 24);
    this.#append(value & ((1 << first) - 1), first);
    if (width > first) this.#append((value >>> first) & ((1 << (width - first)) - 1), width - first);
  }

  #append(value: number, width: number): void {
    let rest = this.#rest | (value << this.#bits);
    let bits = this.#bits + width;
    if (this.#byte + 4 > this.#bytes.length) this.#double();
    for (; bits >= 8; bits -= 8) {
      this.#bytes[this.#byte++] = rest;
      rest >>>= 8;
    }
    this.#rest = rest;
    this.#bits = bits;
  }

  /** All bits; those that fill up the last byte are 0. */
  finish(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#byte + (this.#bits > 0 ? 1 : 0));
    if (this.#bits > 0) bytes[this.#byte] = this.#rest;
    return bytes;
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
