/** The nodes of an ensemble of trees as tensors: forests and boosted trees are saved alike. */
import { Ensemble } from '../trees/ensemble.js';
import type { ModelTensor } from './classifier.js';
import { requireData } from './saved-classifier.js';

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
