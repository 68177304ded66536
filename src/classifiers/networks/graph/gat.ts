/**
 * A graph attention network (Velickovic et al. 2018): two layers, by default of eight concatenated heads as in the
 * paper's first layer, each with BatchNorm and ReLU.
 */
import * as z from 'zod';
import { InputError } from '../../../errors.js';
import type { GraphLayer } from '../../../nn/graphs/neighbourhood.js';
import { relu } from '../../../nn/layers/activation.js';
import { batchNorm } from '../../../nn/layers/batch-norm.js';
import { graphAttention } from '../../../nn/layers/graph-attention.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { networkRules } from '../option-rules.js';
import { gatSpace } from '../search-spaces.js';
import { GRAPH_WEIGHTS, GraphClassifier, graphOptions } from './graph-classifier.js';

export const gatOptions = z.strictObject({
  ...graphOptions,
  /** Attention heads, which share the width; must divide it. */
  heads: z.int().min(1).max(64).default(8),
});
export type GatOptions = z.input<typeof gatOptions>;

/**
 * Graph attention network over the nearest neighbours of each row.
 * Options and defaults: docs/classifiers.md.
 */
export class Gat extends GraphClassifier<typeof gatOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: GatOptions = {}) {
    super(gat, options);
    const { width, heads } = this.options;
    if (width % heads !== 0) {
      throw new InputError(`gat options: heads is ${heads}, but must divide the width of ${width}`);
    }
  }

  protected override layers(): GraphLayer[] {
    const { width, heads } = this.options;
    return [1, 2].flatMap((i) => [graphAttention(`conv${i}`, width, { heads }), batchNorm(`bn${i}`), relu()]);
  }
}

export const gat = classifierEntry(Gat, {
  name: 'gat',
  summary: 'graph attention over nearest neighbours',
  options: gatOptions,
  space: gatSpace,
  rules: networkRules,
  weights: GRAPH_WEIGHTS,
});
