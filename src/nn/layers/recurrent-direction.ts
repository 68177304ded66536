/**
 * One direction of a recurrent layer: each step multiplies its features by W_ih and the previous state by W_hh; the
 * unit computes the gates and the new state. The initial state is zero, so a sequence of length 1 has no W_hh (its
 * gradient would be zero), but it has a b_hh.
 */
import { matrixProduct, packedProduct } from '../../engine/matrix-product.js';
import type { Parameter } from '../../engine/parameter-store.js';
import type { Program, Step, Tensor } from '../../engine/program.js';
import { uniform } from './initializers.js';
import type { RecurrentStep, RecurrentUnit, RecurrentUnitSteps } from './recurrent-unit.js';

export interface DirectionOptions {
  readonly name: string;
  readonly unit: RecurrentUnit;
  readonly hidden: number;
  /** Features of a step. */
  readonly features: number;
  /** Whether the last step is processed first. */
  readonly reverse: boolean;
}

export class RecurrentDirection {
  readonly output: Tensor;
  readonly #program: Program;
  readonly #x: Tensor;
  readonly #options: DirectionOptions;
  readonly #steps: number;
  /** Columns of the gates. */
  readonly #width: number;
  readonly #weight: Parameter;
  readonly #stateWeight: Parameter | undefined;
  readonly #bias: Parameter;
  readonly #stateBias: Parameter;
  readonly #memory: StepMemory;
  readonly #unitSteps: RecurrentUnitSteps;

  constructor(program: Program, x: Tensor, options: DirectionOptions) {
    const { name, unit, hidden, features, reverse } = options;
    this.#program = program;
    this.#x = x;
    this.#options = options;
    this.#steps = x.columns / features;
    if (!Number.isInteger(this.#steps)) {
      throw new Error(`${x.columns} columns are not a whole number of steps of ${features} features`);
    }
    this.#width = unit.gates * hidden;
    const initial = uniform(1 / Math.sqrt(hidden));
    const parameter = (kind: string, shape: number[]) =>
      program.parameter(`${name}.${kind}_l0${reverse ? '_reverse' : ''}`, shape, initial);
    this.#weight = parameter('weight_ih', [this.#width, features]);
    this.#stateWeight = this.#steps > 1 ? parameter('weight_hh', [this.#width, hidden]) : undefined;
    this.#bias = parameter('bias_ih', [this.#width]);
    this.#stateBias = parameter('bias_hh', [this.#width]);
    this.#memory = allocateSteps(program, options, this.#steps);
    this.output = program.tensor(hidden, true);
    this.#unitSteps = unit.record(program, hidden, this.#steps);
  }

  forward(): Step {
    const multiplyFeatures = this.#featureProduct();
    const states = this.#stateProduct();
    return () => {
      states?.pack();
      for (let index = 0; index < this.#steps; index++) {
        const step = this.#step(index);
        multiplyFeatures(step);
        if (index > 0) states?.multiply(step);
        this.#unitSteps.forward(step);
      }
    };
  }

  backward(): Step {
    const { kernels } = this.#program.engine;
    const { gates } = this.#memory;
    const addBias = this.#bias.claimGradient();
    const addStateBias = this.#stateBias.claimGradient();
    const gradRecurrent = this.#recurrentGradients();
    const states = this.#stateGradient(gradRecurrent);
    const toWeight = this.#weightGradient();
    const toStateWeight = this.#stateWeightGradient(gradRecurrent);
    const toInput = this.#inputGradient();
    return () => {
      states.pack();
      for (let index = this.#steps - 1; index >= 0; index--) {
        const step = this.#step(index);
        states.propagate(step);
        toWeight(step);
        toInput(step);
      }
      toStateWeight();
      const rows = this.#steps * this.#program.rows;
      kernels.columnSums(rows, this.#width, gates, this.#width, this.#bias.gradient, addBias);
      kernels.columnSums(
        rows,
        this.#width,
        gradRecurrent,
        this.#width,
        this.#stateBias.gradient,
        addStateBias,
      );
    };
  }

  /** Byte offset of a step's gates; the steps follow one another. */
  #gateOffset(index: number): number {
    return index * this.#program.rows * this.#width * this.#program.engine.bytesPerFloat;
  }

  #step(index: number): RecurrentStep {
    const { gates, recurrent, keepsGates, keepsRecurrent } = this.#memory;
    return {
      index,
      gates: keepsGates ? gates + this.#gateOffset(index) : gates,
      recurrent:
        index === 0
          ? this.#stateBias.value
          : keepsRecurrent
            ? recurrent + this.#gateOffset(index)
            : recurrent,
      ldRecurrent: index === 0 ? 0 : this.#width,
      previous: index === 0 ? 0 : this.#state(index - 1),
      state: this.#state(index),
    };
  }

  #state(index: number): number {
    const { rows, engine } = this.#program;
    const { states } = this.#memory;
    if (states === 0 || index === this.#steps - 1) return this.output.value;
    return states + index * rows * this.#options.hidden * engine.bytesPerFloat;
  }

  /** Offset of a step's features within a row of the input. */
  #inputOffset(index: number): number {
    const { reverse, features } = this.#options;
    const place = reverse ? this.#steps - 1 - index : index;
    return place * features * this.#program.engine.bytesPerFloat;
  }

  /** The gates that have an effect, as ranges of columns. */
  #gateRanges(): { readonly first: number; readonly columns: number }[] {
    const { unit, hidden } = this.#options;
    const ranges = this.#steps === 1 ? unit.gatesWithoutState : [[0, unit.gates] as const];
    return ranges.map(([first, count]) => ({ first: first * hidden, columns: count * hidden }));
  }

  /** Writes W_ih x + b_ih of a step to its gates. */
  #featureProduct(): (step: RecurrentStep) => void {
    const { kernels, bytesPerFloat } = this.#program.engine;
    const { features } = this.#options;
    const ranges = this.#gateRanges().map(({ first, columns }) => {
      const offset = first * bytesPerFloat;
      const product = matrixProduct(kernels, {
        transpose: 'B',
        n: columns,
        k: features,
        strides: { a: this.#x.columns, c: this.#width },
        bias: this.#bias.value + offset,
      });
      return { product, offset, weight: this.#weight.value + offset * features };
    });
    return ({ index, gates }) => {
      const x = this.#x.value + this.#inputOffset(index);
      for (const { product, offset, weight } of ranges) {
        product(this.#program.rows, x, weight, gates + offset);
      }
    };
  }

  /** Writes W_hh h + b_hh of a step; undefined for a single step. */
  #stateProduct(): { pack(): void; multiply(step: RecurrentStep): void } | undefined {
    const weight = this.#stateWeight;
    if (!weight) return undefined;
    const product = packedProduct(this.#program.engine, {
      transposeB: true,
      n: this.#width,
      k: this.#options.hidden,
    });
    return {
      pack: () => product.pack(weight.value),
      multiply: ({ previous, recurrent }) =>
        product.multiply(this.#program.rows, previous, recurrent, this.#stateBias.value),
    };
  }

  /** Address of the gradients of W_hh h + b_hh: those of the gates, unless the unit has separate ones. */
  #recurrentGradients(): number {
    const { engine, maximumRows } = this.#program;
    if (!this.#options.unit.keepsRecurrent) return this.#memory.gates;
    return this.#steps === 1 ? engine.allocateFloats(maximumRows * this.#width) : this.#memory.recurrent;
  }

  /** Replaces a step's gates by their gradients and propagates that of the state to the previous step. */
  #stateGradient(gradRecurrent: number): { pack(): void; propagate(step: RecurrentStep): void } {
    const { engine, maximumRows } = this.#program;
    const { hidden } = this.#options;
    const weight = this.#stateWeight;
    const gradState = weight ? engine.allocateFloats(maximumRows * hidden) : 0;
    const gradPrevious = engine.allocateFloats(maximumRows * hidden);
    const product = weight && packedProduct(engine, { transposeB: false, n: hidden, k: this.#width });
    return {
      pack: () => {
        if (weight) product?.pack(weight.value);
      },
      propagate: (step) => {
        const { rows } = this.#program;
        const own = gradRecurrent + this.#gateOffset(step.index);
        const from = step.index === this.#steps - 1 ? this.output.gradient : gradState;
        const bypasses = this.#unitSteps.backward(step, from, own, gradPrevious);
        if (step.index === 0) return;
        product?.multiply(rows, own, gradState);
        if (bypasses) engine.kernels.add(rows * hidden, gradState, gradPrevious, gradState);
      },
    };
  }

  #weightGradient(): (step: RecurrentStep) => void {
    const { kernels, bytesPerFloat } = this.#program.engine;
    const { features } = this.#options;
    const add = this.#weight.claimGradient();
    const ranges = this.#gateRanges().map(({ first, columns }) => {
      const offset = first * bytesPerFloat;
      const product = matrixProduct(kernels, {
        transpose: 'A',
        m: columns,
        n: features,
        strides: { a: this.#width, b: this.#x.columns },
      });
      return { product, offset, gradient: this.#weight.gradient + offset * features };
    });
    return ({ index, gates }) => {
      const x = this.#x.value + this.#inputOffset(index);
      const addsUp = add || index < this.#steps - 1;
      for (const { product, offset, gradient } of ranges) {
        product(this.#program.rows, gates + offset, x, gradient, addsUp);
      }
    };
  }

  /** One product for all steps but the first: their gradients are contiguous, as are the previous states. */
  #stateWeightGradient(gradRecurrent: number): Step {
    const weight = this.#stateWeight;
    if (!weight) return () => {};
    const add = weight.claimGradient();
    const product = matrixProduct(this.#program.engine.kernels, {
      transpose: 'A',
      m: this.#width,
      n: this.#options.hidden,
    });
    return () => {
      const rows = (this.#steps - 1) * this.#program.rows;
      const gradients = gradRecurrent + this.#gateOffset(1);
      product(rows, gradients, this.#memory.states, weight.gradient, add);
    };
  }

  #inputGradient(): (step: RecurrentStep) => void {
    const x = this.#x;
    if (x.gradient === 0) return () => {};
    const add = x.claimGradient();
    const product = matrixProduct(this.#program.engine.kernels, {
      n: this.#options.features,
      k: this.#width,
      strides: { c: x.columns },
    });
    return ({ index, gates }) => {
      const to = x.gradient + this.#inputOffset(index);
      product(this.#program.rows, gates, this.#weight.value, to, add);
    };
  }
}

/** In training each step keeps its values for the backward pass; otherwise all steps share one step's memory. */
interface StepMemory {
  readonly gates: number;
  readonly keepsGates: boolean;
  /** W_hh h + b_hh, kept only if its gradients differ from those of the gates. */
  readonly recurrent: number;
  readonly keepsRecurrent: boolean;
  /** All states but the last, which is the output; 0 if they are not kept. */
  readonly states: number;
}

function allocateSteps(program: Program, { unit, hidden }: DirectionOptions, steps: number): StepMemory {
  const { engine, maximumRows } = program;
  const keepsGates = program.mode === 'training' && steps > 1;
  const keepsRecurrent = keepsGates && unit.keepsRecurrent;
  const allocate = (count: number, columns: number) => engine.allocateFloats(count * maximumRows * columns);
  const width = unit.gates * hidden;
  return {
    gates: allocate(keepsGates ? steps : 1, width),
    keepsGates,
    recurrent: allocate(steps === 1 ? 0 : keepsRecurrent ? steps : 1, width),
    keepsRecurrent,
    states: keepsGates ? allocate(steps - 1, hidden) : 0,
  };
}
