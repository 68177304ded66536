/** The recall of the lists, estimated on rows whose nearest are searched among all. */
import type { Engine } from '../../engine/engine.js';
import { GraphSearch } from './graph-search.js';
import type { NeighbourLists } from './neighbour-lists.js';
import type { PaddedRows } from './projection-tree.js';

const JUDGED_ROWS = 100;

export class RecallJudge {
  readonly #engine: Engine;
  readonly #k: number;
  /** Evenly spread rows, and the squared distance of the k-th nearest other row of each. */
  readonly #rows: Int32Array;
  readonly #limits: Float64Array;

  constructor(engine: Engine, x: PaddedRows, k: number) {
    this.#engine = engine;
    this.#k = k;
    const count = Math.min(x.rows, JUDGED_ROWS);
    this.#rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * x.rows) / count));
    // The row itself is the nearest.
    const search = new GraphSearch(engine, x, (k + 4) & ~3);
    this.#limits = Float64Array.from(this.#rows, (row) => {
      search.query.set(engine.floats(x.address + row * x.n * engine.bytesPerFloat, x.n));
      search.searchAll();
      return search.squared[k];
    });
  }

  /** The share of the k nearest rows that are in lists. */
  recall({ places, squared }: NeighbourLists): number {
    const { bytesPerFloat } = this.#engine;
    let found = 0;
    this.#rows.forEach((row, i) => {
      const address = squared + row * places * bytesPerFloat;
      for (const distance of this.#engine.floats(address, this.#k)) {
        if (distance <= this.#limits[i]) found++;
      }
    });
    return found / (this.#rows.length * this.#k);
  }
}
