/** The trees that a fitted classifier saves, as they are in memory. */
import type { Classifier, ModelTensor } from '../../src/classifiers/contract/classifier.js';
import { reviveEnsemble, reviveLeaves } from '../../src/classifiers/tree-models/saved-trees.js';
import type { EnsembleArrays } from '../../src/trees/ensemble.js';

/** What the models of forests and of boosting say of their trees. */
interface SavedCounts {
  readonly nodes: number;
  readonly leaves: number;
  readonly trees?: number;
  readonly rounds: number;
  readonly initial: number[];
}

export function savedEnsemble(classifier: Classifier & { readonly columns: number }) {
  const { trees, rounds, initial, ...counts } = classifier.toJSON().model as SavedCounts;
  const all = { ...counts, trees: trees ?? rounds * initial.length, columns: classifier.columns };
  return reviveEnsemble(classifier.tensors(), all, classifier.name);
}

export const savedArrays = (classifier: Classifier & { readonly columns: number }): EnsembleArrays =>
  savedEnsemble(classifier).arrays;

/** What version 1 of the model file has of the same classifier: the arrays of nodes and leaves as they are in memory. */
export function asVersion1(classifier: Classifier & { readonly columns: number }) {
  const json = structuredClone(classifier.toJSON()) as {
    model: Record<string, unknown>;
    arrays: { name: string; shape: readonly number[] }[];
  };
  const tensors = new Map(
    [...classifier.tensors()].filter(
      ([name]) => !name.startsWith('trees.') && (!name.startsWith('leaves.') || name === 'leaves.value'),
    ),
  );
  const add = (name: string, dtype: ModelTensor['dtype'], data: ModelTensor['data']) =>
    tensors.set(name, { dtype, shape: [data.length], data });
  const { arrays, categories } = savedEnsemble(classifier);
  add('trees.split', 'I32', arrays.split);
  add('trees.threshold', arrays.threshold instanceof Float64Array ? 'F64' : 'F32', arrays.threshold);
  add('trees.next', 'I32', arrays.next);
  add('trees.roots', 'I32', arrays.roots);
  if (categories !== undefined) {
    add('trees.levels', 'I32', categories.arrays.levels);
    add('trees.groups', 'I32', categories.arrays.groups);
    add('trees.sets', 'I32', arrays.sets);
  }
  if (!tensors.has('leaves.value')) {
    const counts = json.model as { classes: number; leaves: number; shares: number; distributions: number };
    const { begin, label, share } = reviveLeaves(classifier.tensors(), counts, classifier.name);
    add('leaves.begin', 'I32', begin);
    add('leaves.class', 'I32', label);
    add('leaves.share', 'F32', share);
    delete json.model.distributions;
  }
  json.arrays = Array.from(tensors, ([name, { shape }]) => ({ name, shape }));
  return { json, tensors };
}
