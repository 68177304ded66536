/**
 * A residual network for tables (Gorishniy et al. 2021, without dropout): Linear to the width, blocks of
 * x + Linear(ReLU(Linear(BatchNorm(x)))), then BatchNorm - ReLU - Linear.
 */
import * as z from 'zod';
import { relu } from '../../../nn/layers/activation.js';
import { batchNorm } from '../../../nn/layers/batch-norm.js';
import { residual, sequential } from '../../../nn/layers/composition.js';
import type { Layer } from '../../../nn/layers/layer.js';
import { linear } from '../../../nn/layers/linear.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { NETWORK_WEIGHTS, networkOptions, widthOption } from '../network-options.js';
import { networkRules } from '../option-rules.js';
import { resNetSpace } from '../search-spaces.js';
import { SequentialClassifier } from './sequential-classifier.js';

export const resNetOptions = z.strictObject({
  ...networkOptions,
  /** Residual blocks. */
  blocks: z.int().min(1).max(64).default(3),
  /** Width of all layers. */
  width: widthOption.default(64),
});
export type ResNetOptions = z.input<typeof resNetOptions>;

/**
 * Residual network for tables.
 * Options and defaults: docs/classifiers.md.
 */
export class ResNet extends SequentialClassifier<typeof resNetOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: ResNetOptions = {}) {
    super(resNet, options);
  }

  protected override layers(_: number, classes: number): Layer[] {
    const { blocks, width } = this.options;
    const block = (name: string) =>
      residual(
        sequential([
          batchNorm(`${name}.bn`),
          linear(`${name}.fc1`, width),
          relu(),
          linear(`${name}.fc2`, width),
        ]),
      );
    return [
      linear('in', width),
      ...Array.from({ length: blocks }, (_, i) => block(`block${i + 1}`)),
      batchNorm('bn'),
      relu(),
      linear('out', classes),
    ];
  }
}

export const resNet = classifierEntry(ResNet, {
  name: 'resnet',
  summary: 'residual network for tables',
  options: resNetOptions,
  space: resNetSpace,
  rules: networkRules,
  weights: NETWORK_WEIGHTS,
});
