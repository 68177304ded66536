/** One recorded training step: gathers a batch, mixes it, and runs forward and backward. */
import type { Engine } from '../engine/engine.js';
import type { ParameterStore } from '../engine/parameter-store.js';
import { Program } from '../engine/program.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { copyRows, type Matrix } from '../matrix.js';
import type { NeighbourSearchName } from '../neighbours/row-neighbours.js';
import {
  classDraws,
  fixedDraws,
  type MixupDraws,
  type NeighbourMixupOptions,
} from '../nn/augmentation/mixup-draws.js';
import { neighbourMixup } from '../nn/augmentation/neighbour-mixup.js';
import { tableMixup } from '../nn/augmentation/table-mixup.js';
import type { MixupPlan, MixupSchedule } from './mixup-plan.js';
import type { NetworkDefinition } from './network-definition.js';
import type { PreparedMixup } from './prepare-mixup.js';
import type { TrainingData } from './training-data.js';

/** Mixup, and where it searches neighbours. */
export interface StepMixup extends NeighbourMixupOptions {
  /** The space of the search in a batch. */
  readonly space: 'input' | 'embedding';
  /** The search among all rows of the table, by distance of the input, instead of the batch's; default the batch's. */
  readonly table?: NeighbourSearchName;
  /**
   * The setting of each class: `learned` with the data's `heldBack` rows, if there are enough, or as in an earlier training;
   * default always that of these options.
   */
  readonly schedule?: 'learned' | MixupSchedule;
}

/** Trains on the rows order[start .. end - 1]; leaves the gradients in the store, returns the loss. */
export type TrainingStep = (order: Int32Array, start: number, end: number) => number;

/** Tables up to this size are copied to the kernels' memory once, larger ones batch by batch. */
const RESIDENT_BYTES = 64 * 2 ** 20;

export function recordTrainingStep(
  engine: Engine,
  store: ParameterStore,
  definition: NetworkDefinition,
  data: TrainingData,
  batchSize: number,
  { seed, mixup }: { seed: number; mixup?: StepMixup },
  { neighbours, plan }: PreparedMixup = {},
): TrainingStep {
  const { columns } = data.X;
  const fillRows = rowGatherer(engine, data.X, batchSize);
  const program = new Program(engine, store, batchSize, 'training');
  const input = program.input(columns);
  const mixed = mixup ? program.input(columns) : input;
  const targets = { labels: engine.allocateInts(batchSize), weights: engine.allocateFloats(batchSize) };
  const loss = definition.record(program, mixed, targets, data.classes);
  let lookup: Program | undefined;
  let space = input;
  if (mixup?.space === 'embedding' && neighbours === undefined && definition.embedding) {
    lookup = new Program(engine, store, batchSize, 'inference');
    space = definition.embedding(lookup, input, data.classes);
  }
  const classOf = () => engine.ints(targets.labels, program.rows);
  const draws = mixup && mixupDraws(new RandomStream(seed, 'mixup'), mixup, classOf, plan);
  const inTable = draws && neighbours && tableMixup(program, mixed, fillRows, neighbours, draws);
  const inBatch = draws && !inTable ? neighbourMixup(program, input, mixed, space, draws) : undefined;
  program.compile();
  lookup?.compile();

  return (order, start, end) => {
    const rows = end - start;
    const batch = order.subarray(start, end);
    if (!inTable) fillRows(batch, input.value);
    fillTargets(data, batch, engine.ints(targets.labels, rows), engine.floats(targets.weights, rows));
    program.rows = rows;
    if (lookup) {
      lookup.rows = rows;
      lookup.forward();
    }
    inBatch?.mix();
    inTable?.mix(batch);
    program.forward();
    program.backward();
    return loss.value();
  };
}

function mixupDraws(
  random: RandomStream,
  mixup: StepMixup,
  classOf: () => Int32Array,
  plan: MixupPlan | undefined,
): MixupDraws {
  if (plan === undefined) return fixedDraws(random, mixup);
  return classDraws(random, mixup.lambdaPer, classOf, plan.settingOf);
}

/** Returns a function that writes the rows of a batch to an address. */
function rowGatherer(engine: Engine, X: Matrix, batchSize: number): (batch: Int32Array, to: number) => void {
  const { data, columns } = X;
  if (data.byteLength <= RESIDENT_BYTES) {
    const table = engine.allocateFloats(data.length);
    engine.floats(table, data.length).set(data);
    const indices = engine.allocateInts(batchSize);
    return (batch, to) => {
      engine.ints(indices, batch.length).set(batch);
      engine.kernels.gatherRows(batch.length, columns, table, indices, to);
    };
  }
  return (batch, to) => copyRows(X, batch, engine.floats(to, batch.length * columns));
}

/** Labels and weights of a batch; the weights are divided by their sum. */
function fillTargets(
  { y, weights }: TrainingData,
  batch: Int32Array,
  labels: Int32Array,
  rowWeights: Float32Array | Float64Array,
): void {
  let total = 0;
  for (const row of batch) total += weights ? weights[row] : 1;
  for (let i = 0; i < batch.length; i++) {
    const row = batch[i];
    labels[i] = y[row];
    // If all weights of a batch are zero, the weighted loss terms are zero.
    rowWeights[i] = total > 0 ? (weights ? weights[row] : 1) / total : 0;
  }
}
