/**
 * The k nearest of the rows offered so far for each query, by distance and then by index. The order of the offers
 * does not matter.
 */
export class NearestList {
  /** queries x k, the nearest first. */
  readonly indices: Int32Array;
  readonly squared: Float64Array;
  readonly #filled: Int32Array;

  constructor(
    queries: number,
    readonly k: number,
  ) {
    this.indices = new Int32Array(queries * k);
    this.squared = new Float64Array(queries * k).fill(Number.POSITIVE_INFINITY);
    this.#filled = new Int32Array(queries);
  }

  /** The largest squared distance in the list; infinite while it has fewer than k rows. */
  limit(query: number): number {
    return this.squared[(query + 1) * this.k - 1];
  }

  offer(query: number, index: number, squared: number): void {
    const { k } = this;
    const start = query * k;
    const isFull = this.#filled[query] === k;
    if (isFull && !this.#isBehind(start + k - 1, index, squared)) return;
    let at = start + (isFull ? k - 1 : this.#filled[query]++);
    for (; at > start && this.#isBehind(at - 1, index, squared); at--) {
      this.squared[at] = this.squared[at - 1];
      this.indices[at] = this.indices[at - 1];
    }
    this.squared[at] = squared;
    this.indices[at] = index;
  }

  #isBehind(place: number, index: number, squared: number): boolean {
    const other = this.squared[place];
    return other > squared || (other === squared && this.indices[place] > index);
  }
}
