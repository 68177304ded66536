/** Makes runs of blanks single spaces, so that a text of aligned columns is one that spaces delimit. */
import { LINE_FEED } from './byte-window.js';
import { CARRIAGE_RETURN, QUOTE } from './cell-reader.js';

const SPACE = 32;
const TAB = 9;

export class BlankRuns {
  #isLineStart = true;
  /** Blanks have been left out since the last byte written. */
  #isPending = false;
  #isQuoted = false;
  /** The last byte closed a quote: another quote would belong to the same cell. */
  #isClosed = false;

  /** The next bytes of the text, with one space for each run, and none at the ends of a line; quoted cells stay. */
  push(piece: Uint8Array): Uint8Array {
    const text = new Uint8Array(piece.length + 1);
    let length = 0;
    for (const byte of piece) {
      if (this.#isQuoted) {
        text[length++] = byte;
        if (byte === QUOTE) {
          this.#isQuoted = false;
          this.#isClosed = true;
        }
        continue;
      }
      if (byte === SPACE || byte === TAB) {
        this.#isPending = true;
        this.#isClosed = false;
        continue;
      }
      const isEnd = byte === LINE_FEED || byte === CARRIAGE_RETURN;
      const isSeparated = this.#isPending && !this.#isLineStart;
      if (isSeparated && !isEnd) text[length++] = SPACE;
      if (byte === QUOTE) this.#isQuoted = this.#isLineStart || isSeparated || this.#isClosed;
      text[length++] = byte;
      this.#isPending = false;
      this.#isClosed = false;
      this.#isLineStart = isEnd;
    }
    return text.subarray(0, length);
  }
}
