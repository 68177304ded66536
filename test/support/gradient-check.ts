/**
 * Gradients against central differences of the same program in 64-bit floats. A recorded network is
 * evaluated as a scalar loss; every element of its input and of every parameter is moved both ways.
 */
import { expect } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { ParameterStore } from '../../src/engine/parameter-store.js';
import { Program, type Tensor } from '../../src/engine/program.js';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import type { KernelBuild } from '../../src/kernels/load.js';
import type { BatchTargets } from '../../src/nn/losses/loss-term.js';

export interface NetworkUnderTest {
  readonly engine: Engine;
  readonly store: ParameterStore;
  readonly program: Program;
  readonly input: Tensor;
  readonly targets: BatchTargets;
  readonly random: RandomStream;
}

export interface NetworkSize {
  readonly rows: number;
  readonly columns: number;
  readonly build?: KernelBuild;
  readonly maximumRows?: number;
  readonly seed?: number;
  /** Whether the input's gradient is wanted; default true. */
  readonly inputGradient?: boolean;
}

/** Records the network and returns how to read its loss after a backward pass. */
export type Recorder = (network: NetworkUnderTest) => () => number;

/**
 * A compiled training program on random input rows with three classes and uneven weights; its parameters
 * have random initial values, none of them at a special place such as zero biases.
 */
export async function recordNetwork(size: NetworkSize, record: Recorder) {
  const {
    rows,
    columns,
    build = 'typescript-float64',
    maximumRows = rows,
    seed = 1,
    inputGradient = true,
  } = size;
  const engine = await Engine.create(build);
  const store = new ParameterStore(engine);
  const program = new Program(engine, store, maximumRows, 'training');
  const input = program.input(columns, inputGradient);
  const targets = { labels: engine.allocateInts(maximumRows), weights: engine.allocateFloats(maximumRows) };
  const random = new RandomStream(seed, 'network');
  const network = { engine, store, program, input, targets, random };
  const loss = record(network);
  program.compile();
  store.initialize(random);
  for (const p of store.parameters()) {
    const values = engine.floats(p.value, p.size);
    for (let i = 0; i < p.size; i++) values[i] += 0.2 * random.normal();
  }
  fillBatch(network, rows);
  return { ...network, loss };
}

/** A batch of `rows` random rows. */
export function fillBatch({ engine, program, input, targets, random }: NetworkUnderTest, rows: number): void {
  program.rows = rows;
  const values = engine.floats(input.value, rows * input.columns);
  for (let i = 0; i < values.length; i++) values[i] = random.normal();
  const labels = engine.ints(targets.labels, rows);
  const weights = engine.floats(targets.weights, rows);
  for (let i = 0; i < rows; i++) {
    labels[i] = i % 3;
    weights[i] = (1 + (i % 4)) / (2.5 * rows);
  }
}

/**
 * The loss sum(c * y) for random c, as the loss of tensors that nothing consumes: its gradient with
 * respect to y is c itself.
 */
export function weightedSum(
  { engine, program, random }: NetworkUnderTest,
  outputs: readonly Tensor[],
  widths: readonly number[] = outputs.map((y) => y.columns),
): () => number {
  const directions = outputs.map((y) =>
    Float64Array.from({ length: program.maximumRows * y.columns }, () => random.normal()),
  );
  // Columns that no row of the batch uses (matrices over pairs of a smaller batch) do not count.
  outputs.forEach((y, o) => {
    const c = directions[o];
    for (let i = 0; i < c.length; i++) if (i % y.columns >= widths[o]) c[i] = 0;
    program.record({
      backward: () => {
        y.claimGradient();
        return () => {
          if (y.gradient !== 0) engine.floats(y.gradient, c.length).set(c);
        };
      },
    });
  });
  return () => {
    let sum = 0;
    outputs.forEach((y, o) => {
      const values = engine.floats(y.value, program.rows * y.columns);
      for (let i = 0; i < values.length; i++) sum += directions[o][i] * values[i];
    });
    return sum;
  };
}

const STEP = 1e-5;

/**
 * Compares every gradient with (L(v + h) - L(v - h)) / 2h, to one part in 10^6 of the larger of the two
 * and of the largest gradient of the same array, or of what rounding L leaves of a gradient that is 0 (of
 * a bias before batch normalisation, say).
 */
export async function expectTrueGradients(size: NetworkSize, record: Recorder): Promise<void> {
  const { engine, store, program, input, loss } = await recordNetwork(size, record);
  const evaluate = () => {
    program.forward();
    program.backward();
    return loss();
  };
  const rowsOfInput = {
    name: 'input',
    value: input.value,
    gradient: input.gradient,
    size: program.rows * input.columns,
  };
  const groups = [...(input.gradient === 0 ? [] : [rowsOfInput]), ...store.parameters()];
  const floor = 1e-4 * Math.max(1, Math.abs(evaluate()));
  const gradients = groups.map((g) => engine.floats(g.gradient, g.size).slice());
  let largestOfAll = 0;
  groups.forEach((group, g) => {
    const values = engine.floats(group.value, group.size);
    const largest = Math.max(...Array.from(gradients[g], Math.abs));
    largestOfAll = Math.max(largestOfAll, largest);
    for (let i = 0; i < group.size; i++) {
      const at = values[i];
      values[i] = at + STEP;
      const above = evaluate();
      values[i] = at - STEP;
      const below = evaluate();
      values[i] = at;
      const numeric = (above - below) / (2 * STEP);
      const analytic = gradients[g][i];
      const error = Math.abs(numeric - analytic) / Math.max(Math.abs(numeric), largest, floor);
      expect(error, `${group.name}[${i}]: ${analytic}, by differences ${numeric}`).toBeLessThan(1e-6);
    }
  });
  // All gradients zero would agree with a network that is cut off.
  expect(largestOfAll).toBeGreaterThan(1e-3);
}
