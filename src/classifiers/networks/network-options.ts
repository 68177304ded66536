/**
 * The options that all networks share: how they are trained. A network adds those of its form, and overrides
 * a default where it has to.
 */
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
  /** As many more epochs as it takes to make so many steps; 0 adds none. */
  minimumSteps: z.int().min(0).max(10_000_000).default(0),
  /** Rows a step (paper 4.2.1). */
  batchSize: z.int().min(2).max(4096).default(64),
  /** Share of the training rows held back to choose the checkpoint when `fit` is given none; 0 keeps the last epoch. */
  validationFraction: z.number().min(0).lt(1).default(0.2),
  /** Predict with the epoch that was `best` on the rows held back, with the `last`, or the mean of `both`. */
  snapshots: z.enum(SNAPSHOTS).default('best'),
  /**
   * 0 goes over every training row once an epoch; otherwise rows are drawn, the classes in proportion to their
   * frequency to the power of 1 minus this: 1 shows all classes equally often.
   */
  samplingPower: z.number().min(0).max(2).default(0),

  /** `constant` at `learningRate`, or the `one-cycle` policy up to `maximumLearningRate`. */
  schedule: scheduleOption.default('constant'),
  /** The constant schedule's rate (paper 4.2.1); one-cycle starts at its maximum / 25 instead. */
  learningRate: z.number().positive().default(1e-3),
  /** Highest learning rate of the one-cycle policy (paper 4.2.1). */
  maximumLearningRate: z.number().positive().default(1e-2),
  /** The one-cycle policy moves once a `batch`, as PyTorch means it, or once an `epoch`. */
  scheduleStep: z.enum(['batch', 'epoch']).default('batch'),
  /** Decoupled weight decay of AdamW (paper 4.2.1). */
  weightDecay: z.number().min(0).default(1e-5),

  /**
   * Weights of the classes in the classification loss and in the macro F1 that chooses the checkpoint: none,
   * `balanced` (rows / (classes * rows of the class), as scikit-learn), or pairs of label and weight.
   */
  classWeight: classWeightOption,
};

/** `ClassifierEntry.weights` of networks of a single loss. */
export const NETWORK_WEIGHTS =
  'The loss is a weighted mean over each batch, and the macro F1 that chooses the checkpoint counts rows by weight. ' +
  'Batch normalisation and `samplingPower` do not use weights.';

export type ResolvedNetworkOptions = z.output<z.ZodObject<typeof networkOptions>>;

/** What these options say to the training loop. */
export function networkTraining(options: ResolvedNetworkOptions): NetworkTrainingOptions {
  const { epochs, minimumSteps, batchSize, seed, weightDecay } = options;
  const { validationFraction, snapshots, samplingPower } = options;
  return {
    epochs,
    minimumSteps,
    batchSize,
    seed,
    weightDecay,
    validationFraction,
    snapshots,
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
