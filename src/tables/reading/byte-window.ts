/**
 * The part of a byte stream that a scanner sees: the rest of the chunks so far, then the next one. Chunks are copied, so
 * the memory of a chunk may be reused at once.
 */

const FIRST_CAPACITY = 1 << 16;
export const LINE_FEED = 10;

export class ByteWindow {
  bytes = new Uint8Array(FIRST_CAPACITY);
  /** First byte not yet consumed. */
  position = 0;
  /** First index past the data; `bytes[end]` is always a line feed, at which inner loops stop. */
  end = 0;

  append(chunk: Uint8Array): void {
    const needed = this.end + chunk.length + 1;
    if (needed > this.bytes.length) this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
    this.bytes[this.end] = LINE_FEED;
  }

  #makeRoom(extra: number): void {
    const left = this.end - this.position;
    const needed = left + extra + 1;
    // Moving the rest is worthwhile only if it is the smaller part; otherwise the window doubles.
    if (needed > this.bytes.length / 2) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.bytes.subarray(this.position, this.end));
      this.bytes = larger;
    } else this.bytes.copyWithin(0, this.position, this.end);
    this.position = 0;
    this.end = left;
  }
}
