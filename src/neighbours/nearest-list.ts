/** The k nearest of the rows offered so far, for each of some queries, in the order of their distances. */
export class NearestList {
  /** queries x k, ascending in each row; of equal distances the one that was offered first comes first. */
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

  /** The squared distance that a row must stay below to be kept; infinite while there are fewer than k. */
  limit(query: number): number {
    return this.squared[(query + 1) * this.k - 1];
  }

  offer(query: number, index: number, squared: number): void {
    const { k } = this;
    if (this.#filled[query] === k && squared >= this.limit(query)) return;
    const start = query * k;
    let at = start + (this.#filled[query] < k ? this.#filled[query]++ : k - 1);
    for (; at > start && this.squared[at - 1] > squared; at--) {
      this.squared[at] = this.squared[at - 1];
      this.indices[at] = this.indices[at - 1];
    }
    this.squared[at] = squared;
    this.indices[at] = index;
  }
}
