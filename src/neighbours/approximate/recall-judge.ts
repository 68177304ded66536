/** The recall of the lists, estimated on rows whose nearest are searched among all. */
import type { Engine } from '../../engine/engine.js';
import type { Steps } from '../../event-loop.js';
import { GraphSearch } from './graph-search.js';
import { type NeighbourLists, wholeFours } from './neighbour-lists.js';
import type { PaddedRows } from './projection-tree.js';

const JUDGED_ROWS = 100;

export class RecallJudge {
  readonly #engine: Engine;
  readonly #k: number;
  /** Evenly spread rows, and the squared distance of the k-th nearest other row of each. */
  readonly #rows: Int32Array;
  readonly #limits: Float64Array;

  private constructor(engine: Engine, k: number, rows: Int32Array, limits: Float64Array) {
    this.#engine = engine;
    this.#k = k;
    this.#rows = rows;
    this.#limits = limits;
  }

  static *create(engine: Engine, x: PaddedRows, k: number): Steps<RecallJudge> {
    const count = Math.min(x.rows, JUDGED_ROWS);
    const rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * x.rows) / count));
    const limits = new Float64Array(count);
    // The row itself is the nearest.
    const search = new GraphSearch(engine, x, wholeFours(k + 1));
    for (let i = 0; i < count; i++) {
      yield;
      search.query.set(engine.floats(x.address + rows[i] * x.n * engine.bytesPerFloat, x.n));
      search.searchAll();
      limits[i] = search.squared[k];
    }
    return new RecallJudge(engine, k, rows, limits);
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
