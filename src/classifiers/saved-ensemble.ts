/** The nodes of an ensemble of trees as tensors: forests and boosted trees are saved alike. */
import { Ensemble } from '../trees/ensemble.js';
import type { ModelTensor } from './classifier.js';
import { requireBetween, requireData } from './saved-classifier.js';

export const intTensor = (data: Int32Array): ModelTensor => ({ dtype: 'I32', shape: [data.length], data });
export const floatTensor = (data: Float32Array): ModelTensor => ({
  dtype: 'F32',
  shape: [data.length],
  data,
});

export function ensembleTensors({ arrays }: Ensemble): [string, ModelTensor][] {
  return [
    ['trees.split', intTensor(arrays.split)],
    ['trees.threshold', floatTensor(arrays.threshold)],
    ['trees.next', intTensor(arrays.next)],
    ['trees.roots', intTensor(arrays.roots)],
  ];
}

/** The ensemble that `ensembleTensors` gave. Throws `InputError` for tensors of another size or type. */
export function reviveEnsemble(
  tensors: Map<string, ModelTensor>,
  { nodes, trees }: { readonly nodes: number; readonly trees: number },
  name: string,
): Ensemble {
  return new Ensemble({
    split: requireData(tensors, 'trees.split', [nodes], name, 'I32'),
    threshold: requireData(tensors, 'trees.threshold', [nodes], name, 'F32'),
    next: requireData(tensors, 'trees.next', [nodes], name, 'I32'),
    roots: requireData(tensors, 'trees.roots', [trees + 1], name, 'I32'),
  });
}

/** The shares of the columns. Throws `InputError` for a tensor of another size or type, and for what is no share. */
export function reviveImportances(
  tensors: Map<string, ModelTensor>,
  columns: number,
  name: string,
): Float32Array {
  const importances = requireData(tensors, 'importances', [columns], name, 'F32');
  requireBetween(importances, 0, 1, 'importances', name);
  return importances;
}
