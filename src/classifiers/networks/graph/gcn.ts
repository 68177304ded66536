/** A graph convolutional network (Kipf & Welling 2017): two graph convolutions, each with BatchNorm and ReLU. */
import * as z from 'zod';
import type { GraphLayer } from '../../../nn/graphs/neighbourhood.js';
import { relu } from '../../../nn/layers/activation.js';
import { batchNorm } from '../../../nn/layers/batch-norm.js';
import { graphConvolution } from '../../../nn/layers/graph-convolution.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { networkRules } from '../option-rules.js';
import { graphSpace } from '../search-spaces.js';
import { GRAPH_WEIGHTS, GraphClassifier, graphOptions } from './graph-classifier.js';

export const gcnOptions = z.strictObject(graphOptions);
export type GcnOptions = z.input<typeof gcnOptions>;

/**
 * Graph convolutional network over the nearest neighbours of each row.
 * Options and defaults: docs/classifiers.md.
 */
export class Gcn extends GraphClassifier<typeof gcnOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: GcnOptions = {}) {
    super(gcn, options);
  }

  protected override layers(): GraphLayer[] {
    const { width } = this.options;
    return [1, 2].flatMap((i) => [graphConvolution(`conv${i}`, width), batchNorm(`bn${i}`), relu()]);
  }
}

export const gcn = classifierEntry(Gcn, {
  name: 'gcn',
  summary: 'graph convolutions over nearest neighbours',
  options: gcnOptions,
  space: graphSpace,
  rules: networkRules,
  weights: GRAPH_WEIGHTS,
});
