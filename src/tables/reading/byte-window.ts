/**
 * The part of a byte stream a scanner looks at: what is left of the chunks so far, then the next one.
 * Chunks are copied in, so the memory of a chunk may be used again at once.
 */

const FIRST_CAPACITY = 1 << 16;
export const LINE_FEED = 10;

export class ByteWindow {
  bytes = new Uint8Array(FIRST_CAPACITY);
  /** First byte not yet consumed. */
  position = 0;
  /** First index past the data; `bytes[end]` is always a line feed, so that inner loops stop there. */
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
    // Moving what is left pays only if it is the smaller part; otherwise the window doubles.
    if (needed > this.bytes.length / 2) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.bytes.subarray(this.position, this.end));
      this.bytes = larger;
    } else this.bytes.copyWithin(0, this.position, this.end);
    this.position = 0;
    this.end = left;
  }
}
