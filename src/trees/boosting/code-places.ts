/** Boosted trees on codes instead of values: which codes a row has, and the trees completed to full depth on them. */
import type { Ensemble, EnsembleArrays } from '../ensemble.js';
import { columnThresholds, countBelow } from './threshold-ranks.js';

/** A column with a place for its code in a row; missing values go left at the nodes of the one, right at those of the other. */
export interface Place {
  readonly column: number;
  readonly missingLeft: boolean;
}

/** A complete binary tree: the children of node i are 2 i + 1 and 2 i + 2. */
export interface CompleteTree {
  readonly place: Int32Array;
  /** The largest code that goes left; -1: all rows go left. */
  readonly rank: Int32Array;
  readonly leaves: Float32Array;
}

/**
 * The code of a value is the number of the column's thresholds below it: x <= t_k if and only if the code is at most k. A
 * column has two places if missing values go left at some nodes and right at others; for rows without any the first serves both.
 */
export class CodePlaces {
  /** The first places of all columns that are split, then the second ones. */
  readonly places: readonly Place[];
  /** Of each column that is split, ascending. */
  readonly thresholds: ReadonlyMap<number, Float64Array>;

  constructor(private readonly ensemble: Ensemble) {
    this.places = placesOf(ensemble.arrays);
    this.thresholds = columnThresholds(ensemble.arrays);
  }

  /** The number of first places. */
  get columns(): number {
    return this.thresholds.size;
  }

  /** Most thresholds of a column. */
  get most(): number {
    return [...this.thresholds.values()].reduce((most, { length }) => Math.max(most, length), 0);
  }

  /**
   * A tree with this many levels of nodes, at least its depth.
   *
   * @param values the value of each leaf, in the ensemble's order
   * @param dense for rows without missing values
   */
  complete(tree: number, depth: number, values: Float32Array, dense: boolean): CompleteTree {
    const nodes = 2 ** depth - 1;
    const found = {
      place: new Int32Array(nodes),
      rank: new Int32Array(nodes).fill(-1),
      leaves: new Float32Array(nodes + 1),
    };
    this.#write(this.ensemble.arrays.roots[tree], 0, values, dense, found);
    return found;
  }

  /** Writes the subtree of `node` as that of the complete tree's node `at`. */
  #write(node: number, at: number, values: Float32Array, dense: boolean, to: CompleteTree): void {
    const { split, threshold, next } = this.ensemble.arrays;
    if (split[node] < 0) {
      const nodes = to.rank.length;
      let leaf = at;
      while (leaf < nodes) leaf = 2 * leaf + 1;
      to.leaves[leaf - nodes] = values[next[node]];
      return;
    }
    const column = split[node] >> 1;
    const missingLeft = (split[node] & 1) === 1;
    const isPlace = (each: Place) => each.column === column && (dense || each.missingLeft === missingLeft);
    to.place[at] = this.places.findIndex(isPlace);
    to.rank[at] = countBelow(this.thresholds.get(column) as Float64Array, threshold[node]);
    this.#write(node + 1, 2 * at + 1, values, dense, to);
    this.#write(next[node], 2 * at + 2, values, dense, to);
  }
}

function placesOf({ split }: EnsembleArrays): Place[] {
  const first: Place[] = [];
  const second: Place[] = [];
  const found = new Map<number, boolean[]>();
  for (const s of split) {
    if (s < 0) continue;
    const place = { column: s >> 1, missingLeft: (s & 1) === 1 };
    const known = found.get(place.column);
    if (known?.includes(place.missingLeft)) continue;
    (known === undefined ? first : second).push(place);
    found.set(place.column, [...(known ?? []), place.missingLeft]);
  }
  return [...first, ...second];
}
