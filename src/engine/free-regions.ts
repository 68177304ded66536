/** The free regions of a memory. Adjacent regions are merged, so that released memory can be allocated as a whole. */
export class FreeRegions {
  /** Ascending: `#starts[i] < #ends[i] < #starts[i + 1]`. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** The start of the last region if it ends at `end`, otherwise `end`. */
  startOfTail(end: number): number {
    return this.#ends.at(-1) === end ? (this.#starts.at(-1) as number) : end;
  }

  /** Allocates the lowest `bytes` free bytes and returns their address; undefined if there are none. */
  take(bytes: number): number | undefined {
    const i = this.#starts.findIndex((start, i) => this.#ends[i] - start >= bytes);
    if (i < 0) return undefined;
    const start = this.#starts[i];
    if (this.#ends[i] - start > bytes) this.#starts[i] += bytes;
    else this.#remove(i);
    return start;
  }

  /** Frees the bytes from `start` up to `end`. Throws an Error if some of them are already free. */
  give(start: number, end: number): void {
    const next = this.#firstEndingFrom(start);
    const joinsBefore = this.#ends[next] === start;
    const after = joinsBefore ? next + 1 : next;
    if (this.#starts[after] < end) throw new Error(`the bytes ${start} to ${end} are freed twice`);
    const joinsAfter = this.#starts[after] === end;
    if (joinsBefore && joinsAfter) {
      this.#ends[next] = this.#ends[after];
      this.#remove(after);
    } else if (joinsBefore) this.#ends[next] = end;
    else if (joinsAfter) this.#starts[after] = start;
    else {
      this.#starts.splice(next, 0, start);
      this.#ends.splice(next, 0, end);
    }
  }

  #remove(i: number): void {
    this.#starts.splice(i, 1);
    this.#ends.splice(i, 1);
  }

  /** The index of the first region that ends at or after `address`. */
  #firstEndingFrom(address: number): number {
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ends[middle] < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
