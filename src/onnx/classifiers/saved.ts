/** A fitted classifier as its saved state, which is what graphs are made of. */
import type { Classifier } from '../../classifiers/contract/classifier.js';
import type { FittedShape } from '../../classifiers/contract/fitted-model.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import type { Graph, Value } from '../graph/graph.js';

/** Rows of a matrix in the graph. */
export interface Rows {
  readonly value: Value;
  readonly type: 'float' | 'double';
}

/** The model of a classifier, without its classes and the encoding of its categories. */
export interface SavedModel {
  /** The registry's name. */
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** What `FittedModel.toJSON` gave. */
  readonly state: unknown;
  readonly tensors: Map<string, ModelTensor>;
  readonly shape: FittedShape;
}

export type SavableClassifier = Pick<Classifier, 'name' | 'toJSON' | 'tensors'>;

/** Gives the probabilities of a classifier, rows x classes, 32-bit floats. */
export type ClassifierGraph = (graph: Graph, classifier: SavableClassifier, X: Rows) => Value;

/** The numbers of a tensor; an error for one that a fitted model always has. */
export function dataOf(tensors: ReadonlyMap<string, ModelTensor>, name: string): ModelTensor['data'] {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`a fitted model has no tensor ${name}`);
  return tensor.data;
}
