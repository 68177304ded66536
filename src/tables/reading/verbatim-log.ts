/**
 * The characters of the cells whose spelling has no code, one after the other. Cells are read in the order in which they
 * were written, so no row numbers are needed, and it takes little more memory than the file.
 */

const FIRST_BLOCK = 256;
const LARGEST_BLOCK = 1 << 16;
/** An entry is one length byte and the text. */
export const LONGEST_VERBATIM = 255;

export class VerbatimLog {
  #blocks: { bytes: Uint8Array; length: number }[] = [];
  #allocated = 0;

  /** Bytes of memory held. */
  get allocatedBytes(): number {
    return this.#allocated;
  }

  /** Appends the text `bytes[start, end)`, at most `LONGEST_VERBATIM` bytes. */
  push(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start;
    let block = this.#blocks.at(-1);
    if (block === undefined || block.length + 1 + size > block.bytes.length) {
      const capacity = Math.min(LARGEST_BLOCK, Math.max(FIRST_BLOCK, this.#allocated));
      block = { bytes: new Uint8Array(capacity), length: 0 };
      this.#blocks.push(block);
      this.#allocated += capacity;
    }
    const into = block.bytes;
    let at = block.length;
    into[at++] = size;
    for (let i = start; i < end; i++) into[at++] = bytes[i];
    block.length = at;
  }

  /** Every text in the order of `push`, as bytes that are valid until the next one is requested. */
  *read(): Generator<Uint8Array, undefined> {
    for (const { bytes, length } of this.#blocks) {
      for (let at = 0; at < length; at += 1 + bytes[at]) {
        yield bytes.subarray(at + 1, at + 1 + bytes[at]);
      }
    }
    return undefined;
  }
}
