/**
 * The trainable parameters of one network and its other state (running statistics), by name. Values, gradients and
 * both AdamW moments are four flat arrays in one order, so an optimiser step is one call and a checkpoint one copy.
 * Programs that share a store share the network.
 */
import type { Engine } from './engine.js';
import type { RandomStream } from './random/random-stream.js';

/** Fills the initial values of one parameter. */
export type Initializer = (values: Float32Array | Float64Array, random: RandomStream) => void;

export interface ParameterOptions {
  /** Whether weight decay applies to it; default true. */
  readonly decays?: boolean;
}

export class Parameter {
  /** Addresses, set by `ParameterStore.allocate`. */
  value = 0;
  gradient = 0;
  #gradientWritten = false;

  constructor(
    readonly name: string,
    readonly shape: readonly number[],
    readonly initializer: Initializer,
    readonly offset: number,
    /** Whether weight decay applies to it. */
    readonly decays: boolean,
  ) {}

  get size(): number {
    return this.shape.reduce((a, b) => a * b, 1);
  }

  /** Whether an earlier backward step writes the gradient, so that the caller must add to it. */
  claimGradient(): boolean {
    const written = this.#gradientWritten;
    this.#gradientWritten = true;
    return written;
  }
}

/** State that is kept with the model but not trained by gradients. */
export interface Statistic {
  readonly name: string;
  readonly size: number;
  value: number;
}

const PADDING = 16;

/** A copy of everything in a store. */
export type Snapshot = Float32Array | Float64Array;

export class ParameterStore {
  readonly #parameters = new Map<string, Parameter>();
  readonly #statistics = new Map<string, Statistic>();
  #size = 0;
  #allocated = false;
  values = 0;
  gradients = 0;
  firstMoments = 0;
  secondMoments = 0;

  /**
   * @param expect called with each array when it is declared, before memory is allocated; may throw if it does not
   *   match known arrays
   */
  constructor(
    readonly engine: Engine,
    private readonly expect: (name: string, shape: readonly number[]) => void = () => {},
  ) {}

  /** Floats in each flat array; every parameter starts at a multiple of 16. */
  get size(): number {
    return this.#size;
  }

  /** The parameter of that name; the first call declares it. */
  parameter(
    name: string,
    shape: readonly number[],
    initializer: Initializer,
    { decays = true }: ParameterOptions = {},
  ): Parameter {
    const known = this.#parameters.get(name);
    if (known) {
      if (known.shape.join() !== shape.join()) {
        throw new Error(`parameter ${name} has shape ${known.shape.join('x')}, asked for ${shape.join('x')}`);
      }
      return known;
    }
    if (this.#allocated) throw new Error(`parameter ${name} is declared after the store was allocated`);
    this.expect(name, shape);
    const parameter = new Parameter(name, shape, initializer, this.#size, decays);
    this.#parameters.set(name, parameter);
    this.#size += Math.ceil(parameter.size / PADDING) * PADDING;
    return parameter;
  }

  /** A named array of state, filled with `initial`. */
  statistic(name: string, size: number, initial: number): Statistic {
    const known = this.#statistics.get(name);
    if (known) return known;
    this.expect(name, [size]);
    const statistic = { name, size, value: this.engine.allocateFloats(size) };
    this.engine.floats(statistic.value, size).fill(initial);
    this.#statistics.set(name, statistic);
    return statistic;
  }

  /** Lays out the flat arrays. Called by the first program that is compiled; later calls do nothing. */
  allocate(): void {
    if (this.#allocated) return;
    this.#allocated = true;
    this.values = this.engine.allocateFloats(this.#size);
    this.gradients = this.engine.allocateFloats(this.#size);
    this.firstMoments = this.engine.allocateFloats(this.#size);
    this.secondMoments = this.engine.allocateFloats(this.#size);
    for (const p of this.#parameters.values()) {
      p.value = this.values + p.offset * this.engine.bytesPerFloat;
      p.gradient = this.gradients + p.offset * this.engine.bytesPerFloat;
    }
  }

  /** Draws the initial values in the order of declaration. */
  initialize(random: RandomStream): void {
    for (const p of this.#parameters.values()) {
      p.initializer(this.engine.floats(p.value, p.size), random);
    }
  }

  parameters(): IterableIterator<Parameter> {
    return this.#parameters.values();
  }

  /** All named arrays of the network: parameters with their shapes, then statistics. */
  *arrays(): Generator<{ name: string; shape: readonly number[]; view: Float32Array | Float64Array }> {
    for (const p of this.#parameters.values()) {
      yield { name: p.name, shape: p.shape, view: this.engine.floats(p.value, p.size) };
    }
    for (const s of this.#statistics.values()) {
      yield { name: s.name, shape: [s.size], view: this.engine.floats(s.value, s.size) };
    }
  }

  /** A copy of all parameters and statistics, in place of an earlier one if it is given. */
  snapshot(replaced?: Snapshot): Snapshot {
    const views = [...this.arrays()].map((a) => a.view);
    const length = views.reduce((n, v) => n + v.length, 0);
    const copy =
      replaced ?? (this.engine.bytesPerFloat === 4 ? new Float32Array(length) : new Float64Array(length));
    let at = 0;
    for (const view of views) {
      copy.set(view, at);
      at += view.length;
    }
    return copy;
  }

  /** Restores the result of `snapshot`. */
  restore(snapshot: Snapshot): void {
    let at = 0;
    for (const { view } of this.arrays()) {
      view.set(snapshot.subarray(at, at + view.length));
      at += view.length;
    }
  }
}
