/** The graph of each family of models. */
import { InputError } from '../../errors.js';
import type { Graph, Value } from '../graph/graph.js';
import { ensembleProbabilities } from './ensembles.js';
import { knnProbabilities } from './knn.js';
import { linearProbabilities } from './linear.js';
import { networkProbabilities } from './networks/networks.js';
import type { ClassifierGraph, Rows, SavedModel } from './saved.js';
import { svmProbabilities } from './svm.js';
import { boostingProbabilities, forestProbabilities } from './trees.js';

type ModelGraph = (graph: Graph, model: SavedModel, X: Rows, ofMembers: ClassifierGraph) => Value;

const GRAPHS: ReadonlyMap<string, ModelGraph> = new Map<string, ModelGraph>([
  ['logistic-regression', linearProbabilities],
  ['decision-tree', forestProbabilities],
  ['random-forest', forestProbabilities],
  ['balanced-random-forest', forestProbabilities],
  ['boosting', boostingProbabilities],
  ['gradient-boosting', boostingProbabilities],
  ['xgboost', boostingProbabilities],
  ['knn', knnProbabilities],
  ['svm-smote', svmProbabilities],
  ['qcl-ensemble', ensembleProbabilities],
  ['auto', ensembleProbabilities],
  ...['qcl-mixnet', 'mlp', 'resnet', 'cnn', 'gru', 'lstm', 'bigru', 'bilstm'].map(
    (name): [string, ModelGraph] => [name, networkProbabilities],
  ),
  ...['gcn', 'graphsage', 'gat', 'gin', 'jknet'].map((name): [string, ModelGraph] => [
    name,
    networkProbabilities,
  ]),
]);

/**
 * @param X the columns that the model is given, in its form
 * @param ofMembers gives the probabilities of the members of an ensemble
 * @returns rows x classes of the model, 32-bit floats
 * @throws InputError for a model without a graph
 */
export function modelProbabilities(
  graph: Graph,
  model: SavedModel,
  X: Rows,
  ofMembers: ClassifierGraph,
): Value {
  const make = GRAPHS.get(model.name);
  if (make === undefined) {
    throw new InputError(
      `a model of ${model.name} cannot be exported to ONNX: train another classifier, or predict with qcl-mixnet`,
    );
  }
  return make(graph, model, X, ofMembers);
}
