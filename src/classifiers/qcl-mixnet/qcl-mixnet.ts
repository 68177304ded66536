/** QCL-MixNet, the paper's classifier (sections 3 and 4.2), behind the contract of all classifiers. */

import { oneCycle, type Schedule } from '../../nn/schedules/one-cycle.js';
import type { NetworkDefinition } from '../../training/network-definition.js';
import { classifierEntry } from '../classifier-entry.js';
import { NetworkClassifier, type NetworkTrainingOptions } from '../network-classifier.js';
import { qclMixNetDefinition } from './network.js';
import { type QclMixNetOptions, qclMixNetOptions } from './options.js';

export class QclMixNet extends NetworkClassifier<typeof qclMixNetOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: QclMixNetOptions = {}) {
    super('qcl-mixnet', qclMixNetOptions, options);
  }

  protected override definition(): NetworkDefinition {
    return qclMixNetDefinition(this.options);
  }

  protected override training(): NetworkTrainingOptions {
    const { options } = this;
    const mixup = {
      neighbours: options.mixupNeighbours,
      alpha: options.mixupAlpha,
      lambdaPer: options.mixupLambda,
      space: options.mixupSpace,
    };
    return {
      epochs: options.epochs,
      batchSize: options.batchSize,
      seed: options.seed,
      weightDecay: options.weightDecay,
      validationFraction: options.validationFraction,
      mixup: options.without.includes('mixup') ? undefined : mixup,
      schedule: (totalSteps, stepsPerEpoch) => this.#schedule(totalSteps, stepsPerEpoch),
    };
  }

  #schedule(totalSteps: number, stepsPerEpoch: number): Schedule {
    const { schedule, learningRate, maximumLearningRate: maximum, scheduleStep, epochs } = this.options;
    if (schedule === 'constant') return { at: () => ({ learningRate, beta1: 0.9 }) };
    if (scheduleStep === 'batch') return oneCycle(totalSteps, { maximum });
    const perEpoch = oneCycle(epochs, { maximum });
    return { at: (step) => perEpoch.at(Math.floor(step / stepsPerEpoch)) };
  }
}

export const qclMixNet = classifierEntry(QclMixNet, {
  name: 'qcl-mixnet',
  summary: 'quantum-informed contrastive learning with dynamic mixup (the paper)',
  options: qclMixNetOptions,
});
