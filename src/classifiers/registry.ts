/** All classifiers, a plain list: the command line, the experiments and the contract suite go over it. */
import type * as z from 'zod';
import { BalancedRandomForest } from './balanced-random-forest/balanced-random-forest.js';
import { balancedRandomForestOptions } from './balanced-random-forest/options.js';
import type { Classifier, ModelTensor } from './classifier.js';
import { DecisionTree } from './decision-tree/decision-tree.js';
import { decisionTreeOptions } from './decision-tree/options.js';
import { GradientBoosting } from './gradient-boosting/gradient-boosting.js';
import { gradientBoostingOptions } from './gradient-boosting/options.js';
import type { ParameterGrid } from './parameter-grid.js';
import { qclMixNetOptions } from './qcl-mixnet/options.js';
import { QclMixNet } from './qcl-mixnet/qcl-mixnet.js';
import { randomForestOptions } from './random-forest/options.js';
import { RandomForest } from './random-forest/random-forest.js';
import { xgboostOptions } from './xgboost/options.js';
import { Xgboost } from './xgboost/xgboost.js';

export interface ClassifierEntry {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
  /** Option names, types and defaults. */
  readonly options: z.ZodObject;
  /** The options that a search tries unless it is given others: few values, those that matter most. */
  readonly grid?: ParameterGrid;
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
    name: 'decision-tree',
    summary: 'one tree of yes-or-no questions (CART)',
    options: decisionTreeOptions,
    create: (options) => new DecisionTree(options),
    load: (json, tensors) => DecisionTree.load(json, tensors),
  },
  {
    name: 'random-forest',
    summary: 'trees on bootstrap samples, voting with their class shares',
    options: randomForestOptions,
    create: (options) => new RandomForest(options),
    load: (json, tensors) => RandomForest.load(json, tensors),
  },
  {
    name: 'balanced-random-forest',
    summary: 'a random forest whose trees see every class equally often',
    options: balancedRandomForestOptions,
    create: (options) => new BalancedRandomForest(options),
    load: (json, tensors) => BalancedRandomForest.load(json, tensors),
  },
  {
    name: 'gradient-boosting',
    summary: 'small trees, each on what those before it left over (as scikit-learn)',
    options: gradientBoostingOptions,
    create: (options) => new GradientBoosting(options),
    load: (json, tensors) => GradientBoosting.load(json, tensors),
  },
  {
    name: 'xgboost',
    summary: 'second-order boosting of regularised trees (as the XGBoost library)',
    options: xgboostOptions,
    create: (options) => new Xgboost(options),
    load: (json, tensors) => Xgboost.load(json, tensors),
  },
];
