/** Boosted trees in the layout of the kernel that adds up leaf values. */
import type { Engine } from '../../engine/engine.js';
import type { FeatureMatrix } from '../../matrix.js';
import type { LevelGroups } from '../binning/level-groups.js';
import type { Ensemble, EnsembleArrays } from '../ensemble.js';
import { ThresholdRanks } from './threshold-ranks.js';

const NODE_INTS = 4;
const NODE_BYTES = 16;
/** Values of X in a block of rows: they stay in the first-level cache from tree to tree. */
const BLOCK_VALUES = 4096;

/** Has its own memory; `add` may be called any number of times. */
export class MarginKernel {
  readonly #blockRows: number;
  readonly #x: number;
  readonly #margins: number;
  readonly #roots: number;
  readonly #depths: number;
  readonly #nodes: number;
  /** Undefined if no column has categories. */
  readonly #sets: number | undefined;
  readonly #categories: LevelGroups | undefined;
  readonly #trees: number;
  /** Defined if thresholds have 64 bits. */
  readonly #ranks: ThresholdRanks | undefined;

  constructor(
    readonly engine: Engine,
    { arrays, categories }: Ensemble,
    values: Float32Array,
    readonly columns: number,
    readonly outputs: number,
  ) {
    const trees = arrays.roots.length - 1;
    const nodes = arrays.split.length;
    this.#trees = trees;
    this.#blockRows = Math.max(4, Math.floor(BLOCK_VALUES / columns));
    this.#x = engine.allocateFloats(this.#blockRows * columns);
    this.#margins = engine.allocateFloats(this.#blockRows * outputs);
    this.#roots = engine.allocateInts(trees);
    this.#depths = engine.allocateInts(trees);
    this.#nodes = engine.allocateInts(NODE_INTS * nodes);
    engine.ints(this.#roots, trees).set(arrays.roots.subarray(0, trees).map((node) => NODE_BYTES * node));
    engine.ints(this.#depths, trees).set(depthsOf(arrays));
    this.#ranks =
      arrays.threshold instanceof Float64Array ? new ThresholdRanks(arrays, categories) : undefined;
    const thresholds = this.#ranks?.ofNodes(arrays) ?? arrays.threshold;
    const ints = engine.ints(this.#nodes, NODE_INTS * nodes);
    writeNodes({ ...arrays, threshold: thresholds }, values, ints);
    this.#categories = categories;
    if (categories === undefined) return;
    markCategories(arrays, categories, ints);
    this.#sets = engine.allocateInts(arrays.sets.length);
    engine.ints(this.#sets, arrays.sets.length).set(arrays.sets);
  }

  /** Adds the leaf values of all trees to `margins` (rows x outputs), tree by tree in 32 bits. */
  add(X: FeatureMatrix, margins: Float32Array): void {
    const { engine, columns, outputs } = this;
    const x = engine.floats(this.#x, this.#blockRows * columns);
    const sums = engine.floats(this.#margins, this.#blockRows * outputs);
    for (let from = 0; from < X.rows; from += this.#blockRows) {
      const rows = Math.min(this.#blockRows, X.rows - from);
      const own = margins.subarray(from * outputs, (from + rows) * outputs);
      if (this.#ranks === undefined) x.set(X.data.subarray(from * columns, (from + rows) * columns));
      else this.#ranks.write(X, from, from + rows, x);
      if (this.#categories !== undefined) writeCodes(this.#categories, X, from, from + rows, x);
      sums.set(own);
      this.#addBlock(rows);
      own.set(sums.subarray(0, own.length));
    }
  }

  /** Adds the trees to the margins of the rows in the block. */
  #addBlock(rows: number): void {
    const { columns, outputs } = this;
    const { kernels } = this.engine;
    const trees = [this.#trees, this.#roots, this.#depths, this.#nodes] as const;
    if (this.#sets === undefined) {
      kernels.addTreeMargins(rows, columns, this.#x, ...trees, outputs, this.#margins);
    } else {
      kernels.addCodeTreeMargins(rows, columns, this.#x, ...trees, this.#sets, outputs, this.#margins);
    }
  }
}

/** Writes the codes of the category columns of rows `from` to `to` (exclusive) of X to their places in the block. */
function writeCodes(
  categories: LevelGroups,
  { data, columns }: FeatureMatrix,
  from: number,
  to: number,
  x: Float32Array | Float64Array,
): void {
  for (let column = 0; column < columns; column++) {
    if (!categories.has(column)) continue;
    for (let row = from; row < to; row++) {
      const at = row * columns + column;
      x[at - from * columns] = categories.code(column, data[at]);
    }
  }
}

/** Marks the nodes that split on category columns, and writes the first words of their sets. */
function markCategories(
  { split, threshold }: EnsembleArrays,
  categories: LevelGroups,
  nodes: Int32Array,
): void {
  for (let node = 0; node < split.length; node++) {
    if (split[node] < 0 || !categories.has(split[node] >> 1)) continue;
    nodes[NODE_INTS * node] |= 2;
    nodes[NODE_INTS * node + 1] = threshold[node];
  }
}

/** Depth of each tree. */
export function depthsOf({ split, next, roots }: EnsembleArrays): Int32Array {
  const depths = new Int32Array(roots.length - 1);
  const depthOf = new Int32Array(split.length);
  // Children come after their parents.
  for (let tree = 0; tree < depths.length; tree++) {
    for (let node = roots[tree]; node < roots[tree + 1]; node++) {
      const depth = depthOf[node];
      if (depth > depths[tree]) depths[tree] = depth;
      if (split[node] < 0) continue;
      depthOf[node + 1] = depth + 1;
      depthOf[next[node]] = depth + 1;
    }
  }
  return depths;
}

/** Writes nodes in the format of `addTreeMargins`. */
function writeNodes(
  { split, threshold, next }: EnsembleArrays,
  values: Float32Array,
  nodes: Int32Array,
): void {
  const floats = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
  for (let node = 0; node < split.length; node++) {
    const at = NODE_INTS * node;
    const leaf = split[node] < 0;
    const left = leaf ? node : node + 1;
    nodes[at] = leaf ? 0 : 4 * (split[node] >> 1) + (split[node] & 1);
    floats[at + 1] = leaf ? values[next[node]] : threshold[node];
    nodes[at + 2] = NODE_BYTES * left;
    nodes[at + 3] = leaf ? 0 : NODE_BYTES * (next[node] - left);
  }
}
