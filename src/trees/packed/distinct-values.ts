/** Numbers the distinct values that are added; 0 and -0 are one. */
export class DistinctValues {
  readonly #indices = new Map<number, number>();

  /** The index of a value in the order of first additions. */
  add(value: number): number {
    const known = this.#indices.get(value);
    if (known !== undefined) return known;
    const index = this.#indices.size;
    this.#indices.set(value, index);
    return index;
  }

  /** The values, ascending, and the place among them of each index that `add` gave. */
  sorted(): { readonly values: Float64Array; readonly ranks: Int32Array } {
    const values = Float64Array.from(this.#indices.keys()).sort();
    const ranks = new Int32Array(values.length);
    values.forEach((value, rank) => {
      ranks[this.#indices.get(value) as number] = rank;
    });
    return { values, ranks };
  }
}
