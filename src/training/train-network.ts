/**
 * The mini-batch training loop of all networks: batches in random order, mixup, one recorded step, AdamW, and after
 * each epoch the score that chooses the checkpoint (paper Algorithm 1).
 */
import type { Engine } from '../engine/engine.js';
import type { ParameterStore, Snapshot } from '../engine/parameter-store.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { macroF1 } from '../metrics/macro-f1.js';
import { AdamW } from '../nn/optimisers/adamw.js';
import type { Schedule } from '../nn/schedules/one-cycle.js';
import { epochOrder } from './batch-order.js';
import type { FitProgress } from './fit-progress.js';
import type { MixupSchedule } from './mixup-plan.js';
import type { NetworkDefinition } from './network-definition.js';
import { NetworkPredictor } from './network-predictor.js';
import { prepareMixup } from './prepare-mixup.js';
import type { TrainingData } from './training-data.js';
import { recordTrainingStep, type StepMixup } from './training-step.js';

export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Classes are drawn in proportion to their frequency to the power of 1 minus this; see `epochOrder`. */
  readonly samplingPower?: number;
  /** Least number of steps, reached by more epochs if needed; default 0. */
  readonly minimumSteps?: number;
  /** Most steps, kept by fewer epochs, but at least one; default no limit. */
  readonly maximumSteps?: number;
  /** Make exactly this many steps instead, the last epoch perhaps cut short. */
  readonly exactSteps?: number;
  readonly weightDecay: number;
  /** Learning rate and beta1 of each step of `totalSteps`. */
  readonly schedule: (totalSteps: number, stepsPerEpoch: number) => Schedule;
  /** Default: none. */
  readonly mixup?: StepMixup;
  readonly onProgress?: (progress: FitProgress) => void;
  readonly signal?: AbortSignal;
}

/** One entry per epoch. */
export interface TrainingHistory {
  readonly loss: number[];
  readonly validationMacroF1: number[];
}

export interface TrainingResult {
  /** 1-based epoch whose parameters the store holds now; the last one without validation rows. */
  readonly bestEpoch: number;
  readonly history: TrainingHistory;
  /** The result of the definition's `keep`. */
  readonly kept: Matrix | undefined;
  /** Set when the signal stopped the training; the store then holds the best checkpoint so far. */
  readonly aborted: boolean;
  /** The parameters after the last epoch, if another epoch was the best. */
  readonly last: Snapshot | undefined;
  /** Of a whole epoch. */
  readonly stepsPerEpoch: number;
  /** The settings of mixup, if they were learned or replayed. */
  readonly mixup?: MixupSchedule;
}

/** A last batch of one row, which cannot be normalised, is dropped. */
function stepsPerEpoch(rows: number, batchSize: number): number {
  return rows % batchSize === 1 ? Math.floor(rows / batchSize) : Math.ceil(rows / batchSize);
}

function epochsOf(
  { epochs, minimumSteps = 0, maximumSteps, exactSteps }: TrainingOptions,
  steps: number,
): number {
  if (exactSteps !== undefined) return Math.ceil(exactSteps / steps);
  const most =
    maximumSteps === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(maximumSteps / steps));
  return Math.min(most, Math.max(epochs, Math.ceil(minimumSteps / steps)));
}

/**
 * Trains in place: `store` ends with the parameters of the best epoch. bestEpoch is 0 if the signal stopped the
 * training before the first epoch was complete. Throws `InputError` if the loss is not finite.
 */
export async function trainNetwork(
  engine: Engine,
  store: ParameterStore,
  definition: NetworkDefinition,
  data: TrainingData,
  options: TrainingOptions,
): Promise<TrainingResult> {
  const { X, classes, validation } = data;
  const { seed, signal } = options;
  const batchSize = Math.min(options.batchSize, X.rows);
  const steps = stepsPerEpoch(X.rows, batchSize);
  const epochs = epochsOf(options, steps);
  const totalSteps = options.exactSteps ?? epochs * steps;
  const prepared = await prepareMixup(data, { stepsPerEpoch: steps, totalSteps }, options);
  if (prepared === 'aborted') {
    return {
      bestEpoch: 0,
      history: { loss: [], validationMacroF1: [] },
      kept: undefined,
      aborted: true,
      last: undefined,
      stepsPerEpoch: steps,
    };
  }
  const { plan } = prepared;
  const step = recordTrainingStep(engine, store, definition, data, batchSize, options, prepared);
  store.initialize(new RandomStream(seed, 'initial-values'));
  const kept = definition.keep?.(data);
  const predictor =
    validation || plan?.endEpoch
      ? new NetworkPredictor(engine, store, definition.inference(X.columns, classes, kept), X.columns)
      : undefined;
  const argmax = validation && (await predictor?.repeatedArgmax(validation.X));
  const optimiser = new AdamW(store, { weightDecay: options.weightDecay });
  const schedule = options.schedule(totalSteps, steps);
  const fillOrder = epochOrder(
    data.y,
    classes,
    options.samplingPower ?? 0,
    new RandomStream(seed, 'batches'),
  );
  const order = new Int32Array(X.rows);
  const history: TrainingHistory = { loss: [], validationMacroF1: [] };
  const slices = timeSlices();
  const started = performance.now();
  let best = { macroF1: -1, epoch: 0, parameters: store.snapshot() };

  for (let epoch = 1; epoch <= epochs; epoch++) {
    fillOrder(order);
    let loss = 0;
    let learningRate = 0;
    const first = (epoch - 1) * steps;
    const ofEpoch = Math.min(steps, totalSteps - first);
    for (let b = 0; b < ofEpoch; b++) {
      if (slices.due()) await slices.pause();
      if (signal?.aborted) {
        store.restore(best.parameters);
        return {
          ...{ bestEpoch: best.epoch, history, kept },
          ...{ aborted: true, last: undefined, stepsPerEpoch: steps, mixup: plan?.schedule() },
        };
      }
      plan?.begin(first + b);
      loss += step(order, b * batchSize, Math.min(X.rows, (b + 1) * batchSize)) / ofEpoch;
      const rates = schedule.at(first + b);
      learningRate = rates.learningRate;
      optimiser.step(learningRate, rates.beta1);
    }
    if (!Number.isFinite(loss)) throw diverged(epoch, loss);
    history.loss.push(loss);
    let score: number | undefined;
    await predictor?.refresh();
    if (predictor) await plan?.endEpoch?.(predictor);
    if (validation && argmax) {
      score = macroF1(validation.y, await argmax(), classes, validation.weights);
      history.validationMacroF1.push(score);
    }
    if (score === undefined) best = { ...best, epoch, parameters: store.snapshot(best.parameters) };
    else if (score > best.macroF1) {
      best = { macroF1: score, epoch, parameters: store.snapshot(best.parameters) };
    }
    options.onProgress?.({
      epoch,
      epochs,
      loss,
      validationMacroF1: score,
      bestMacroF1: score === undefined ? undefined : best.macroF1,
      bestEpoch: best.epoch,
      learningRate,
      secondsElapsed: (performance.now() - started) / 1000,
    });
  }
  const last = best.epoch < epochs ? store.snapshot() : undefined;
  store.restore(best.parameters);
  return {
    ...{ bestEpoch: best.epoch, history, kept },
    ...{ aborted: false, last, stepsPerEpoch: steps, mixup: plan?.schedule() },
  };
}

function diverged(epoch: number, loss: number): InputError {
  return new InputError(
    `the training diverged: the loss of epoch ${epoch} is ${loss}. Lower the learning rate, and check X for extreme values`,
  );
}
