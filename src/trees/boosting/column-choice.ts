/** Which columns a node of a boosted tree may use. */
import type { RandomStream } from '../../engine/random/random-stream.js';

/** The first `count` columns are tried, then the others one by one until a split is found. */
export interface ColumnChoice {
  readonly columns: Int32Array;
  readonly count: number;
}

export interface ColumnChooser {
  /** Called before each tree. */
  startTree(): void;
  atNode(depth: number): ColumnChoice;
}

export interface ColumnShares {
  readonly byTree: number;
  readonly byLevel: number;
  readonly byNode: number;
}

/**
 * XGBoost's `colsample_*`: a share of the columns for each tree, of those for each level, of those for each
 * node; rounded down, at least one.
 */
export class NestedColumns implements ColumnChooser {
  readonly #all: Int32Array;
  #ofTree: Int32Array;
  #ofLevel: Int32Array[] = [];

  constructor(
    columns: number,
    readonly shares: ColumnShares,
    readonly random: RandomStream,
  ) {
    this.#all = Int32Array.from({ length: columns }, (_, i) => i);
    this.#ofTree = this.#all;
  }

  startTree(): void {
    this.#ofTree = this.#draw(this.#all, this.shares.byTree);
    this.#ofLevel = [];
  }

  atNode(depth: number): ColumnChoice {
    this.#ofLevel[depth] ??= this.#draw(this.#ofTree, this.shares.byLevel);
    const columns = this.#draw(this.#ofLevel[depth], this.shares.byNode);
    return { columns, count: columns.length };
  }

  /** Ascending, so that of equal gains the first column wins. */
  #draw(from: Int32Array, share: number): Int32Array {
    if (share === 1) return from;
    const count = Math.max(1, Math.floor(share * from.length));
    return this.random.shuffle(from.slice()).subarray(0, count).sort();
  }
}

/** scikit-learn's `max_features`: columns drawn at random at each node. */
export class DrawnColumns implements ColumnChooser {
  readonly #all: Int32Array;

  constructor(
    columns: number,
    readonly count: number,
    readonly random: RandomStream,
  ) {
    this.#all = Int32Array.from({ length: columns }, (_, i) => i);
  }

  startTree(): void {}

  atNode(): ColumnChoice {
    const { count } = this;
    if (count < this.#all.length) this.random.shuffle(this.#all);
    return { columns: this.#all, count };
  }
}
