/** Trees on histograms of derivatives, by kernels: one tree of XGBoost's `hist`. */
import type { Engine } from '../../engine/engine.js';
import type { TimeSlices } from '../../event-loop.js';
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { TreeBuilder } from '../tree.js';
import type { BoostingMemory } from './boosting-memory.js';
import { type BoostingRule, type DerivativeSums, gainsEnough, nodeScore } from './boosting-rule.js';
import type { ColumnChooser } from './column-choice.js';
import type { GrownRound, RoundGrower } from './round-grower.js';

const SPLIT_VALUES = 6;
/** What the kernel says in place of a direction. */
const NONE_MISSING = 2;

interface OpenNode extends DerivativeSums {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly parent: number;
  readonly isLeft: boolean;
  /** Address of the node's histogram; undefined for a node that cannot be divided. */
  readonly histogram: number | undefined;
}

interface FoundSplit {
  readonly column: number;
  readonly code: number;
  readonly next: number;
  readonly missingLeft: boolean;
  readonly gain: number;
  readonly left: DerivativeSums;
}

/**
 * Only the histogram of the smaller child is summed, the larger one's is what remains of the parent's; a node
 * that cannot be divided needs none. The rows of a node are a stretch of one array.
 */
export class HistogramGrower implements RoundGrower {
  readonly #engine: Engine;
  readonly #stride: number;
  readonly #codes: number;
  readonly #bins: number;
  readonly #listed: number;
  readonly #rows: number;
  readonly #scratch: number;
  readonly #split: number;
  /** Where each row weighs 1 by its second derivative, the least number of rows is a least weight. */
  readonly #leastWeight: number;
  /** Of the output that is grown on. */
  #pairs = 0;
  /** Histograms that are not in use. */
  readonly #free: number[] = [];

  /** `data` has at most 256 codes a column. */
  constructor(
    readonly data: BinnedMatrix,
    readonly memory: BoostingMemory,
    readonly rule: BoostingRule,
  ) {
    const { engine } = memory;
    const { rows, columns } = data;
    this.#engine = engine;
    const counted = rule.hessianScale === 0 && !memory.weighted;
    this.#leastWeight = Math.max(rule.minChildWeight, counted ? rule.minSamplesLeaf : 0);
    this.#stride = data.bins.reduce((most, bins, c) => Math.max(most, bins + data.hasMissing[c]), 0);
    this.#codes = engine.allocateBytes(rows * columns);
    this.#bins = engine.allocateInts(columns);
    this.#listed = engine.allocateInts(columns);
    this.#rows = engine.allocateInts(rows);
    this.#scratch = engine.allocateInts(rows);
    this.#split = engine.allocateDoubles(SPLIT_VALUES);
    engine.bytes(this.#codes, rows * columns).set(data.rowMajorCodes());
    engine.ints(this.#bins, columns).set(data.bins);
  }

  async grow(
    output: number,
    rows: Int32Array,
    columns: ColumnChooser,
    slices: TimeSlices,
    signal?: AbortSignal,
  ): Promise<GrownRound> {
    const engine = this.#engine;
    const builder = new TreeBuilder(1);
    const undivided: { readonly index: number; readonly node: OpenNode }[] = [];
    engine.ints(this.#rows, rows.length).set(rows);
    this.#pairs = this.memory.pairAddress(output);
    const stack = [this.#root(rows.length)];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (slices.due()) {
        await slices.pause();
        signal?.throwIfAborted();
      }
      const index = builder.add(node.parent, node.isLeft, node.H);
      const split = this.#search(node, columns);
      if (split === undefined) {
        if (node.histogram !== undefined) this.#free.push(node.histogram);
        undivided.push({ index, node });
        continue;
      }
      builder.divide(index, {
        feature: split.column,
        threshold: this.data.threshold(split.column, split.code, split.next),
        missingLeft: split.missingLeft,
        gain: split.gain,
      });
      const [left, right] = this.#divide(node, index, split);
      stack.push(right, left);
    }
    // A copy: a view would not outlast the promise.
    const all = engine.ints(this.#rows, rows.length).slice();
    const leaves = undivided.map(({ index, node: { start, end, G, H } }) => {
      return { node: index, rows: all.subarray(start, end), G, H };
    });
    return { tree: builder.finish(), leaves };
  }

  #root(n: number): OpenNode {
    const histogram = this.#sum(0, n);
    const cells = this.#engine.doubles(histogram, 2 * this.#stride);
    let [G, H] = [0, 0];
    // Sums are exact: any column has the same total.
    for (let i = 0; i < cells.length; i += 2) {
      G += cells[i];
      H += cells[i + 1];
    }
    const root = { start: 0, end: n, depth: 0, parent: -1, isLeft: false, G, H };
    if (this.#divisible(n, 0, H)) return { ...root, histogram };
    this.#free.push(histogram);
    return { ...root, histogram: undefined };
  }

  /** Whether a node of n rows and weight H may have children at all. */
  #divisible(n: number, depth: number, H: number): boolean {
    const { maxDepth, minSamplesSplit } = this.rule;
    return depth < maxDepth && n >= Math.max(2, minSamplesSplit) && H >= 2 * this.#leastWeight;
  }

  /** A histogram of a stretch of the rows. */
  #sum(start: number, end: number): number {
    const { columns } = this.data;
    const engine = this.#engine;
    const histogram = this.#free.pop() ?? engine.allocateDoubles(2 * columns * this.#stride);
    const rows = this.#rows + 4 * start;
    engine.kernels.gradientHistogram(
      end - start,
      rows,
      columns,
      this.#stride,
      this.#codes,
      this.#pairs,
      histogram,
    );
    return histogram;
  }

  /** The best split, if it is good enough. */
  #search(node: OpenNode, chooser: ColumnChooser): FoundSplit | undefined {
    if (node.histogram === undefined) return undefined;
    const { rule } = this;
    const engine = this.#engine;
    const { columns, count } = chooser.atNode(node.depth);
    engine.ints(this.#listed, columns.length).set(columns);
    let score = this.#best(node, node.histogram, 0, count);
    for (let i = count; score < 0 && i < columns.length; i++) {
      score = this.#best(node, node.histogram, i, i + 1);
    }
    const gain = score - nodeScore(node, rule);
    if (score < 0 || !gainsEnough(gain, node.H, rule)) return undefined;
    const [column, code, next, missing, G, H] = engine.doubles(this.#split, SPLIT_VALUES);
    const missingLeft = missing === NONE_MISSING ? this.#unseenLeft(column, H, node.H) : missing === 1;
    return { column, code, next, missingLeft, gain, left: { G, H } };
  }

  /** Where missing values go of which the node has none: as in `growTree`. */
  #unseenLeft(column: number, left: number, whole: number): boolean {
    return this.rule.hessianScale > 0 ? this.data.hasMissing[column] === 0 : 2 * left > whole;
  }

  /** Searches the listed columns `from` to `to`. */
  #best({ G, H }: DerivativeSums, histogram: number, from: number, to: number): number {
    const { lambda, alpha } = this.rule;
    return this.#engine.kernels.bestGradientSplit(
      to - from,
      this.#listed + 4 * from,
      this.#bins,
      this.#stride,
      histogram,
      G,
      H,
      lambda,
      alpha,
      this.#leastWeight,
      this.#split,
    );
  }

  #divide(node: OpenNode, parent: number, { column, code, missingLeft, left }: FoundSplit): OpenNode[] {
    const { kernels } = this.#engine;
    const { data } = this;
    const { start, end } = node;
    const missing = data.bins[column];
    const count = kernels.partitionRows(
      end - start,
      this.#rows + 4 * start,
      data.columns,
      column,
      this.#codes,
      code,
      missing,
      missingLeft,
      this.#scratch,
    );
    const depth = node.depth + 1;
    const right = { G: node.G - left.G, H: node.H - left.H };
    const middle = start + count;
    const leftDivides = this.#divisible(count, depth, left.H);
    const rightDivides = this.#divisible(end - middle, depth, right.H);
    const [ofLeft, ofRight] = this.#histograms(node, middle, leftDivides, rightDivides);
    return [
      { ...left, start, end: middle, depth, parent, isLeft: true, histogram: ofLeft },
      { ...right, start: middle, end, depth, parent, isLeft: false, histogram: ofRight },
    ];
  }

  /** Histograms of the children that need one; the parent's is used up. */
  #histograms(
    { start, end, histogram }: OpenNode,
    middle: number,
    leftDivides: boolean,
    rightDivides: boolean,
  ): [number | undefined, number | undefined] {
    const whole = histogram as number;
    const leftIsSmaller = middle - start <= end - middle;
    const smallerOnly = leftIsSmaller ? leftDivides && !rightDivides : rightDivides && !leftDivides;
    if (smallerOnly || !(leftDivides || rightDivides)) this.#free.push(whole);
    if (!(leftDivides || rightDivides)) return [undefined, undefined];
    const smaller = leftIsSmaller ? this.#sum(start, middle) : this.#sum(middle, end);
    if (smallerOnly) return leftIsSmaller ? [smaller, undefined] : [undefined, smaller];
    this.#engine.kernels.subtractHistogram(this.data.columns * this.#stride, whole, smaller);
    const [ofLeft, ofRight] = leftIsSmaller ? [smaller, whole] : [whole, smaller];
    if (leftDivides && rightDivides) return [ofLeft, ofRight];
    this.#free.push(smaller);
    return [leftDivides ? ofLeft : undefined, rightDivides ? ofRight : undefined];
  }
}
