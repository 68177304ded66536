/** Made by `npm run results` from the records in results/. */

/**
 * Typical seconds of a run with default options on one core, by classifier: [a, b, c] for a rows^b features^c, fitted to
 * the logarithms over the data sets and scaled to their sum.
 */
export const TYPICAL_TIMES: ReadonlyMap<string, readonly [number, number, number]> = new Map([
  ['qcl-mixnet', [0.00262, 0.632, 0.624]],
  ['qcl-ensemble', [0.0218, 0.724, 0.472]],
  ['auto', [0.139, 0.496, 0.591]],
  ['boosting', [0.0102, 0.647, 0.39]],
  ['xgboost', [0.00295, 0.504, 0.374]],
  ['balanced-random-forest', [0.00176, 0.536, 0.233]],
  ['svm-smote', [0.000938, 0.873, 0.529]],
  ['decision-tree', [0.00117, 0.444, 0.38]],
  ['random-forest', [0.00315, 0.518, 0.208]],
  ['gradient-boosting', [0.00912, 0.321, 0.474]],
  ['logistic-regression', [0.0022, 0.387, 0.443]],
  ['knn', [0.00256, 0.383, 0.229]],
  ['mlp', [0.00113, 0.718, 0.252]],
  ['resnet', [0.00131, 0.804, 0.133]],
  ['gru', [0.000871, 0.673, 0.515]],
  ['lstm', [0.000658, 0.727, 0.458]],
  ['bigru', [0.000445, 0.812, 0.546]],
  ['bilstm', [0.000477, 0.797, 0.539]],
  ['cnn', [0.00402, 0.686, 0.782]],
  ['gcn', [0.000952, 0.736, 0.245]],
  ['graphsage', [0.000739, 0.787, 0.304]],
  ['gat', [0.00105, 0.783, 0.194]],
  ['gin', [0.0012, 0.776, 0.217]],
  ['jknet', [0.00116, 0.767, 0.226]],
]);
