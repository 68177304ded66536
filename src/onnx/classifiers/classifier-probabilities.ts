/** The probabilities of a fitted classifier as a graph. */

import { parseSavedClassifier } from '../../classifiers/contract/saved-classifier.js';
import { InputColumns } from '../../classifiers/encoding/input-columns.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { Graph, Value } from '../graph/graph.js';
import { encodedColumns } from './encoded-columns.js';
import { modelProbabilities } from './model-probabilities.js';
import type { Rows, SavableClassifier } from './saved.js';
import { spread } from './spread.js';

/**
 * @param X rows x columns, in the form that the classifier has
 * @returns rows x classes, 32-bit floats
 */
export function classifierProbabilities(graph: Graph, classifier: SavableClassifier, X: Rows): Value {
  const { name } = classifier;
  const json = classifier.toJSON();
  const tensors = classifier.tensors();
  const saved = parseSavedClassifier(json, tensors, name);
  const { classes, learned } = saved;
  if (learned.length === 1) return spread(graph, certain(graph, X), learned, classes.length);
  const { categories: use } = findClassifier(name);
  const columns = InputColumns.revive(saved, tensors, use, name);
  const shape = { ...columns.ofModel, classes: learned.length };
  const rows = columns.encoder === undefined ? X : encodedColumns(graph, X, columns.encoder);
  const options = (json as { options: Readonly<Record<string, unknown>> }).options;
  const model = { name, options, state: saved.model, tensors: columns.withoutTensors(tensors), shape };
  return spread(
    graph,
    modelProbabilities(graph, model, rows, classifierProbabilities),
    learned,
    classes.length,
  );
}

/** A probability of 1 for each row. */
function certain(graph: Graph, X: Rows): Value {
  const first = graph.cast(graph.node('IsNaN', [graph.columns(X.value, [0])]), 'float');
  return graph.add(graph.multiply(first, graph.floats(0)), graph.floats(1));
}
