/**
 * The options that all networks share: how they are trained. A network adds those of its form, and overrides
 * a default where it has to.
 */
import * as z from 'zod';
import { oneCycle } from '../nn/schedules/one-cycle.js';
import { classWeightOption } from './class-weight.js';
import type { NetworkTrainingOptions } from './network-classifier.js';

const SCHEDULES = ['one-cycle', 'constant'] as const;
export const scheduleOption = z.enum(SCHEDULES);

/** The width of a layer. */
export const widthOption = z.int().min(1).max(4096);

export const networkOptions = {
  /** Seed of all random streams. */
  seed: z.int().min(0).default(42),
  /** Passes over the training rows (paper 4.2.1). */
  epochs: z.int().min(1).max(1_000_000).default(100),
  /** Rows a step (paper 4.2.1). */
  batchSize: z.int().min(2).max(4096).default(64),
  /** Share of the training rows held back to choose the checkpoint when `fit` is given none; 0 keeps the last epoch. */
  validationFraction: z.number().min(0).lt(1).default(0.2),

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
   * Weights of the classes in the classification loss: none, `balanced` (rows / (classes * rows of the class),
   * as scikit-learn), or pairs of label and weight.
   */
  classWeight: classWeightOption,
};

export type ResolvedNetworkOptions = z.output<z.ZodObject<typeof networkOptions>>;

/** What these options say to the training loop. */
export function networkTraining(options: ResolvedNetworkOptions): NetworkTrainingOptions {
  const { epochs, batchSize, seed, weightDecay, validationFraction } = options;
  return { epochs, batchSize, seed, weightDecay, validationFraction, schedule: scheduleOf(options) };
}

function scheduleOf(options: ResolvedNetworkOptions): NetworkTrainingOptions['schedule'] {
  const { schedule, learningRate, maximumLearningRate: maximum, scheduleStep, epochs } = options;
  return (totalSteps, stepsPerEpoch) => {
    if (schedule === 'constant') return { at: () => ({ learningRate, beta1: 0.9 }) };
    if (scheduleStep === 'batch') return oneCycle(totalSteps, { maximum });
    const perEpoch = oneCycle(epochs, { maximum });
    return { at: (step) => perEpoch.at(Math.floor(step / stepsPerEpoch)) };
  };
}
