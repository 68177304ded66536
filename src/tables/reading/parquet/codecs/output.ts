/** The output of a codec: an array of exactly the announced size, which cannot be exceeded. */
import { DamagedData } from '../../damage.js';

/** Fewer bytes are copied one by one, which is faster than a call. */
const SHORT_COPY = 16;

export class Output {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes written so far. */
  length = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** Appends `source[start, end)`. */
  append(source: Uint8Array, start: number, end: number): void {
    if (end > source.length) throw new DamagedData('packed data is cut off');
    this.#reserve(end - start);
    if (end - start < SHORT_COPY) for (let i = start; i < end; i++) this.bytes[this.length++] = source[i];
    else {
      this.bytes.set(source.subarray(start, end), this.length);
      this.length += end - start;
    }
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.#reserve(1);
    this.bytes[this.length++] = byte;
  }

  fill(byte: number, count: number): void {
    this.#reserve(count);
    this.bytes.fill(byte, this.length, this.length + count);
    this.length += count;
  }

  /** Appends `count` bytes from `distance` before the end on; source and target may overlap. */
  copy(distance: number, count: number): void {
    if (distance < 1 || distance > this.length)
      throw new DamagedData('packed data refers to data before its start');
    this.#reserve(count);
    const { bytes } = this;
    const end = this.length + count;
    if (count < SHORT_COPY) {
      for (; this.length < end; this.length++) bytes[this.length] = bytes[this.length - distance];
      return;
    }
    // The copied bytes repeat with the same period, so they can be copied too: the pieces double.
    const from = this.length - distance;
    for (let piece = distance; this.length < end; piece *= 2) {
      const length = Math.min(piece, end - this.length);
      bytes.copyWithin(this.length, from, from + length);
      this.length += length;
    }
  }

  /** The output, if it is as long as announced. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.length !== this.bytes.length) throw new DamagedData('packed data is shorter than announced');
    return this.bytes;
  }

  #reserve(count: number): void {
    if (count > this.bytes.length - this.length)
      throw new DamagedData('packed data is longer than announced');
  }
}
