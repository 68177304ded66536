/**
 * A jumping knowledge network (Xu et al. 2018): three graph convolutions, each with BatchNorm and ReLU, whose
 * concatenated outputs are the input of the output layer.
 */
import * as z from 'zod';
import { type GraphLayer, graphSequence } from '../../../nn/graphs/neighbourhood.js';
import { relu } from '../../../nn/layers/activation.js';
import { batchNorm } from '../../../nn/layers/batch-norm.js';
import { graphConvolution } from '../../../nn/layers/graph-convolution.js';
import { jumpingKnowledge } from '../../../nn/layers/jumping-knowledge.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { networkRules } from '../option-rules.js';
import { graphSpace } from '../search-spaces.js';
import { GRAPH_WEIGHTS, GraphClassifier, graphOptions } from './graph-classifier.js';

export const jkNetOptions = z.strictObject(graphOptions);
export type JkNetOptions = z.input<typeof jkNetOptions>;

/**
 * Graph convolutions with jumping knowledge over the nearest neighbours of each row.
 * Options and defaults: docs/classifiers.md.
 */
export class JkNet extends GraphClassifier<typeof jkNetOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: JkNetOptions = {}) {
    super(jkNet, options);
  }

  protected override layers(): GraphLayer[] {
    const { width } = this.options;
    const blocks = [1, 2, 3].map((i) =>
      graphSequence([graphConvolution(`conv${i}`, width), batchNorm(`bn${i}`), relu()]),
    );
    return [jumpingKnowledge(blocks)];
  }
}

export const jkNet = classifierEntry(JkNet, {
  name: 'jknet',
  summary: 'graph convolutions with jumping knowledge',
  options: jkNetOptions,
  space: graphSpace,
  rules: networkRules,
  weights: GRAPH_WEIGHTS,
});
