/** All classifiers in the paper's order, for the command line, the experiments and the contract tests. */

import type { ClassifierEntry } from './contract/classifier-entry.js';
import { auto } from './ensembles/auto/auto.js';
import { qclEnsemble } from './ensembles/qcl-ensemble/qcl-ensemble.js';
import { knn } from './knn/knn.js';
import { logisticRegression } from './logistic-regression/logistic-regression.js';
import { gat } from './networks/graph/gat.js';
import { gcn } from './networks/graph/gcn.js';
import { gin } from './networks/graph/gin.js';
import { graphSage } from './networks/graph/graph-sage.js';
import { jkNet } from './networks/graph/jk-net.js';
import { cnn } from './networks/sequential/cnn.js';
import { mlp } from './networks/sequential/mlp.js';
import { biGru, biLstm, gru, lstm } from './networks/sequential/recurrent.js';
import { resNet } from './networks/sequential/res-net.js';
import { qclMixNet } from './qcl-mixnet/qcl-mixnet.js';
import { svmSmote } from './svm-smote/svm-smote.js';
import { balancedRandomForest } from './tree-models/balanced-random-forest/balanced-random-forest.js';
import { boosting } from './tree-models/boosting/boosting.js';
import { decisionTree } from './tree-models/decision-tree/decision-tree.js';
import { gradientBoosting } from './tree-models/gradient-boosting/gradient-boosting.js';
import { randomForest } from './tree-models/random-forest/random-forest.js';
import { xgboost } from './tree-models/xgboost/xgboost.js';

/** Every classifier: name, options, grid, and how to create and load one. */
export const classifiers: readonly ClassifierEntry[] = [
  qclMixNet,
  qclEnsemble,
  auto,
  boosting,
  xgboost,
  balancedRandomForest,
  svmSmote,
  decisionTree,
  randomForest,
  gradientBoosting,
  logisticRegression,
  knn,
  mlp,
  resNet,
  gru,
  lstm,
  biGru,
  biLstm,
  cnn,
  gcn,
  graphSage,
  gat,
  gin,
  jkNet,
];
