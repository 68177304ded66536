/** Grows trees with `growTree`: for columns with many distinct values, which are sorted in each node. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { TimeSlices } from '../../event-loop.js';
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import type { MomentCriterion } from '../growing/criterion.js';
import { growTree } from '../growing/grow-tree.js';
import type { BoostingMemory } from './boosting-memory.js';
import type { BoostingRule, GrownLeaf } from './boosting-rule.js';
import type { ColumnChooser } from './column-choice.js';
import type { GrownRound, RoundGrower } from './round-grower.js';

export class SortedGrower implements RoundGrower {
  constructor(
    readonly data: BinnedMatrix,
    readonly memory: BoostingMemory,
    readonly rule: BoostingRule,
    /** Columns drawn at each node (see `GrowOptions.maxFeatures`); otherwise those of the chooser. */
    readonly maxFeatures: number | undefined,
    readonly random: RandomStream,
  ) {}

  async grow(
    output: number,
    rows: Int32Array,
    columns: ColumnChooser,
    slices: TimeSlices,
    signal?: AbortSignal,
  ): Promise<GrownRound> {
    const { rule, maxFeatures } = this;
    const featuresAt = (depth: number) => {
      const choice = columns.atNode(depth);
      return choice.columns.subarray(0, choice.count);
    };
    const { tree, leaves } = await growTree(
      this.data,
      rows,
      criterion(this.memory.pairs(output), rule),
      {
        maxDepth: rule.maxDepth,
        minSamplesSplit: rule.minSamplesSplit,
        minSamplesLeaf: rule.minSamplesLeaf,
        ...(maxFeatures === undefined ? { featuresAt } : { maxFeatures }),
        slices,
        signal,
      },
      this.random,
    );
    return { tree, leaves: groupByLeaf(rows, leaves, tree.feature.length, this.memory.pairs(output)) };
  }
}

function criterion(pairs: Float32Array | Float64Array, rule: BoostingRule): MomentCriterion {
  const rows = pairs.length / 2;
  const hessians = Float64Array.from({ length: rows }, (_, row) => pairs[2 * row + 1]);
  if (rule.hessianScale > 0) {
    const gradients = Float64Array.from({ length: rows }, (_, row) => pairs[2 * row]);
    const { lambda, alpha, minChildWeight } = rule;
    return {
      kind: 'gradient',
      gradients,
      hessians,
      lambda,
      alpha,
      gamma: rule.prune ? 0 : rule.gamma,
      minChildWeight,
      eta: 1,
    };
  }
  const target = Float64Array.from({ length: rows }, (_, row) => -pairs[2 * row] / hessians[row]);
  const weights = hessians.every((weight) => weight === 1) ? undefined : hessians;
  return { kind: 'friedman-mse', target, weights };
}

/** Rows of each leaf, in their given order. */
function groupByLeaf(
  rows: Int32Array,
  leaves: Int32Array,
  nodes: number,
  pairs: Float32Array | Float64Array,
): GrownLeaf[] {
  const start = new Int32Array(nodes + 1);
  for (let i = 0; i < leaves.length; i++) start[leaves[i] + 1]++;
  for (let node = 0; node < nodes; node++) start[node + 1] += start[node];
  const at = start.slice();
  const ordered = new Int32Array(rows.length);
  const G = new Float64Array(nodes);
  const H = new Float64Array(nodes);
  for (let i = 0; i < rows.length; i++) {
    const node = leaves[i];
    ordered[at[node]++] = rows[i];
    G[node] += pairs[2 * rows[i]];
    H[node] += pairs[2 * rows[i] + 1];
  }
  const groups: GrownLeaf[] = [];
  for (let node = 0; node < nodes; node++) {
    if (start[node + 1] === start[node]) continue;
    groups.push({ node, rows: ordered.subarray(start[node], start[node + 1]), G: G[node], H: H[node] });
  }
  return groups;
}
