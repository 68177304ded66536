/** All classifiers, a plain list: the command line, the experiments and the contract suite go over it. */
import type * as z from 'zod';
import type { Classifier, ModelTensor } from './classifier.js';
import { KNearestNeighbours } from './knn/knn.js';
import { knnOptions } from './knn/options.js';
import { LogisticRegression } from './logistic-regression/logistic-regression.js';
import { logisticRegressionOptions } from './logistic-regression/options.js';
import { qclMixNetOptions } from './qcl-mixnet/options.js';
import { QclMixNet } from './qcl-mixnet/qcl-mixnet.js';

export interface ClassifierEntry {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Option names, types and defaults. */
  readonly options: z.ZodObject;
  create(options?: Record<string, unknown>): Classifier;
  load(json: unknown, tensors: Map<string, ModelTensor>): Promise<Classifier>;
}

export const classifiers: readonly ClassifierEntry[] = [
  {
    name: 'qcl-mixnet',
    summary: 'quantum-informed contrastive learning with dynamic mixup (the paper)',
    options: qclMixNetOptions,
    create: (options) => new QclMixNet(options),
    load: (json, tensors) => QclMixNet.load(json, tensors),
  },
  {
    name: 'logistic-regression',
    summary: 'logistic regression with an L2 penalty, multinomial for several classes',
    options: logisticRegressionOptions,
    create: (options) => new LogisticRegression(options),
    load: (json, tensors) => LogisticRegression.load(json, tensors),
  },
  {
    name: 'knn',
    summary: 'k nearest neighbours by Euclidean distance, searched exactly',
    options: knnOptions,
    create: (options) => new KNearestNeighbours(options),
    load: (json, tensors) => KNearestNeighbours.load(json, tensors),
  },
];
