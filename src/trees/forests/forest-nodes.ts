/** The nodes of a forest side by side in memory, for prediction: a node visited is one line of the cache, not three. */
import type { FeatureMatrix } from '../../matrix.js';
import { inSet, type LevelGroups } from '../binning/level-groups.js';
import type { Ensemble } from '../ensemble.js';

/** Words of a node: 4 * column + 2 at a split on categories + missingLeft, or -1; next; the threshold in 64 bits. */
const WORDS = 4;

export class ForestNodes {
  readonly #words: Int32Array;
  /** The same memory. */
  readonly #doubles: Float64Array;
  readonly #sets: Int32Array;
  readonly #roots: Int32Array;
  readonly #categories: LevelGroups | undefined;

  constructor({ arrays, categories }: Ensemble) {
    const { split, threshold, next, roots, sets } = arrays;
    this.#words = new Int32Array(WORDS * split.length);
    this.#doubles = new Float64Array(this.#words.buffer);
    this.#sets = sets;
    this.#roots = roots;
    this.#categories = categories;
    for (let node = 0; node < split.length; node++) {
      const s = split[node];
      const column = s >> 1;
      const mark = categories?.has(column) ? 2 : 0;
      this.#words[WORDS * node] = s < 0 ? -1 : 4 * column + mark + (s & 1);
      this.#words[WORDS * node + 1] = next[node];
      this.#doubles[2 * node + 1] = threshold[node];
    }
  }

  /** The rows `from` to `to` (exclusive) of X, in which the categories that the trees split are codes of their groups. */
  codedRows(X: FeatureMatrix, from: number, to: number): FeatureMatrix['data'] {
    const { data, columns } = X;
    const categories = this.#categories;
    const rows = data.subarray(from * columns, to * columns);
    if (categories === undefined) return rows;
    const coded = Float64Array.from(rows);
    for (let column = 0; column < columns; column++) {
      if (!categories.has(column)) continue;
      for (let at = column; at < coded.length; at += columns) coded[at] = categories.code(column, coded[at]);
    }
    return coded;
  }

  /** Writes the leaf of each row of `codedRows` in one tree to the front of `leaves`. */
  findLeaves(tree: number, rows: FeatureMatrix['data'], columns: number, leaves: Int32Array): void {
    const words = this.#words;
    const doubles = this.#doubles;
    const root = WORDS * this.#roots[tree];
    let row = 0;
    for (let base = 0; base < rows.length; base += columns) {
      let at = root;
      for (let s = words[at]; s >= 0; s = words[at]) {
        const x = rows[base + (s >> 2)];
        const threshold = doubles[(at >> 1) + 1];
        const left =
          (s & 2) === 2
            ? inSet(this.#sets, threshold, x)
            : // Comparisons with NaN are false.
              x <= threshold || ((s & 1) === 1 && Number.isNaN(x));
        at = left ? at + WORDS : WORDS * words[at + 1];
      }
      leaves[row++] = words[at + 1];
    }
  }
}
