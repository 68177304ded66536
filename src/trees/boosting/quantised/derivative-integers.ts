/** Derivatives of the loss as integers whose sums are exact. */
import type { BoostingMemory } from '../boosting-memory.js';
import { type FitThreads, rowsOfPart } from './threads/fit-threads.js';
import { SUMS_BYTES } from './threads/kernel-parts.js';

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

  /** Rows in a part, and number of parts. */
  readonly #step: number;
  readonly #parts: number;

  /** @param summed number of rows that are ever summed, the first ones */
  constructor(
    readonly memory: BoostingMemory,
    readonly summed: number,
    private readonly threads: FitThreads,
  ) {
    const { engine, outputs, padded } = memory;
    this.#step = rowsOfPart(padded);
    this.#parts = Math.ceil(padded / this.#step);
    this.#sums = engine.allocateBytes(SUMS_BYTES * this.#parts);
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
    const { engine } = memory;
    if (memory.outputs > 1) {
      const loss = memory.differentiate();
      for (let k = 0; k < memory.outputs; k++) {
        engine.kernels.pairSums(this.summed, memory.pairAddress(k), this.#sums);
        const [G, H] = engine.doubles(this.#sums, 2);
        this.#quantise(k, G, H);
      }
      return loss;
    }
    const { labels, weights } = memory;
    const addresses = [memory.marginAddress(0), labels, weights, memory.pairAddress(0), this.#sums];
    const losses = this.threads.run('derive', [memory.padded, this.#step, ...addresses], this.#parts);
    const sums = engine.doubles(this.#sums, 2 * this.#parts);
    let [loss, G, H] = [0, 0, 0];
    // In this order whichever thread was first.
    for (let part = 0; part < this.#parts; part++) {
      loss += losses[part];
      G += sums[2 * part];
      H += sums[2 * part + 1];
    }
    this.#quantise(0, G, H);
    return loss / memory.totalWeight;
  }

  /** Rounding adds at most one unit per row to a sum. */
  #quantise(output: number, G: number, H: number): void {
    const { memory } = this;
    const room = LARGEST_SUM - this.summed;
    const [scaleG, scaleH] = [G, H].map((sum) => Math.fround(Math.min(2 ** 100, room / sum)));
    const args = [
      memory.padded,
      this.#step,
      memory.pairAddress(output),
      scaleG,
      scaleH,
      this.address(output),
    ];
    this.threads.run('quantise', args, this.#parts);
    this.#units[output] = { G: 1 / scaleG, H: 1 / scaleH };
  }
}
