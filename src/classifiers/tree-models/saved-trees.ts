/** The nodes of an ensemble of trees as tensors, for forests and boosted trees. */
import { LevelGroups } from '../../trees/binning/level-groups.js';
import { Ensemble } from '../../trees/ensemble.js';
import type { ModelTensor } from '../contract/classifier.js';
import { requireBetween, requireData } from '../contract/saved-classifier.js';

/** 64-bit floats if the trees were grown on 64-bit values. */
const THRESHOLDS = 'trees.threshold';
/** The three are only there if columns have categories. */
const LEVELS = 'trees.levels';
const GROUPS = 'trees.groups';
const SETS = 'trees.sets';

export const intTensor = (data: Int32Array): ModelTensor => ({ dtype: 'I32', shape: [data.length], data });
export const floatTensor = (data: Float32Array | Float64Array): ModelTensor => ({
  dtype: data instanceof Float64Array ? 'F64' : 'F32',
  shape: [data.length],
  data,
});

export function ensembleTensors({ arrays, categories }: Ensemble): [string, ModelTensor][] {
  const ofCategories: [string, ModelTensor][] =
    categories === undefined
      ? []
      : [
          [LEVELS, intTensor(categories.arrays.levels)],
          [GROUPS, intTensor(categories.arrays.groups)],
          [SETS, intTensor(arrays.sets)],
        ];
  return [
    ['trees.split', intTensor(arrays.split)],
    [THRESHOLDS, floatTensor(arrays.threshold)],
    ['trees.next', intTensor(arrays.next)],
    ['trees.roots', intTensor(arrays.roots)],
    ...ofCategories,
  ];
}

/** Restores the ensemble from `ensembleTensors`. Throws `InputError` for tensors of another size or type. */
export function reviveEnsemble(
  tensors: Map<string, ModelTensor>,
  { nodes, trees }: { readonly nodes: number; readonly trees: number },
  name: string,
): Ensemble {
  const wide = tensors.get(THRESHOLDS)?.dtype === 'F64';
  const hasCategories = [LEVELS, GROUPS, SETS].some((array) => tensors.has(array));
  return new Ensemble(
    {
      split: requireData(tensors, 'trees.split', [nodes], name, 'I32'),
      threshold: requireData(tensors, THRESHOLDS, [nodes], name, wide ? 'F64' : 'F32'),
      next: requireData(tensors, 'trees.next', [nodes], name, 'I32'),
      roots: requireData(tensors, 'trees.roots', [trees + 1], name, 'I32'),
      sets: hasCategories ? requireInts(tensors, SETS, name) : new Int32Array(0),
    },
    hasCategories
      ? new LevelGroups({
          levels: requireInts(tensors, LEVELS, name),
          groups: requireInts(tensors, GROUPS, name),
        })
      : undefined,
  );
}

/** The integers of a one-dimensional tensor of any length. */
function requireInts(tensors: Map<string, ModelTensor>, array: string, name: string): Int32Array {
  return requireData(tensors, array, [tensors.get(array)?.data.length ?? 0], name, 'I32');
}

/** The feature importances. Throws `InputError` for a tensor of another size or type, or values outside [0, 1]. */
export function reviveImportances(
  tensors: Map<string, ModelTensor>,
  columns: number,
  name: string,
): Float32Array {
  const importances = requireData(tensors, 'importances', [columns], name, 'F32');
  requireBetween(importances, 0, 1, 'importances', name);
  return importances;
}
