/** One recorded training step: gathers a batch, mixes it, and runs forward and backward. */
import type { Engine } from '../engine/engine.js';
import type { ParameterStore } from '../engine/parameter-store.js';
import { Program } from '../engine/program.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { type NeighbourMixupOptions, neighbourMixup } from '../nn/augmentation/neighbour-mixup.js';
import type { NetworkDefinition } from './network-definition.js';
import type { TrainingData } from './training-data.js';

/** Mixup, and the space in which it looks for neighbours. */
export interface StepMixup extends NeighbourMixupOptions {
  readonly space: 'input' | 'embedding';
}

/** Trains on the rows order[start .. end - 1]; leaves the gradients in the store, returns the loss. */
export type TrainingStep = (order: Int32Array, start: number, end: number) => number;

/** Rows up to this width are copied element by element: a view and a call for each cost more. */
const NARROW = 256;

export function recordTrainingStep(
  engine: Engine,
  store: ParameterStore,
  definition: NetworkDefinition,
  data: TrainingData,
  batchSize: number,
  { seed, mixup }: { seed: number; mixup?: StepMixup },
): TrainingStep {
  const { columns } = data.X;
  const program = new Program(engine, store, batchSize, 'training');
  const input = program.input(columns);
  const mixed = mixup ? program.input(columns) : input;
  const targets = { labels: engine.allocateInts(batchSize), weights: engine.allocateFloats(batchSize) };
  const loss = definition.record(program, mixed, targets, data.classes);
  let lookup: Program | undefined;
  let space = input;
  if (mixup?.space === 'embedding' && definition.embedding) {
    lookup = new Program(engine, store, batchSize, 'inference');
    space = definition.embedding(lookup, input);
  }
  const augmentation = mixup
    ? neighbourMixup(program, input, mixed, space, new RandomStream(seed, 'mixup'), mixup)
    : undefined;
  program.compile();
  lookup?.compile();

  return (order, start, end) => {
    const rows = end - start;
    gather(
      data,
      order,
      start,
      rows,
      engine.floats(input.value, rows * columns),
      engine.ints(targets.labels, rows),
      engine.floats(targets.weights, rows),
    );
    program.rows = rows;
    if (lookup) {
      lookup.rows = rows;
      lookup.forward();
    }
    augmentation?.mix();
    program.forward();
    program.backward();
    return loss.value();
  };
}

/** Copies a batch's rows, labels and weights; the weights are divided by their sum. */
function gather(
  { X, y, weights }: TrainingData,
  order: Int32Array,
  start: number,
  rows: number,
  values: Float32Array | Float64Array,
  labels: Int32Array,
  rowWeights: Float32Array | Float64Array,
): void {
  const { columns, data } = X;
  let total = 0;
  for (let i = 0; i < rows; i++) total += weights ? weights[order[start + i]] : 1;
  for (let i = 0; i < rows; i++) {
    const row = order[start + i];
    const from = row * columns;
    if (columns > NARROW) values.set(data.subarray(from, from + columns), i * columns);
    else for (let j = 0; j < columns; j++) values[i * columns + j] = data[from + j];
    labels[i] = y[row];
    // A batch whose every weight is zero has nothing to learn from in the weighted terms.
    rowWeights[i] = total > 0 ? (weights ? weights[row] : 1) / total : 0;
  }
}
