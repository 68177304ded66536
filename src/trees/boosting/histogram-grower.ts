/** Grows trees on histograms of derivatives, using kernels: XGBoost's `hist`. */
import type { Engine } from '../../engine/engine.js';
import type { TimeSlices } from '../../event-loop.js';
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { partitionRows } from '../growing/partition-rows.js';
import { TreeBuilder } from '../tree.js';
import type { BoostingMemory } from './boosting-memory.js';
import { type BoostingRule, type DerivativeSums, gainsEnough, nodeScore } from './boosting-rule.js';
import type { ColumnChooser } from './column-choice.js';
import { HistogramLevels, type LevelsFound } from './histogram-levels.js';
import { type BinSplit, refineSplit } from './refine-split.js';
import type { GrownRound, RoundGrower } from './round-grower.js';

const SPLIT_VALUES = 6;
const BYTE_CODES = 256;
/** The kernel's result if the node has no missing values. */
const NONE_MISSING = 2;

interface OpenNode extends DerivativeSums {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly parent: number;
  readonly isLeft: boolean;
  /** Address of the node's histogram; undefined for a node that cannot be split. */
  readonly histogram: number | undefined;
}

interface FoundSplit extends BinSplit {
  readonly missingLeft: boolean;
  readonly gain: number;
  /** `code` and `next` are ranks of values, not bins. */
  readonly ranked: boolean;
  /** The codes that go left, for a category column: instead of `code` and `next`. */
  readonly set?: Int32Array;
}

interface FoundScore {
  readonly score: number;
  /** The split, if it is one of a category column. */
  readonly levels?: LevelsFound;
}

/**
 * Only the histogram of the smaller child is summed, that of the larger is the difference to the parent's; a node
 * that cannot be split needs none. The rows of a node are a range of one array. If bins hold several values, a split
 * is moved to the best place in the two bins next to it (`refineSplit`): a gap within a bin is then split in the
 * middle, as in `SortedGrower`. Every column has as many cells as it needs. Category columns are split into sets of
 * levels (`HistogramLevels`).
 */
export class HistogramGrower implements RoundGrower {
  readonly #engine: Engine;
  /** Cells of all columns. */
  readonly #cells: number;
  /** The first cell of each column, and after the last one the number of all. */
  readonly #firstCells: Int32Array;
  readonly #offsets: number;
  readonly #codes: number;
  readonly #bins: number;
  readonly #listed: number;
  readonly #rows: number;
  readonly #scratch: number;
  readonly #goesLeft: number;
  readonly #split: number;
  /** If each row has a second derivative of 1, the least number of rows is a least weight. */
  readonly #leastWeight: number;
  /** Address of the current output's pairs. */
  #pairs = 0;
  /** Unused histograms. */
  readonly #free: number[] = [];
  /** Only if there are category columns. */
  readonly #levels: HistogramLevels | undefined;

  /**
   * @param data with at most 256 codes per column
   * @param ranks the same columns with a code for every distinct value
   */
  constructor(
    readonly data: BinnedMatrix,
    readonly memory: BoostingMemory,
    readonly rule: BoostingRule,
    private readonly ranks: BinnedMatrix = data,
  ) {
    const { engine } = memory;
    const { rows, columns } = data;
    this.#engine = engine;
    const counted = rule.hessianScale === 0 && !memory.weighted;
    this.#leastWeight = Math.max(rule.minChildWeight, counted ? rule.minSamplesLeaf : 0);
    this.#firstCells = new Int32Array(columns + 1);
    data.bins.forEach((bins, c) => {
      this.#firstCells[c + 1] = this.#firstCells[c] + bins + data.hasMissing[c];
    });
    this.#cells = this.#firstCells[columns];
    this.#offsets = engine.allocateInts(columns + 1);
    this.#codes = engine.allocateBytes(rows * columns);
    this.#bins = engine.allocateInts(columns);
    this.#listed = engine.allocateInts(columns);
    this.#rows = engine.allocateInts(rows);
    this.#scratch = engine.allocateInts(rows);
    this.#goesLeft = engine.allocateBytes(BYTE_CODES);
    this.#split = engine.allocateDoubles(SPLIT_VALUES);
    engine.bytes(this.#codes, rows * columns).set(data.rowMajorCodes());
    engine.ints(this.#bins, columns).set(data.bins);
    engine.ints(this.#offsets, columns + 1).set(this.#firstCells);
    this.#levels = data.categories && new HistogramLevels(data.categories, rule, this.#leastWeight);
  }

  async grow(
    output: number,
    rows: Int32Array,
    columns: ColumnChooser,
    slices: TimeSlices,
    signal?: AbortSignal,
  ): Promise<GrownRound> {
    const engine = this.#engine;
    const builder = new TreeBuilder(1, this.data.lowest[0], this.data.categories);
    const unsplit: { readonly index: number; readonly node: OpenNode }[] = [];
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
        unsplit.push({ index, node });
        continue;
      }
      builder.split(index, {
        feature: split.column,
        threshold: (split.ranked ? this.ranks : this.data).threshold(split.column, split.code, split.next),
        missingLeft: split.missingLeft,
        gain: split.gain,
        set: split.set,
      });
      const [left, right] = this.#splitNode(node, index, split);
      stack.push(right, left);
    }
    // A copy: a view is not valid beyond the promise.
    const all = engine.ints(this.#rows, rows.length).slice();
    const leaves = unsplit.map(({ index, node: { start, end, G, H } }) => {
      return { node: index, rows: all.subarray(start, end), G, H };
    });
    return { tree: builder.finish(), leaves };
  }

  #root(n: number): OpenNode {
    const histogram = this.#sum(0, n);
    const cells = this.#engine.doubles(histogram, 2 * this.#firstCells[1]);
    let [G, H] = [0, 0];
    // Sums are exact: any column has the same total.
    for (let i = 0; i < cells.length; i += 2) {
      G += cells[i];
      H += cells[i + 1];
    }
    const root = { start: 0, end: n, depth: 0, parent: -1, isLeft: false, G, H };
    if (this.#canSplit(n, 0, H)) return { ...root, histogram };
    this.#free.push(histogram);
    return { ...root, histogram: undefined };
  }

  /** Whether a node of n rows and weight H may be split. */
  #canSplit(n: number, depth: number, H: number): boolean {
    const { maxDepth, minSamplesSplit } = this.rule;
    return depth < maxDepth && n >= Math.max(2, minSamplesSplit) && H >= 2 * this.#leastWeight;
  }

  /** The histogram of a range of rows. */
  #sum(start: number, end: number): number {
    const { columns } = this.data;
    const engine = this.#engine;
    const histogram = this.#free.pop() ?? engine.allocateDoubles(2 * this.#cells);
    const rows = this.#rows + 4 * start;
    engine.kernels.gradientHistogram(
      end - start,
      rows,
      columns,
      this.#offsets,
      this.#codes,
      this.#pairs,
      histogram,
    );
    return histogram;
  }

  /** The best split, if its gain suffices. */
  #search(node: OpenNode, chooser: ColumnChooser): FoundSplit | undefined {
    if (node.histogram === undefined) return undefined;
    const { rule } = this;
    const engine = this.#engine;
    const { columns, count } = chooser.atNode(node.depth);
    this.#levels?.open(
      node,
      this.#engine.ints(this.#rows, node.end),
      this.memory.engine.floats(this.#pairs, 2 * this.data.rows),
    );
    let best = this.#best(node, node.histogram, columns.subarray(0, count));
    for (let i = count; best.score < 0 && i < columns.length; i++) {
      best = this.#best(node, node.histogram, columns.subarray(i, i + 1));
    }
    const { score, levels } = best;
    const gain = score - nodeScore(node, rule);
    if (score < 0 || !gainsEnough(gain, node.H, rule)) return undefined;
    if (levels !== undefined) return { ...levels, code: 0, next: 0, gain, missingLeft: false, ranked: false };
    const [column, code, next, missing, G, H] = engine.doubles(this.#split, SPLIT_VALUES);
    const found = this.#refined(node, { column, code, next, left: { G, H } });
    const missingLeft =
      missing === NONE_MISSING ? this.#unseenLeft(column, found.left.H, node.H) : missing === 1;
    return { gain, ...found, missingLeft };
  }

  #refined(node: OpenNode, found: BinSplit): BinSplit & { readonly ranked: boolean; readonly gain?: number } {
    const { ranks, data, rule } = this;
    const { column, next } = found;
    const single = ranks.bins[column] === data.bins[column] || next === data.bins[column];
    if (single) return { ...found, ranked: false };
    const rows = this.#engine.ints(this.#rows, node.end).subarray(node.start);
    const pairs = this.memory.engine.floats(this.#pairs, 2 * data.rows);
    const { score, ...split } = refineSplit(
      found,
      { ranks, bins: data },
      { G: node.G, H: node.H, rows, pairs },
      rule,
      this.#leastWeight,
    );
    return { ...split, ranked: true, gain: score - nodeScore(node, rule) };
  }

  /** The side of missing values if the node has none: as in `growTree`. */
  #unseenLeft(column: number, left: number, whole: number): boolean {
    return this.rule.hessianScale > 0 ? this.data.hasMissing[column] === 0 : 2 * left > whole;
  }

  /** The best score over these columns, -1 if there is no split; that of numbers is left at `#split`. */
  #best(node: OpenNode, histogram: number, columns: Int32Array): FoundScore {
    const { categories } = this.data;
    if (categories === undefined || this.#levels === undefined) {
      return { score: this.#bestOfNumbers(node, histogram, columns) };
    }
    const numbers = columns.filter((column) => !categories.has(column));
    let best: FoundScore = { score: this.#bestOfNumbers(node, histogram, numbers) };
    for (const column of columns) {
      if (!categories.has(column)) continue;
      const first = this.#firstCells[column];
      const cells = this.#engine.doubles(histogram, 2 * this.#firstCells[column + 1]).subarray(2 * first);
      const levels = this.#levels.search(column, cells);
      if (levels !== undefined && levels.score > best.score) best = { score: levels.score, levels };
    }
    return best;
  }

  #bestOfNumbers({ G, H }: DerivativeSums, histogram: number, columns: Int32Array): number {
    if (columns.length === 0) return -1;
    const { lambda, alpha } = this.rule;
    this.#engine.ints(this.#listed, columns.length).set(columns);
    return this.#engine.kernels.bestGradientSplit(
      columns.length,
      this.#listed,
      this.#bins,
      this.#offsets,
      histogram,
      G,
      H,
      lambda,
      alpha,
      this.#leastWeight,
      this.#split,
    );
  }

  #splitNode(node: OpenNode, parent: number, split: FoundSplit): OpenNode[] {
    const { start, end } = node;
    const { left } = split;
    const count = this.#partition(node, split);
    const depth = node.depth + 1;
    const right = { G: node.G - left.G, H: node.H - left.H };
    const middle = start + count;
    const leftSplits = this.#canSplit(count, depth, left.H);
    const rightSplits = this.#canSplit(end - middle, depth, right.H);
    const [ofLeft, ofRight] = this.#histograms(node, middle, leftSplits, rightSplits);
    return [
      { ...left, start, end: middle, depth, parent, isLeft: true, histogram: ofLeft },
      { ...right, start: middle, end, depth, parent, isLeft: false, histogram: ofRight },
    ];
  }

  /** Moves the rows that go left to the front; returns their number. */
  #partition({ start, end }: OpenNode, { column, code, missingLeft, ranked, set }: FoundSplit): number {
    const { data, ranks } = this;
    const engine = this.#engine;
    if (ranked || set !== undefined) {
      const rows = engine.ints(this.#rows + 4 * start, end - start);
      const spare = engine.ints(this.#scratch, end - start);
      return partitionRows(
        ranks,
        rows,
        spare,
        { start: 0, end: end - start },
        { feature: column, code, missingLeft, set },
      );
    }
    const goesLeft = engine.bytes(this.#goesLeft, BYTE_CODES);
    goesLeft.fill(0).fill(1, 0, code + 1)[data.bins[column]] = Number(missingLeft);
    return engine.kernels.partitionByCode(
      end - start,
      this.#rows + 4 * start,
      data.columns,
      this.#codes + column,
      this.#goesLeft,
      this.#scratch,
    );
  }

  /** Histograms of the children that need one; the parent's is reused or freed. */
  #histograms(
    { start, end, histogram }: OpenNode,
    middle: number,
    leftSplits: boolean,
    rightSplits: boolean,
  ): [number | undefined, number | undefined] {
    const whole = histogram as number;
    const leftIsSmaller = middle - start <= end - middle;
    const smallerOnly = leftIsSmaller ? leftSplits && !rightSplits : rightSplits && !leftSplits;
    if (smallerOnly || !(leftSplits || rightSplits)) this.#free.push(whole);
    if (!(leftSplits || rightSplits)) return [undefined, undefined];
    const smaller = leftIsSmaller ? this.#sum(start, middle) : this.#sum(middle, end);
    if (smallerOnly) return leftIsSmaller ? [smaller, undefined] : [undefined, smaller];
    this.#engine.kernels.subtractHistogram(this.#cells, whole, smaller);
    const [ofLeft, ofRight] = leftIsSmaller ? [smaller, whole] : [whole, smaller];
    if (leftSplits && rightSplits) return [ofLeft, ofRight];
    this.#free.push(smaller);
    return [leftSplits ? ofLeft : undefined, rightSplits ? ofRight : undefined];
  }
}
