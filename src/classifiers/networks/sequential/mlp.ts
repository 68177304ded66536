/** A multilayer perceptron: hidden layers of Linear - BatchNorm - ReLU, then Linear. */
import * as z from 'zod';
import { relu } from '../../../nn/layers/activation.js';
import { batchNorm } from '../../../nn/layers/batch-norm.js';
import type { Layer } from '../../../nn/layers/layer.js';
import { linear } from '../../../nn/layers/linear.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { NETWORK_WEIGHTS, networkOptions, widthOption } from '../network-options.js';
import { networkRules } from '../option-rules.js';
import { mlpSpace } from '../search-spaces.js';
import { SequentialClassifier } from './sequential-classifier.js';

export const mlpOptions = z.strictObject({
  ...networkOptions,
  /** Widths of the hidden layers. */
  hiddenSizes: z.array(widthOption).min(1).max(64).default([128, 64]),
});
export type MlpOptions = z.input<typeof mlpOptions>;

/**
 * Multilayer perceptron.
 * Options and defaults: docs/classifiers.md.
 */
export class Mlp extends SequentialClassifier<typeof mlpOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: MlpOptions = {}) {
    super(mlp, options);
  }

  protected override layers(_: number, classes: number): Layer[] {
    const hidden = this.options.hiddenSizes.flatMap((size, i) => [
      linear(`fc${i + 1}`, size),
      batchNorm(`bn${i + 1}`),
      relu(),
    ]);
    return [...hidden, linear('out', classes)];
  }
}

export const mlp = classifierEntry(Mlp, {
  name: 'mlp',
  summary: 'multilayer perceptron',
  options: mlpOptions,
  space: mlpSpace,
  rules: networkRules,
  weights: NETWORK_WEIGHTS,
});
