/**
 * A convolutional network over the columns in their order: one input channel, convolutions with kernels of three
 * positions and a padding of one, each with ReLU; then flatten and Linear.
 */
import * as z from 'zod';
import { conv1d } from '../../../nn/layers/conv1d.js';
import type { Layer } from '../../../nn/layers/layer.js';
import { linear } from '../../../nn/layers/linear.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { NETWORK_WEIGHTS, networkOptions, widthOption } from '../network-options.js';
import { networkRules } from '../option-rules.js';
import { cnnSpace } from '../search-spaces.js';
import { SequentialClassifier } from './sequential-classifier.js';

export const cnnOptions = z.strictObject({
  ...networkOptions,
  /** Number of filters of each convolution. */
  filters: z.array(widthOption).min(1).max(64).default([32, 64]),
});
export type CnnOptions = z.input<typeof cnnOptions>;

/**
 * Convolutional network over the columns in their order.
 * Options and defaults: docs/classifiers.md.
 */
export class Cnn extends SequentialClassifier<typeof cnnOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: CnnOptions = {}) {
    super(cnn, options);
  }

  protected override layers(_: number, classes: number): Layer[] {
    const { filters } = this.options;
    const convolutions = filters.map((count, i) =>
      conv1d(`conv${i + 1}`, count, { channels: filters[i - 1] ?? 1, kernel: 3, padding: 1, relu: true }),
    );
    return [...convolutions, linear('out', classes)];
  }
}

export const cnn = classifierEntry(Cnn, {
  name: 'cnn',
  summary: 'convolutions over the columns in their order',
  options: cnnOptions,
  space: cnnSpace,
  rules: networkRules,
  weights: NETWORK_WEIGHTS,
});
