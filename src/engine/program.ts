/**
 * A network as a fixed program. Layers append operations once; `compile` turns each into plain calls of kernels with
 * fixed addresses; a step replays them. Nothing is allocated in a step. The number of rows may vary from step to
 * step, up to the program's maximum.
 */
import type { Engine } from './engine.js';
import type {
  Initializer,
  Parameter,
  ParameterOptions,
  ParameterStore,
  Statistic,
} from './parameter-store.js';

export type Step = () => void;

/**
 * One operation. Its builders run at `compile`, when all addresses are known: `forward` in the order of recording,
 * `backward` in the reverse order, so that `claimGradient` tells which operation writes a gradient first.
 */
export interface Operation {
  forward?: () => Step;
  backward?: () => Step;
  /** Work that depends only on parameters, replayed by `Program.refresh` (fusing). */
  refresh?: () => Step;
}

/** Integers for each row that depend only on the input, such as its nearest kept rows. */
export interface RowLookup {
  /** Address of rows x `width` 32-bit integers. */
  readonly address: number;
  readonly width: number;
  /** Computes them for the rows of the current step. */
  readonly find: Step;
}

/**
 * Sums of the elementwise product of a tensor's gradient g and value y: over each row, and over each
 * column of the batch. Addresses of maximumRows and of columns floats.
 */
export interface GradientProducts {
  readonly rows: number;
  readonly columns: number;
}

/** rows x columns activations, row-major, and their gradient. */
export class Tensor {
  #gradientWritten = false;
  #productsWritten = false;
  /**
   * Set by a producer that needs only these sums of the gradient. A consumer that can compute them without the
   * gradient itself does so (a linear layer saves a third of its backward work).
   */
  products: GradientProducts | undefined;

  constructor(
    readonly columns: number,
    readonly value: number,
    /** 0 if nothing before this tensor has parameters. */
    readonly gradient: number,
  ) {}

  /** Whether an earlier backward step writes the gradient, so that the caller must add to it. */
  claimGradient(): boolean {
    const written = this.#gradientWritten;
    this.#gradientWritten = true;
    return written;
  }

  /** Like `claimGradient`, for `products`. */
  claimProducts(): boolean {
    const written = this.#productsWritten;
    this.#productsWritten = true;
    return written;
  }

  /** Whether any consumer wrote the gradient; meaningful in the producer's backward builder. */
  get hasGradient(): boolean {
    return this.#gradientWritten;
  }

  get hasProducts(): boolean {
    return this.#productsWritten;
  }
}

export class Program {
  /** Rows of the current step, at most `maximumRows`. */
  rows: number;
  /** Must be computed, or restored from an earlier result, between filling the input and `forward`. */
  readonly lookups: RowLookup[] = [];
  /** Long computations done once; must be awaited before the first `refresh`. */
  readonly preparations: (() => Promise<void>)[] = [];
  readonly #operations: Operation[] = [];
  #forward: Step[] = [];
  #backward: Step[] = [];
  #refresh: Step[] = [];

  constructor(
    readonly engine: Engine,
    readonly store: ParameterStore,
    readonly maximumRows: number,
    /** `training`: batch statistics and gradients; `inference`: running statistics, no gradients. */
    readonly mode: 'training' | 'inference',
  ) {
    this.rows = maximumRows;
  }

  /** A tensor that the caller fills; with a gradient on request. */
  input(columns: number, gradient = false): Tensor {
    return this.tensor(columns, gradient);
  }

  tensor(columns: number, gradient: boolean): Tensor {
    const n = this.maximumRows * columns;
    const value = this.engine.allocateFloats(n);
    return new Tensor(
      columns,
      value,
      gradient && this.mode === 'training' ? this.engine.allocateFloats(n) : 0,
    );
  }

  parameter(
    name: string,
    shape: readonly number[],
    initializer: Initializer,
    options?: ParameterOptions,
  ): Parameter {
    return this.store.parameter(name, shape, initializer, options);
  }

  statistic(name: string, size: number, initial: number): Statistic {
    return this.store.statistic(name, size, initial);
  }

  /** The address of `width` integers per row, written by `find`. */
  lookup(width: number, find: (address: number) => void): number {
    const address = this.engine.allocateInts(this.maximumRows * width);
    this.lookups.push({ address, width, find: () => find(address) });
    return address;
  }

  record(operation: Operation): void {
    this.#operations.push(operation);
  }

  /**
   * For a kernel that writes a gradient and cannot add: the address to write to, and the step to run
   * after it. Called from a backward builder.
   */
  gradientTarget(x: Tensor): { address: number; finish: Step } {
    const wanted = x.gradient !== 0;
    if (wanted && !x.claimGradient()) return { address: x.gradient, finish: () => {} };
    const own = this.engine.allocateFloats(this.maximumRows * x.columns);
    const { kernels } = this.engine;
    const add = () => kernels.scaleInto(this.rows * x.columns, 1, own, x.gradient, true);
    return { address: own, finish: wanted ? add : () => {} };
  }

  compile(): this {
    this.store.allocate();
    const built = <T>(steps: (T | undefined)[]) => steps.filter((s) => s !== undefined);
    this.#forward = built(this.#operations.map((o) => o.forward?.()));
    if (this.mode === 'training')
      this.#backward = built(this.#operations.toReversed().map((o) => o.backward?.()));
    this.#refresh = built(this.#operations.map((o) => o.refresh?.()));
    return this;
  }

  forward(): void {
    for (const step of this.#forward) step();
  }

  backward(): void {
    for (const step of this.#backward) step();
  }

  /** Must be called after parameters change, before `forward`, in programs that fuse. */
  refresh(): void {
    for (const step of this.#refresh) step();
  }
}
