/** Boosting with exact sums of 64-bit derivatives, on histograms or on sorted values. */
import { Engine } from '../../engine/engine.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { TimeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import { binRanks, rankMatrix } from '../binning/bin-matrix.js';
import type { Tree } from '../tree.js';
import { addTrees, type BoostedTrees, leafValues } from './boosted-trees.js';
import { BoostingMemory } from './boosting-memory.js';
import type { BoostingPlan, BoostingRows } from './boosting-plan.js';
import { firstRounds, single } from './grown-trees.js';
import { HistogramGrower } from './histogram-grower.js';
import { pruneTree } from './prune-tree.js';
import type { RoundBooster } from './round-booster.js';
import type { GrownRound, RoundGrower } from './round-grower.js';
import { SortedGrower } from './sorted-grower.js';

export class Booster implements RoundBooster {
  readonly #trees: Tree[] = [];
  readonly #grower: RoundGrower;
  readonly #random: RandomStream;
  /** Rows of positive weight. */
  readonly #weighted: Int32Array;
  readonly #validationMargins: Float32Array;

  private constructor(
    readonly rows: BoostingRows,
    readonly plan: BoostingPlan,
    readonly memory: BoostingMemory,
  ) {
    const { X, y, weights, validation } = rows;
    const { rule, maxBins, maxFeatures, seed } = plan;
    const all = Int32Array.from({ length: y.length }, (_, row) => row);
    this.#weighted = weights === undefined ? all : all.filter((row) => weights[row] > 0);
    const ranks = rankMatrix(X);
    const bins = maxBins === undefined ? undefined : binRanks(ranks, maxBins);
    const data = bins ?? ranks;
    // Histograms can count rows only if all have weight 1.
    const counted = rule.minSamplesLeaf === 1 || (rule.hessianScale === 0 && !memory.weighted);
    this.#grower =
      data.codes instanceof Uint8Array && counted
        ? new HistogramGrower(data, memory, rule, ranks)
        : new SortedGrower(ranks, memory, rule, maxFeatures, new RandomStream(seed, 'columns'));
    this.#random = new RandomStream(seed, 'rows');
    this.#validationMargins = repeated(plan.initial, validation?.y.length ?? 0);
    memory.differentiate();
  }

  static async create(rows: BoostingRows, plan: BoostingPlan): Promise<Booster> {
    const memory = new BoostingMemory(await Engine.create(), rows, plan.rule.hessianScale, plan.initial);
    return new Booster(rows, plan, memory);
  }

  /** Releases the memory. */
  release(): void {
    this.memory.engine.release();
  }

  /** Grows a tree for each output, all from the same margins. */
  async grow(slices: TimeSlices, signal?: AbortSignal): Promise<Tree[]> {
    const { plan, memory } = this;
    const drawn = this.#draw();
    const trees: Tree[] = [];
    for (let output = 0; output < memory.outputs; output++) {
      plan.columns.startTree();
      const full = await this.#grower.grow(output, drawn, plan.columns, slices, signal);
      const grown = plan.rule.prune ? pruneTree(full, plan.rule.gamma) : full;
      const pairs = memory.pairs(output);
      for (const leaf of grown.leaves) {
        grown.tree.value[leaf.node] = plan.rule.leafValue(leaf, pairs);
      }
      this.#move(grown, output, drawn.length);
      trees.push(grown.tree);
    }
    return trees;
  }

  /** Adds the trees of a round; returns the mean training loss after it. */
  add(trees: Tree[]): number {
    this.#trees.push(...trees);
    const { validation } = this.rows;
    if (validation !== undefined) {
      const margins = this.#validationMargins;
      trees.forEach((tree, output) => {
        addTrees(single(tree), leafValues(tree), validation.X, margins, trees.length, output);
      });
    }
    return this.memory.differentiate();
  }

  /** Margins of the validation rows; undefined if there are none. */
  get validationMargins(): Matrix | undefined {
    const data = this.#validationMargins;
    const columns = this.memory.outputs;
    return data.length === 0 ? undefined : { data, rows: data.length / columns, columns };
  }

  /** The trees of the first `rounds` rounds; undefined if there are none. */
  finish(rounds: number): BoostedTrees | undefined {
    return firstRounds(this.#trees, rounds, this.plan.initial, this.rows.X.columns);
  }

  /** Draws the rows of a round without replacement, ascending. */
  #draw(): Int32Array {
    const { subsample } = this.plan;
    const rows = this.#weighted;
    if (subsample === 1) return rows;
    const count = Math.max(1, Math.floor(subsample * rows.length));
    return this.#random.shuffle(rows.slice()).subarray(0, count).sort();
  }

  /** Adds a tree to the margins of its output. */
  #move({ tree, leaves }: GrownRound, output: number, drawn: number): void {
    const margins = this.memory.margins(output);
    if (drawn < this.#weighted.length) {
      const change = new Float32Array(margins.length);
      addTrees(single(tree), leafValues(tree), this.rows.X, change, 1, 0);
      for (let row = 0; row < margins.length; row++) margins[row] += change[row];
      return;
    }
    for (const { node, rows } of leaves) {
      const value = tree.value[node];
      for (let i = 0; i < rows.length; i++) margins[rows[i]] += value;
    }
  }
}

/** The initial margins, repeated for each row. */
function repeated(initial: Float32Array, rows: number): Float32Array {
  return Float32Array.from({ length: rows * initial.length }, (_, i) => initial[i % initial.length]);
}
