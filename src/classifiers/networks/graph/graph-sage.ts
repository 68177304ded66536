/** GraphSAGE with mean aggregation (Hamilton et al. 2017): two layers, each with BatchNorm and ReLU. */
import * as z from 'zod';
import type { GraphLayer } from '../../../nn/graphs/neighbourhood.js';
import { relu } from '../../../nn/layers/activation.js';
import { batchNorm } from '../../../nn/layers/batch-norm.js';
import { sageConvolution } from '../../../nn/layers/sage-convolution.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { networkRules } from '../option-rules.js';
import { graphSpace } from '../search-spaces.js';
import { GRAPH_WEIGHTS, GraphClassifier, graphOptions } from './graph-classifier.js';

export const graphSageOptions = z.strictObject(graphOptions);
export type GraphSageOptions = z.input<typeof graphSageOptions>;

/**
 * GraphSAGE over the nearest neighbours of each row.
 * Options and defaults: docs/classifiers.md.
 */
export class GraphSage extends GraphClassifier<typeof graphSageOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: GraphSageOptions = {}) {
    super(graphSage, options);
  }

  protected override layers(): GraphLayer[] {
    const { width } = this.options;
    return [1, 2].flatMap((i) => [sageConvolution(`conv${i}`, width), batchNorm(`bn${i}`), relu()]);
  }
}

export const graphSage = classifierEntry(GraphSage, {
  name: 'graphsage',
  summary: 'GraphSAGE over nearest neighbours',
  options: graphSageOptions,
  space: graphSpace,
  rules: networkRules,
  weights: GRAPH_WEIGHTS,
});
