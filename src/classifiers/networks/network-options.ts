/** Training options shared by all networks. A network adds those of its architecture, and may override defaults. */
import * as z from 'zod';
import { oneCycle } from '../../nn/schedules/one-cycle.js';
import { classWeightOption } from '../contract/class-weight.js';
import type { NetworkTrainingOptions } from './network-classifier.js';

const SCHEDULES = ['one-cycle', 'constant'] as const;
export const scheduleOption = z.enum(SCHEDULES);

const SNAPSHOTS = ['best', 'last', 'both'] as const;

/** The width of a layer. */
export const widthOption = z.int().min(1).max(4096);

export const networkOptions = {
  /** Seed of all random streams. */
  seed: z.int().min(0).default(42),
  /** Passes over the training rows (paper 4.2.1). */
  epochs: z.int().min(1).max(1_000_000).default(100),
  /** Adds epochs until at least this many steps are made; 0 adds none. */
  minimumSteps: z.int().min(0).max(10_000_000).default(0),
  /** Makes fewer epochs, but at least one, if they would be more steps than this; default no limit. */
  maximumSteps: z.int().min(1).optional(),
  /** Rows per step (paper 4.2.1). */
  batchSize: z.int().min(2).max(4096).default(64),
  /**
   * Share of the training rows held out to choose the checkpoint if `fit` is given no validation rows; 0 keeps the
   * last epoch. `trainOnTable` and `compareClassifiers` hold out rows only if this option is given.
   */
  validationFraction: z.number().min(0).lt(1).default(0.2),
  /** Predict with the `best` epoch on the validation rows, with the `last`, or with the mean of `both`. */
  snapshots: z.enum(SNAPSHOTS).default('best'),
  /**
   * Train twice: the held-out rows choose the number of steps, then a network is trained on all rows for that many, with the
   * same learning rates. It replaces the first one, whatever `snapshots` says. Without held-out rows, or if validation rows are
   * given to `fit`, nothing is refitted. `trainOnTable` and `compareClassifiers` hold out rows if this is set.
   */
  refit: z.boolean().default(false),
  /**
   * 0 uses every training row once per epoch; otherwise rows are drawn with replacement, the classes in proportion to
   * their frequency to the power of 1 minus this: 1 draws all classes equally often.
   */
  samplingPower: z.number().min(0).max(2).default(0),

  /** `constant` at `learningRate`, or the `one-cycle` policy up to `maximumLearningRate`. */
  schedule: scheduleOption.default('constant'),
  /** The constant schedule's rate (paper 4.2.1); one-cycle starts at its maximum / 25 instead. */
  learningRate: z.number().positive().default(1e-3),
  /** Highest learning rate of the one-cycle policy (paper 4.2.1). */
  maximumLearningRate: z.number().positive().default(1e-2),
  /** The one-cycle policy advances once per `batch`, as in PyTorch, or once per `epoch`. */
  scheduleStep: z.enum(['batch', 'epoch']).default('batch'),
  /** Decoupled weight decay of AdamW (paper 4.2.1). */
  weightDecay: z.number().min(0).default(1e-5),

  /**
   * Weights of the classes in the classification loss and in the macro F1 that chooses the checkpoint: none,
   * `balanced` (rows / (classes * rows of the class), as scikit-learn), or pairs of label and weight.
   */
  classWeight: classWeightOption,
};

/** `ClassifierEntry.weights` of networks with a single loss. */
export const NETWORK_WEIGHTS =
  'The loss is a weighted mean over each batch, and the macro F1 that chooses the checkpoint counts rows by weight. ' +
  'Batch normalisation and `samplingPower` do not use weights.';

export type ResolvedNetworkOptions = z.output<z.ZodObject<typeof networkOptions>>;

/** The options of the training loop. */
export function networkTraining(options: ResolvedNetworkOptions): NetworkTrainingOptions {
  const { epochs, minimumSteps, maximumSteps, batchSize, seed, weightDecay } = options;
  const { validationFraction, snapshots, refit, samplingPower } = options;
  return {
    epochs,
    minimumSteps,
    maximumSteps,
    batchSize,
    seed,
    weightDecay,
    validationFraction,
    snapshots,
    refit,
    samplingPower,
    schedule: scheduleOf(options),
  };
}

function scheduleOf(options: ResolvedNetworkOptions): NetworkTrainingOptions['schedule'] {
  const { schedule, learningRate, maximumLearningRate: maximum, scheduleStep } = options;
  return (totalSteps, stepsPerEpoch) => {
    if (schedule === 'constant') return { at: () => ({ learningRate, beta1: 0.9 }) };
    if (scheduleStep === 'batch') return oneCycle(totalSteps, { maximum });
    const perEpoch = oneCycle(totalSteps / stepsPerEpoch, { maximum });
    return { at: (step) => perEpoch.at(Math.floor(step / stepsPerEpoch)) };
  };
}
