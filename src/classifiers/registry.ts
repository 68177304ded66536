/**
 * All classifiers, a plain list in the paper's order: the command line, the experiments and the contract suite
 * go over it.
 */
import { auto } from './auto/auto.js';
import { balancedRandomForest } from './balanced-random-forest/balanced-random-forest.js';
import type { ClassifierEntry } from './classifier-entry.js';
import { decisionTree } from './decision-tree/decision-tree.js';
import { gradientBoosting } from './gradient-boosting/gradient-boosting.js';
import { gat } from './graph-networks/gat.js';
import { gcn } from './graph-networks/gcn.js';
import { gin } from './graph-networks/gin.js';
import { graphSage } from './graph-networks/graph-sage.js';
import { jkNet } from './graph-networks/jk-net.js';
import { knn } from './knn/knn.js';
import { logisticRegression } from './logistic-regression/logistic-regression.js';
import { cnn } from './networks/cnn.js';
import { mlp } from './networks/mlp.js';
import { biGru, biLstm, gru, lstm } from './networks/recurrent.js';
import { resNet } from './networks/res-net.js';
import { qclEnsemble } from './qcl-ensemble/qcl-ensemble.js';
import { qclMixNet } from './qcl-mixnet/qcl-mixnet.js';
import { randomForest } from './random-forest/random-forest.js';
import { svmSmote } from './svm-smote/svm-smote.js';
import { xgboost } from './xgboost/xgboost.js';

export const classifiers: readonly ClassifierEntry[] = [
  qclMixNet,
  qclEnsemble,
  auto,
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
