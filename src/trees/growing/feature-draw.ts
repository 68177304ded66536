/** Which columns are tried at a node, and in which order. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { BestSplit, Splitter } from './splitter.js';

export class FeatureDraw {
  readonly #pool: Int32Array;

  constructor(
    features: Int32Array,
    /** Columns tried at a node, at least: as scikit-learn, drawing goes on while all were constant. */
    readonly atNode: number,
    readonly random: RandomStream,
  ) {
    this.#pool = features.slice();
  }

  /** Searches columns drawn without replacement. */
  search(splitter: Splitter, best: BestSplit): void {
    const pool = this.#pool;
    let varying = 0;
    for (let drawn = 0; drawn < pool.length && (drawn < this.atNode || varying === 0); drawn++) {
      const j = drawn + this.random.integer(pool.length - drawn);
      const feature = pool[j];
      pool[j] = pool[drawn];
      pool[drawn] = feature;
      if (splitter.search(feature, best)) varying++;
    }
  }
}
