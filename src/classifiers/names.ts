/**
 * The names of the classifiers and the types of their options, without the classifiers themselves: for types, and for
 * the program's help, which must not load them.
 */
import type { AutoOptions } from './ensembles/auto/options.js';
import type { QclEnsembleOptions } from './ensembles/qcl-ensemble/options.js';
import type { KNearestNeighboursOptions } from './knn/options.js';
import type { LogisticRegressionOptions } from './logistic-regression/options.js';
import type { GatOptions } from './networks/graph/gat.js';
import type { GcnOptions } from './networks/graph/gcn.js';
import type { GinOptions } from './networks/graph/gin.js';
import type { GraphSageOptions } from './networks/graph/graph-sage.js';
import type { JkNetOptions } from './networks/graph/jk-net.js';
import type { CnnOptions } from './networks/sequential/cnn.js';
import type { MlpOptions } from './networks/sequential/mlp.js';
import type { RecurrentOptions } from './networks/sequential/recurrent.js';
import type { ResNetOptions } from './networks/sequential/res-net.js';
import type { QclMixNetOptions } from './qcl-mixnet/options.js';
import type { SvmSmoteOptions } from './svm-smote/options.js';
import type { BalancedRandomForestOptions } from './tree-models/balanced-random-forest/options.js';
import type { BoostingOptions } from './tree-models/boosting/options.js';
import type { DecisionTreeOptions } from './tree-models/decision-tree/options.js';
import type { GradientBoostingOptions } from './tree-models/gradient-boosting/options.js';
import type { RandomForestOptions } from './tree-models/random-forest/options.js';
import type { XgboostOptions } from './tree-models/xgboost/options.js';

/** The options of each classifier by its name. All are optional; docs/classifiers.md describes them. */
export interface ClassifierOptionsByName {
  'qcl-mixnet': QclMixNetOptions;
  'qcl-ensemble': QclEnsembleOptions;
  auto: AutoOptions;
  boosting: BoostingOptions;
  xgboost: XgboostOptions;
  'balanced-random-forest': BalancedRandomForestOptions;
  'svm-smote': SvmSmoteOptions;
  'decision-tree': DecisionTreeOptions;
  'random-forest': RandomForestOptions;
  'gradient-boosting': GradientBoostingOptions;
  'logistic-regression': LogisticRegressionOptions;
  knn: KNearestNeighboursOptions;
  mlp: MlpOptions;
  resnet: ResNetOptions;
  gru: RecurrentOptions;
  lstm: RecurrentOptions;
  bigru: RecurrentOptions;
  bilstm: RecurrentOptions;
  cnn: CnnOptions;
  gcn: GcnOptions;
  graphsage: GraphSageOptions;
  gat: GatOptions;
  gin: GinOptions;
  jknet: JkNetOptions;
}

/** All names, in the order of the registry. */
export const CLASSIFIER_NAMES = [
  'qcl-mixnet',
  'qcl-ensemble',
  'auto',
  'boosting',
  'xgboost',
  'balanced-random-forest',
  'svm-smote',
  'decision-tree',
  'random-forest',
  'gradient-boosting',
  'logistic-regression',
  'knn',
  'mlp',
  'resnet',
  'gru',
  'lstm',
  'bigru',
  'bilstm',
  'cnn',
  'gcn',
  'graphsage',
  'gat',
  'gin',
  'jknet',
] as const satisfies readonly (keyof ClassifierOptionsByName)[];

/** The name of a classifier of the registry. */
export type ClassifierName = (typeof CLASSIFIER_NAMES)[number];

/** The options of the classifier `Name`; by default those of any classifier. */
export type ClassifierOptions<Name extends ClassifierName = ClassifierName> = ClassifierOptionsByName[Name];

/** Whether a text, such as one that a user typed, is the name of a classifier. */
export function isClassifierName(text: string): text is ClassifierName {
  return (CLASSIFIER_NAMES as readonly string[]).includes(text);
}
