/** Margins and derivatives of the training rows, in the memory of the kernels. */
import type { Engine } from '../../engine/engine.js';

/** Bits that 64-bit floats add without rounding, minus one for sign and rounding up. */
const EXACT_BITS = 52;
/** Keeps the quantum and its reciprocal in the range of 32-bit floats. */
const LEAST_EXPONENT = -120;

export interface BoostingTargets {
  /** Class index of each row. */
  readonly y: Int32Array;
  readonly classes: number;
  /** A weight for each row; default all 1. */
  readonly weights?: Float64Array;
}

/**
 * One margin per row for two classes (the log-odds of class 1), one per class and row for more. Derivatives are
 * rounded to multiples of a power of two, chosen so that sums over all rows are exact in 64 bits.
 */
export class BoostingMemory {
  readonly rows: number;
  /** Trees per round. */
  readonly outputs: number;
  /** Whether rows differ in weight. */
  readonly weighted: boolean;
  /** A multiple of 4: padding rows have weight 0. */
  readonly padded: number;
  readonly #quantum: number;
  readonly totalWeight: number;
  readonly #margins: number;
  readonly labels: number;
  readonly weights: number;
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
    // Kernels process four rows at once; padding rows have weight 0.
    this.padded = Math.ceil(rows / 4) * 4;
    this.#margins = engine.allocateFloats(this.outputs * this.padded);
    this.labels = engine.allocateInts(this.padded);
    this.weights = engine.allocateFloats(this.padded);
    this.#pairs = engine.allocateFloats(2 * this.outputs * this.padded);
    this.#scratch = engine.allocateFloats(4 * this.outputs);
    engine.ints(this.labels, rows).set(y);
    engine.floats(this.weights, rows).set(weights ?? new Float64Array(rows).fill(1));
    for (let k = 0; k < this.outputs; k++) {
      engine.floats(this.marginAddress(k), this.padded).fill(initial[k]);
    }
    const largest = weights?.reduce((most, w) => Math.max(most, w), 0) ?? 1;
    const exponent = Math.ceil(Math.log2(largest * Math.max(1, hessianScale) * rows)) - EXACT_BITS;
    this.#quantum = 2 ** Math.max(LEAST_EXPONENT, exponent);
    this.totalWeight = weights?.reduce((sum, w) => sum + w, 0) ?? rows;
  }

  marginAddress(output: number): number {
    return this.#margins + output * this.padded * this.engine.bytesPerFloat;
  }

  /** Pairs (first, second derivative) of an output, one per row. */
  pairAddress(output: number): number {
    return this.#pairs + 2 * output * this.padded * this.engine.bytesPerFloat;
  }

  pairs(output: number): Float32Array | Float64Array {
    return this.engine.floats(this.pairAddress(output), 2 * this.rows);
  }

  margins(output: number): Float32Array | Float64Array {
    return this.engine.floats(this.marginAddress(output), this.rows);
  }

  /** Computes the derivatives at the current margins; returns the weighted mean loss. */
  differentiate(): number {
    const { kernels } = this.engine;
    const n = this.padded;
    const scale = this.hessianScale;
    const sum =
      this.outputs === 1
        ? kernels.logisticDerivatives(
            n,
            this.#margins,
            this.labels,
            this.weights,
            scale,
            this.#quantum,
            this.#pairs,
          )
        : kernels.softmaxDerivatives(
            n,
            this.outputs,
            this.#margins,
            this.labels,
            this.weights,
            scale,
            this.#quantum,
            this.#pairs,
            this.#scratch,
          );
    return sum / this.totalWeight;
  }
}
