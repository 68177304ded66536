/** Derivatives of the loss as integers whose sums are exact. */
import type { BoostingMemory } from '../boosting-memory.js';

/** Sums of both derivatives stay below 2^31, less what rounding scales and derivatives to 32 bits may add. */
const LARGEST_SUM = 2 ** 31 * (1 - 2 ** -12);

/** What one unit of the integers is worth. */
export interface DerivativeUnits {
  readonly G: number;
  readonly H: number;
}

/** The integers of each row and output: (second, first) derivative, in units chosen anew in each round. */
export class DerivativeIntegers {
  readonly #sums: number;
  readonly #address: number;
  readonly #units: DerivativeUnits[] = [];

  /** @param summed number of rows that are ever summed, the first ones */
  constructor(
    readonly memory: BoostingMemory,
    readonly summed: number,
  ) {
    const { engine, outputs, padded } = memory;
    this.#sums = engine.allocateDoubles(2);
    this.#address = engine.allocateInts(2 * outputs * padded);
  }

  address(output: number): number {
    return this.#address + 8 * output * this.memory.padded;
  }

  units(output: number): DerivativeUnits {
    return this.#units[output];
  }

  /** Computes the derivatives at the current margins; returns the weighted mean loss. */
  differentiate(): number {
    const { memory } = this;
    const { kernels } = memory.engine;
    const n = memory.padded;
    if (memory.outputs > 1) {
      const loss = memory.differentiate();
      for (let k = 0; k < memory.outputs; k++) {
        kernels.pairSums(this.summed, memory.pairAddress(k), this.#sums);
        this.#quantise(k);
      }
      return loss;
    }
    const { labels, weights } = memory;
    const sum = kernels.logisticPairs(
      n,
      memory.marginAddress(0),
      labels,
      weights,
      memory.pairAddress(0),
      this.#sums,
    );
    this.#quantise(0);
    return sum / memory.totalWeight;
  }

  /** Rounding adds at most one unit per row to a sum. */
  #quantise(output: number): void {
    const { engine, padded } = this.memory;
    const [G, H] = engine.doubles(this.#sums, 2);
    const room = LARGEST_SUM - this.summed;
    const scales = [G, H].map((sum) => Math.fround(Math.min(2 ** 100, room / sum)));
    engine.kernels.quantisePairs(
      padded,
      this.memory.pairAddress(output),
      scales[0],
      scales[1],
      this.address(output),
    );
    this.#units[output] = { G: 1 / scales[0], H: 1 / scales[1] };
  }
}
