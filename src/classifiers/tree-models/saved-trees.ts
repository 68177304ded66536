/**
 * The trees and leaves of forests and boosted trees as tensors: packed. Files of model version 1 have the arrays of nodes
 * and leaves as they are in memory.
 */
import { LevelGroups } from '../../trees/binning/level-groups.js';
import { Ensemble } from '../../trees/ensemble.js';
import { type DistributionArrays, distributionDefect } from '../../trees/forests/leaf-distributions.js';
import { COLUMN_FIELDS, packTrees } from '../../trees/packed/pack-trees.js';
import { packCovers, unpackCovers } from '../../trees/packed/packed-covers.js';
import { type LeafCounts, type PackedLeaves, unpackLeaves } from '../../trees/packed/packed-leaves.js';
import { type TreeCounts, unpackTrees } from '../../trees/packed/unpack-trees.js';
import type { ModelTensor } from '../contract/classifier.js';
import { damaged, requireBetween, requireData } from '../contract/saved-classifier.js';

/** The tensors of `PackedTrees`. Thresholds are 64-bit floats if the trees were grown on 64-bit values. */
const NODES = 'trees.nodes';
const COLUMNS = 'trees.columns';
const THRESHOLDS = 'trees.thresholds';
const SINGLES = 'trees.single_thresholds';

/** The tensors of `LevelGroups`, which are only there if columns have categories. */
const LEVELS = 'trees.levels';
const GROUPS = 'trees.groups';

/** The tensors of `PackedLeaves`. */
const SHARES = 'leaves.shares';
const DISTRIBUTIONS = 'leaves.distributions';
const LEAVES = 'leaves.indices';

/** The tensors of `PackedCovers`; files before 0.2.0 have none. */
const COVERS = 'leaves.cover';
const COVER_INDICES = 'leaves.cover_indices';

/** The value of each leaf of boosted trees. */
export const VALUES = 'leaves.value';
export const IMPORTANCES = 'importances';

const PACKED = [
  NODES,
  COLUMNS,
  THRESHOLDS,
  SINGLES,
  LEVELS,
  GROUPS,
  SHARES,
  DISTRIBUTIONS,
  LEAVES,
  COVERS,
  COVER_INDICES,
  VALUES,
  IMPORTANCES,
];

/** Tensors of version 1 that are the arrays of `EnsembleArrays`. */
const UNPACKED_THRESHOLDS = 'trees.threshold';
const UNPACKED_SETS = 'trees.sets';

export const floatTensor = (data: Float32Array | Float64Array): ModelTensor => ({
  dtype: data instanceof Float64Array ? 'F64' : 'F32',
  shape: [data.length],
  data,
});
const intTensor = (data: Int32Array): ModelTensor => ({ dtype: 'I32', shape: [data.length], data });
const bitTensor = (data: Uint8Array): ModelTensor => ({ dtype: 'U8', shape: [data.length], data });

export function ensembleTensors(ensemble: Ensemble): [string, ModelTensor][] {
  const { nodes, columns, thresholds, singles } = packTrees(ensemble);
  const { categories, covers } = ensemble;
  const packed = covers && packCovers(covers);
  const shape = [columns.length / COLUMN_FIELDS, COLUMN_FIELDS];
  return [
    [NODES, bitTensor(nodes)],
    [COLUMNS, { dtype: 'I32', shape, data: columns }],
    [THRESHOLDS, floatTensor(thresholds)],
    [SINGLES, floatTensor(singles)],
    ...(categories === undefined
      ? []
      : ([
          [LEVELS, intTensor(categories.arrays.levels)],
          [GROUPS, intTensor(categories.arrays.groups)],
        ] as [string, ModelTensor][])),
    ...(packed === undefined
      ? []
      : ([
          [COVERS, floatTensor(packed.values)],
          [COVER_INDICES, bitTensor(packed.indices)],
        ] as [string, ModelTensor][])),
  ];
}

/**
 * Restores the ensemble from `ensembleTensors`, of this version or of version 1. Throws `InputError` for tensors of
 * another size or type, and if they are not valid trees with this many leaves.
 */
export function reviveEnsemble(
  tensors: Map<string, ModelTensor>,
  counts: TreeCounts & { readonly leaves: number },
  name: string,
): Ensemble {
  const categories = reviveCategories(tensors, name);
  const ensemble = tensors.has(NODES)
    ? unpackTrees(requirePackedTrees(tensors, name), categories, counts)
    : unpackedEnsemble(tensors, counts, categories, name);
  if (typeof ensemble === 'string') throw damaged(name, ensemble);
  const defect = ensemble.defect(counts.columns, counts.leaves);
  if (defect !== undefined) throw damaged(name, defect);
  return new Ensemble(ensemble.arrays, categories, reviveCovers(tensors, counts.leaves, name));
}

function reviveCovers(
  tensors: Map<string, ModelTensor>,
  leaves: number,
  name: string,
): Float32Array | undefined {
  if (!tensors.has(COVERS)) return undefined;
  const values = requireAll(tensors, COVERS, name, 'F32');
  const covers = unpackCovers({ values, indices: requireAll(tensors, COVER_INDICES, name, 'U8') }, leaves);
  if (typeof covers === 'string') throw damaged(name, covers);
  return covers;
}

function reviveCategories(tensors: Map<string, ModelTensor>, name: string): LevelGroups | undefined {
  if (![LEVELS, GROUPS, UNPACKED_SETS].some((array) => tensors.has(array))) return undefined;
  return new LevelGroups({
    levels: requireAll(tensors, LEVELS, name, 'I32'),
    groups: requireAll(tensors, GROUPS, name, 'I32'),
  });
}

function requirePackedTrees(tensors: Map<string, ModelTensor>, name: string) {
  const used = tensors.get(COLUMNS)?.shape[0] ?? 0;
  return {
    nodes: requireAll(tensors, NODES, name, 'U8'),
    columns: requireData(tensors, COLUMNS, [used, COLUMN_FIELDS], name, 'I32'),
    thresholds: requireAll(tensors, THRESHOLDS, name, floatType(tensors, THRESHOLDS)),
    singles: requireAll(tensors, SINGLES, name, 'F32'),
  };
}

function unpackedEnsemble(
  tensors: Map<string, ModelTensor>,
  { nodes, trees }: TreeCounts,
  categories: LevelGroups | undefined,
  name: string,
): Ensemble {
  const type = floatType(tensors, UNPACKED_THRESHOLDS);
  return new Ensemble(
    {
      split: requireData(tensors, 'trees.split', [nodes], name, 'I32'),
      threshold: requireData(tensors, UNPACKED_THRESHOLDS, [nodes], name, type),
      next: requireData(tensors, 'trees.next', [nodes], name, 'I32'),
      roots: requireData(tensors, 'trees.roots', [trees + 1], name, 'I32'),
      sets: categories ? requireAll(tensors, UNPACKED_SETS, name, 'I32') : new Int32Array(0),
    },
    categories,
  );
}

/** Those of the tensors that a model saves, if its trees are packed: saving it again gives the same ones. */
export function packedTensors(tensors: Map<string, ModelTensor>): Map<string, ModelTensor> | undefined {
  if (!tensors.has(NODES)) return undefined;
  return new Map([...tensors].filter(([array]) => PACKED.includes(array)));
}

export function leafTensors({ shares, distributions, leaves }: PackedLeaves): [string, ModelTensor][] {
  return [
    [SHARES, floatTensor(shares)],
    [DISTRIBUTIONS, bitTensor(distributions)],
    [LEAVES, bitTensor(leaves)],
  ];
}

/**
 * Restores the distributions from `leafTensors`, or from version 1 if `counts.distributions` is undefined. Throws
 * `InputError` for tensors of another size or type, and if they are not distributions over this many classes.
 */
export function reviveLeaves(
  tensors: Map<string, ModelTensor>,
  counts: LeafCounts & { readonly distributions?: number },
  name: string,
): DistributionArrays {
  const { classes, leaves, shares, distributions } = counts;
  const found =
    distributions === undefined
      ? {
          begin: requireData(tensors, 'leaves.begin', [leaves + 1], name, 'I32'),
          label: requireData(tensors, 'leaves.class', [shares], name, 'I32'),
          share: requireData(tensors, 'leaves.share', [shares], name, 'F32'),
        }
      : unpackLeaves(
          {
            shares: requireAll(tensors, SHARES, name, 'F32'),
            distributions: requireAll(tensors, DISTRIBUTIONS, name, 'U8'),
            leaves: requireAll(tensors, LEAVES, name, 'U8'),
            count: distributions,
          },
          counts,
        );
  const defect = typeof found === 'string' ? found : distributionDefect(found, classes);
  if (defect !== undefined) throw damaged(name, defect);
  return found as DistributionArrays;
}

function floatType(tensors: Map<string, ModelTensor>, array: string): 'F64' | 'F32' {
  return tensors.get(array)?.dtype === 'F64' ? 'F64' : 'F32';
}

/** The values of a one-dimensional tensor of any length. */
function requireAll<DType extends ModelTensor['dtype']>(
  tensors: Map<string, ModelTensor>,
  array: string,
  name: string,
  dtype: DType,
) {
  return requireData(tensors, array, [tensors.get(array)?.data.length ?? 0], name, dtype);
}

/** The feature importances. Throws `InputError` for a tensor of another size or type, or values outside [0, 1]. */
export function reviveImportances(
  tensors: Map<string, ModelTensor>,
  columns: number,
  name: string,
): Float32Array {
  const importances = requireData(tensors, IMPORTANCES, [columns], name, 'F32');
  requireBetween(importances, 0, 1, IMPORTANCES, name);
  return importances;
}
