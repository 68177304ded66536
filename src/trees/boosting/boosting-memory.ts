/** Margins and derivatives of the rows that are learned from, in the memory of the kernels. */
import type { Engine } from '../../engine/engine.js';

/** Bits that a 64-bit float adds without rounding, less one for the sum's own sign and rounding up. */
const EXACT_BITS = 52;
/** Neither the quantum nor its reciprocal may leave the range of 32-bit floats. */
const LEAST_EXPONENT = -120;

export interface BoostingTargets {
  /** Class index of each row. */
  readonly y: Int32Array;
  readonly classes: number;
  /** A weight for each row; all 1 when absent. */
  readonly weights?: Float64Array;
}

/**
 * One margin a row for two classes (the log-odds of class 1), one a class and row for more. Derivatives are
 * rounded to a power of two so small that sums over all rows are exact in 64 bits.
 */
export class BoostingMemory {
  readonly rows: number;
  /** Trees a round. */
  readonly outputs: number;
  /** Whether rows differ in weight. */
  readonly weighted: boolean;
  readonly #padded: number;
  readonly #quantum: number;
  readonly #totalWeight: number;
  readonly #margins: number;
  readonly #labels: number;
  readonly #weights: number;
  readonly #pairs: number;
  readonly #scratch: number;

  /** `initial`: a margin for each output. */
  constructor(
    readonly engine: Engine,
    { y, classes, weights }: BoostingTargets,
    readonly hessianScale: number,
    initial: ArrayLike<number>,
  ) {
    const rows = y.length;
    this.rows = rows;
    this.weighted = weights !== undefined;
    this.outputs = classes === 2 ? 1 : classes;
    // Kernels work on four rows at once; those behind the last one have no weight.
    this.#padded = Math.ceil(rows / 4) * 4;
    this.#margins = engine.allocateFloats(this.outputs * this.#padded);
    this.#labels = engine.allocateInts(this.#padded);
    this.#weights = engine.allocateFloats(this.#padded);
    this.#pairs = engine.allocateFloats(2 * this.outputs * this.#padded);
    this.#scratch = engine.allocateFloats(4 * this.outputs);
    engine.ints(this.#labels, rows).set(y);
    engine.floats(this.#weights, rows).set(weights ?? new Float64Array(rows).fill(1));
    for (let k = 0; k < this.outputs; k++) {
      engine.floats(this.marginAddress(k), this.#padded).fill(initial[k]);
    }
    const largest = weights?.reduce((most, w) => Math.max(most, w), 0) ?? 1;
    const exponent = Math.ceil(Math.log2(largest * Math.max(1, hessianScale) * rows)) - EXACT_BITS;
    this.#quantum = 2 ** Math.max(LEAST_EXPONENT, exponent);
    this.#totalWeight = weights?.reduce((sum, w) => sum + w, 0) ?? rows;
  }

  marginAddress(output: number): number {
    return this.#margins + output * this.#padded * this.engine.bytesPerFloat;
  }

  /** Pairs (first, second derivative) of an output, one a row. */
  pairAddress(output: number): number {
    return this.#pairs + 2 * output * this.#padded * this.engine.bytesPerFloat;
  }

  pairs(output: number): Float32Array | Float64Array {
    return this.engine.floats(this.pairAddress(output), 2 * this.rows);
  }

  margins(output: number): Float32Array | Float64Array {
    return this.engine.floats(this.marginAddress(output), this.rows);
  }

  /** Derivatives at the present margins; returns the weighted mean of the loss there. */
  differentiate(): number {
    const { kernels } = this.engine;
    const n = this.#padded;
    const scale = this.hessianScale;
    const sum =
      this.outputs === 1
        ? kernels.logisticDerivatives(
            n,
            this.#margins,
            this.#labels,
            this.#weights,
            scale,
            this.#quantum,
            this.#pairs,
          )
        : kernels.softmaxDerivatives(
            n,
            this.outputs,
            this.#margins,
            this.#labels,
            this.#weights,
            scale,
            this.#quantum,
            this.#pairs,
            this.#scratch,
          );
    return sum / this.#totalWeight;
  }
}
