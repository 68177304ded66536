/** Made by `npm run results` from the records in results/. */

/**
 * Typical seconds of a run with default options on one core, by classifier: [a, b, c] for a rows^b features^c, fitted to
 * the logarithms over the data sets and scaled to their sum.
 */
export const TYPICAL_TIMES: ReadonlyMap<string, readonly [number, number, number]> = new Map([
  ['qcl-mixnet', [0.0000812, 0.954, 0.744]],
  ['qcl-ensemble', [0.00591, 0.786, 0.52]],
  ['auto', [0.0327, 0.666, 0.433]],
  ['boosting', [0.00081, 0.899, 0.454]],
  ['xgboost', [0.00378, 0.525, 0.359]],
  ['balanced-random-forest', [0.000544, 0.734, 0.316]],
  ['svm-smote', [0.0000146, 1.44, 0.587]],
  ['decision-tree', [0.000072, 0.822, 0.488]],
  ['random-forest', [0.00202, 0.639, 0.279]],
  ['gradient-boosting', [0.00626, 0.436, 0.414]],
  ['logistic-regression', [0.000209, 0.697, 0.547]],
  ['knn', [0.000157, 0.682, 0.466]],
  ['mlp', [0.000102, 1.07, 0.274]],
  ['resnet', [0.000226, 1.12, 0.114]],
  ['gru', [0.0000534, 0.986, 0.659]],
  ['lstm', [0.0000452, 1.04, 0.605]],
  ['bigru', [0.0000832, 0.992, 0.684]],
  ['bilstm', [0.000138, 0.951, 0.649]],
  ['cnn', [0.000211, 0.954, 0.939]],
  ['gcn', [0.000112, 1, 0.327]],
  ['graphsage', [0.000175, 0.979, 0.407]],
  ['gat', [0.000165, 1.08, 0.159]],
  ['gin', [0.000246, 1.02, 0.227]],
  ['jknet', [0.000126, 1.09, 0.238]],
]);
