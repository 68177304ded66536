/** Grows one tree over binned features, depth first. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { TimeSlices } from '../../event-loop.js';
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { type Tree, TreeBuilder } from '../tree.js';
import { ClassSplitter } from './class-splitter.js';
import { CodeSorter } from './code-sorter.js';
import type { Criterion } from './criterion.js';
import { MomentSplitter } from './moment-splitter.js';
import { MomentScore, roundedMoments } from './moments.js';
import { partitionRows } from './partition-rows.js';
import { BestSplit, type OpenNode, type Splitter } from './splitter.js';

export interface GrowOptions {
  /** Most splits from the root to a leaf; default unlimited. */
  readonly maxDepth?: number;
  /** Rows that a node must have to be split; default 2. */
  readonly minSamplesSplit?: number;
  /** Rows that each child must have; default 1. */
  readonly minSamplesLeaf?: number;
  /**
   * Least decrease of impurity, as scikit-learn weighs it (by the share of the tree's rows in the node for
   * gini and entropy, not at all for friedman-mse; gradient: see its `gamma`); default 0.
   */
  readonly minImpurityDecrease?: number;
  /** Columns drawn at each node (drawing continues while all are constant); default all, in their order. */
  readonly maxFeatures?: number;
  /** Columns that the tree may use; default all. */
  readonly features?: Int32Array;
  /** Chooses columns for a node at this depth, instead of `maxFeatures`. */
  readonly featuresAt?: (depth: number) => Int32Array;
  /**
   * The binned columns of a matrix of ranks. For gini and entropy, nodes with many rows are then searched for the
   * best split between bins, which is refined among the values of the two bins next to it.
   */
  readonly bins?: BinnedMatrix;
  /** Yields to the event loop, and lets the signal stop growing with a rejection by `signal.reason`. */
  readonly slices?: TimeSlices;
  readonly signal?: AbortSignal;
}

export interface GrownTree {
  readonly tree: Tree;
  /** The leaf (a node's index) of each of the given rows. */
  readonly leaves: Int32Array;
}

/** Nodes between two checks of the clock. */
const NODES_A_LOOK = 16;

/**
 * Grows a tree on `rows` of the matrix (a row may occur more than once) by the largest gain at each node; of ties,
 * the column tried first and the lowest threshold. A threshold is the midpoint of the neighbouring values in the
 * node, as in scikit-learn. Missing values are tried on both sides and go where the gain is larger; if a node has
 * none, to the child with more rows (`gradient`, as in XGBoost: right, or left if the whole column has none). Category
 * columns are split into two sets of levels (see `LevelOrder`), for several classes ordered by the share of each class.
 *
 * Stopping rules are scikit-learn's (`gradient`: XGBoost's). `random` is used only with `maxFeatures`.
 */
export async function growTree(
  data: BinnedMatrix,
  rows: Int32Array,
  criterion: Criterion,
  options: GrowOptions,
  random: RandomStream,
): Promise<GrownTree> {
  const { maxDepth = Number.POSITIVE_INFINITY, minSamplesSplit = 2, minSamplesLeaf = 1 } = options;
  const { slices, signal, featuresAt } = options;
  const features = options.features ?? Int32Array.from({ length: data.columns }, (_, i) => i);
  const draw =
    options.maxFeatures === undefined ? undefined : new FeatureDraw(features, options.maxFeatures, random);
  const canSplit = ({ start, end, depth }: OpenNode) =>
    depth < maxDepth && end - start >= minSamplesSplit && end - start >= 2 * minSamplesLeaf;

  const nodeRows = rows.slice();
  const spare = new Int32Array(rows.length);
  const splitter = makeSplitter(data, nodeRows, criterion, options);
  const outputs = 'classes' in criterion ? criterion.classes : 1;
  const builder = new TreeBuilder(outputs, data.lowest[0], data.categories);
  const leafOfRow = new Int32Array(data.rows);
  const best = new BestSplit();
  const stack: OpenNode[] = [{ start: 0, end: rows.length, depth: 0, parent: -1, isLeft: false }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (slices !== undefined && builder.nodes % NODES_A_LOOK === 0 && slices.due()) {
      await slices.pause();
      signal?.throwIfAborted();
    }
    splitter.open(node);
    const index = builder.add(node.parent, node.isLeft, splitter.weight);
    splitter.writeValue(builder.value(index));
    best.clear();
    if (canSplit(node) && !splitter.pure) {
      if (draw !== undefined) draw.search(splitter, best);
      else for (const feature of featuresAt?.(node.depth) ?? features) splitter.search(feature, best);
    }
    splitter.refine(best);
    const gain = best.feature < 0 ? 0 : splitter.gain(best.score);
    if (best.feature < 0 || !splitter.enough(gain)) {
      for (let i = node.start; i < node.end; i++) leafOfRow[nodeRows[i]] = index;
      continue;
    }
    const middle = partitionRows(data, nodeRows, spare, node, best);
    const unseenLeft =
      criterion.kind === 'gradient'
        ? data.hasMissing[best.feature] === 0
        : middle - node.start > node.end - middle;
    builder.split(index, {
      feature: best.feature,
      ...(best.set === undefined
        ? {
            threshold: data.threshold(best.feature, best.code, best.next),
            missingLeft: best.missingSeen ? best.missingLeft : unseenLeft,
          }
        : { threshold: 0, missingLeft: false, set: best.set }),
      gain,
    });
    const depth = node.depth + 1;
    stack.push({ start: middle, end: node.end, depth, parent: index, isLeft: false });
    stack.push({ start: node.start, end: middle, depth, parent: index, isLeft: true });
  }
  return { tree: builder.finish(), leaves: rows.map((row) => leafOfRow[row]) };
}

function makeSplitter(
  data: BinnedMatrix,
  rows: Int32Array,
  criterion: Criterion,
  options: GrowOptions,
): Splitter {
  const { minSamplesLeaf = 1, minImpurityDecrease = 0, bins } = options;
  const sorter = new CodeSorter(data, rows, bins);
  if ('classes' in criterion) {
    const { weights } = criterion;
    const total = weights === undefined ? rows.length : rows.reduce((sum, row) => sum + weights[row], 0);
    const leastGain = (minImpurityDecrease - Number.EPSILON) * total;
    return new ClassSplitter(criterion, sorter, minSamplesLeaf, leastGain, bins);
  }
  const moments = roundedMoments(criterion, rows, data.rows);
  const score = new MomentScore(criterion, minImpurityDecrease);
  return new MomentSplitter(sorter, moments, score, minSamplesLeaf);
}

/** Draws the columns that are tried at a node. */
class FeatureDraw {
  readonly #pool: Int32Array;

  constructor(
    features: Int32Array,
    /** Least number of columns tried at a node: as in scikit-learn, drawing continues while all are constant. */
    readonly atNode: number,
    readonly random: RandomStream,
  ) {
    this.#pool = features.slice();
  }

  /** Searches columns drawn without replacement. */
  search(splitter: Splitter, best: BestSplit): void {
    const pool = this.#pool;
    let varying = 0;
    for (let drawn = 0; drawn < pool.length && (drawn < this.atNode || varying === 0); drawn++) {
      const j = drawn + this.random.integer(pool.length - drawn);
      const feature = pool[j];
      pool[j] = pool[drawn];
      pool[drawn] = feature;
      if (splitter.search(feature, best)) varying++;
    }
  }
}
