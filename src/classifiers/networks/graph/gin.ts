/**
 * A graph isomorphism network (Xu et al. 2019): two layers, each with a perceptron of
 * Linear - BatchNorm - ReLU - Linear - BatchNorm - ReLU.
 */
import * as z from 'zod';
import type { GraphLayer } from '../../../nn/graphs/neighbourhood.js';
import { relu } from '../../../nn/layers/activation.js';
import { batchNorm } from '../../../nn/layers/batch-norm.js';
import { sequential } from '../../../nn/layers/composition.js';
import { graphIsomorphism } from '../../../nn/layers/graph-isomorphism.js';
import { linear } from '../../../nn/layers/linear.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { networkRules } from '../option-rules.js';
import { graphSpace } from '../search-spaces.js';
import { GRAPH_WEIGHTS, GraphClassifier, graphOptions } from './graph-classifier.js';

export const ginOptions = z.strictObject(graphOptions);
export type GinOptions = z.input<typeof ginOptions>;

/**
 * Graph isomorphism network over the nearest neighbours of each row.
 * Options and defaults: docs/classifiers.md.
 */
export class Gin extends GraphClassifier<typeof ginOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: GinOptions = {}) {
    super(gin, options);
  }

  protected override layers(): GraphLayer[] {
    const { width } = this.options;
    const full = (name: string) => [linear(`${name}.fc`, width), batchNorm(`${name}.bn`), relu()];
    return ['conv1', 'conv2'].map((name) =>
      graphIsomorphism(name, sequential([...full(`${name}.nn1`), ...full(`${name}.nn2`)])),
    );
  }
}

export const gin = classifierEntry(Gin, {
  name: 'gin',
  summary: 'graph isomorphism network over nearest neighbours',
  options: ginOptions,
  space: graphSpace,
  rules: networkRules,
  weights: GRAPH_WEIGHTS,
});
