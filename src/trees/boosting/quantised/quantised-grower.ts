/** Grows trees on histograms of integer derivatives. */
import type { Engine } from '../../../engine/engine.js';
import type { TimeSlices } from '../../../event-loop.js';
import { inSet } from '../../binning/level-groups.js';
import { type Tree, TreeBuilder } from '../../tree.js';
import { type BoostingRule, gainsEnough } from '../boosting-rule.js';
import { HistogramLevels } from '../histogram-levels.js';
import type { CodeMemory } from './code-memory.js';
import type { DerivativeIntegers, DerivativeUnits } from './derivative-integers.js';
import { childBounds, type LeafBounds, UNBOUNDED } from './monotone-bounds.js';

const SPLIT_VALUES = 6;
/** The kernel's result if the node has no missing values. */
const NONE_MISSING = 2;
const BYTE_CODES = 256;
const CELL_BYTES = 8;

/** A range of the array of rows. */
interface Range {
  readonly start: number;
  readonly end: number;
}

interface Split {
  readonly column: number;
  /** The last code that goes left; with `set` the codes that do. */
  readonly code: number;
  readonly set?: Int32Array;
  readonly missingLeft: boolean;
  readonly gain: number;
  /** Integer sums of the left child. */
  readonly G: number;
  readonly H: number;
}

interface Node {
  /** Drawn rows, on which the tree is grown, and the others, which only follow. */
  readonly drawn: Range;
  readonly others: Range;
  readonly depth: number;
  /** Integer sums over the drawn rows. */
  readonly G: number;
  readonly H: number;
  readonly bounds: LeafBounds;
  /** Address of the histogram; undefined for a node that cannot be split, and once it is split. */
  histogram?: number;
  split?: Split;
  children?: readonly [Node, Node];
}

export interface GrowthLimits {
  /** Factor of the leaf values. */
  readonly learningRate: number;
  readonly maxDepth: number;
  /** Undefined: no limit but the depth. */
  readonly maxLeaves?: number;
  /** For each column 1 if leaves must rise with it, -1 if they must fall, else 0; undefined: all 0. */
  readonly signs?: Int32Array;
}

/**
 * The histogram of the smaller child is summed, that of the larger is the difference to the parent's. With `maxLeaves` the
 * node with the largest gain is split next, otherwise the last one found.
 */
export class QuantisedGrower {
  readonly #engine: Engine;
  readonly #offsets: number;
  readonly #bins: number;
  readonly #starts: number;
  readonly #members: number;
  readonly #workspace: number;
  readonly #listed: number;
  readonly #groups: number;
  readonly #rows: number;
  readonly #scratch: number;
  readonly #goesLeft: number;
  readonly #split: number;
  /** Address of the signs, 0 if there are none. */
  readonly #signs: number;
  readonly #levels: HistogramLevels | undefined;
  /** Unused histograms. */
  readonly #free: number[] = [];
  #output = 0;
  #units: DerivativeUnits = { G: 1, H: 1 };
  #leastWeight = 1;
  #numbers = new Int32Array(0);
  #categories = new Int32Array(0);
  #summed = 0;

  /** @param rows number of all rows, drawn or not */
  constructor(
    readonly codes: CodeMemory,
    readonly derivatives: DerivativeIntegers,
    readonly rule: BoostingRule,
    readonly limits: GrowthLimits,
    rows: number,
  ) {
    const { engine, groups, firstCells } = codes;
    const { bins, categories } = codes.cuts;
    const allocate = (values: Int32Array) => {
      const address = engine.allocateInts(values.length);
      engine.ints(address, values.length).set(values);
      return address;
    };
    this.#engine = engine;
    this.#offsets = allocate(firstCells);
    this.#bins = allocate(bins);
    this.#starts = allocate(groups.starts);
    this.#members = allocate(groups.members);
    this.#signs = limits.signs === undefined ? 0 : allocate(limits.signs);
    this.#workspace = engine.allocateBytes(CELL_BYTES * BYTE_CODES * groups.count);
    this.#listed = engine.allocateInts(bins.length);
    this.#groups = engine.allocateInts(groups.count);
    this.#rows = engine.allocateInts(rows);
    this.#scratch = engine.allocateInts(rows);
    this.#goesLeft = engine.allocateBytes(BYTE_CODES);
    this.#split = engine.allocateDoubles(SPLIT_VALUES);
    this.#levels = categories && new HistogramLevels(categories, rule, rule.minChildWeight);
  }

  /**
   * Grows a tree and adds its leaves to the margins of all rows.
   *
   * @param rows all rows, the first `drawn` of which the tree is grown on
   * @param columns those that the tree may split, ascending
   * @throws `signal.reason` if the signal is aborted meanwhile
   */
  async grow(
    output: number,
    rows: Int32Array,
    drawn: number,
    columns: Int32Array,
    slices: TimeSlices,
    signal?: AbortSignal,
  ): Promise<Tree> {
    this.#engine.ints(this.#rows, rows.length).set(rows);
    this.#open(output, columns);
    const root = this.#root(drawn, rows.length);
    const open = root.split === undefined ? [] : [root];
    let leaves = 1;
    const { maxLeaves = Number.POSITIVE_INFINITY } = this.limits;
    while (open.length > 0 && leaves < maxLeaves) {
      if (slices.due()) {
        await slices.pause();
        signal?.throwIfAborted();
      }
      const node = this.#next(open);
      node.children = this.#splitNode(node, node.split as Split);
      leaves++;
      for (const child of node.children) if (child.split !== undefined) open.push(child);
    }
    for (const node of open) this.#close(node);
    return this.#finish(root);
  }

  /** Prepares for a tree of an output on these columns. */
  #open(output: number, columns: Int32Array): void {
    const { codes } = this;
    const engine = this.#engine;
    const { categories } = codes.cuts;
    const { groupOf } = codes.groups;
    this.#output = output;
    this.#units = this.derivatives.units(output);
    this.#leastWeight = Math.max(1, Math.ceil(this.rule.minChildWeight / this.#units.H));
    const used = columns.filter((column) => groupOf[column] >= 0);
    this.#numbers = used.filter((column) => !categories?.has(column));
    this.#categories = used.filter((column) => categories?.has(column));
    engine.ints(this.#listed, this.#numbers.length).set(this.#numbers);
    const groups = [...new Set(used.map((column) => groupOf[column]))].sort((a, b) => a - b);
    this.#summed = groups.length;
    engine.ints(this.#groups, groups.length).set(groups);
  }

  #next(open: Node[]): Node {
    if (this.limits.maxLeaves === undefined) return open.pop() as Node;
    let best = 0;
    const gainOf = (i: number) => (open[i].split as Split).gain;
    for (let i = 1; i < open.length; i++) if (gainOf(i) > gainOf(best)) best = i;
    return open.splice(best, 1)[0];
  }

  #root(drawn: number, rows: number): Node {
    const range = { start: 0, end: drawn };
    const histogram = this.#summed > 0 ? this.#sum(range) : undefined;
    const sums = histogram === undefined ? this.#sumsOf(drawn) : this.#sumsOfCells(histogram);
    const root: Node = {
      drawn: range,
      others: { start: drawn, end: rows },
      depth: 0,
      ...sums,
      bounds: UNBOUNDED,
    };
    root.histogram = histogram;
    if (this.#canSplit(root)) this.#search(root);
    else this.#close(root);
    return root;
  }

  /** Sums are exact: the cells of any column have the sums of all rows. */
  #sumsOfCells(histogram: number): { readonly G: number; readonly H: number } {
    const { firstCells } = this.codes;
    const column = this.#numbers[0] ?? this.#categories[0];
    const count = firstCells[column + 1] - firstCells[column];
    const cells = this.#engine.ints(histogram + CELL_BYTES * firstCells[column], 2 * count);
    let [G, H] = [0, 0];
    for (let i = 0; i < cells.length; i += 2) {
      H += cells[i];
      G += cells[i + 1];
    }
    return { G, H };
  }

  #sumsOf(drawn: number): { readonly G: number; readonly H: number } {
    const listed = this.#engine.ints(this.#rows, drawn);
    const integers = this.#engine.ints(
      this.derivatives.address(this.#output),
      2 * this.derivatives.memory.padded,
    );
    let [G, H] = [0, 0];
    for (const row of listed) {
      H += integers[2 * row];
      G += integers[2 * row + 1];
    }
    return { G, H };
  }

  #canSplit({ drawn, depth, H }: Node): boolean {
    const deep = depth >= this.limits.maxDepth;
    return !deep && this.#summed > 0 && drawn.end - drawn.start >= 2 && H >= 2 * this.#leastWeight;
  }

  get #cells(): number {
    return this.codes.firstCells[this.codes.firstCells.length - 1];
  }

  /** The histogram of a range of rows. */
  #sum({ start, end }: Range): number {
    const engine = this.#engine;
    const { groups, address } = this.codes;
    const histogram = this.#free.pop() ?? engine.allocateBytes(CELL_BYTES * this.#cells);
    engine.kernels.quantisedHistogram(
      end - start,
      this.#rows + 4 * start,
      groups.count,
      address,
      this.derivatives.address(this.#output),
      this.#summed,
      this.#groups,
      this.#workspace,
    );
    engine.kernels.foldHistogram(
      this.#summed,
      this.#groups,
      this.#starts,
      this.#members,
      this.#offsets,
      this.#workspace,
      histogram,
    );
    return histogram;
  }

  /** Sets the node's best split, if its gain suffices; otherwise the node is closed. */
  #search(node: Node): void {
    const split = this.#bestSplit(node);
    if (split !== undefined && gainsEnough(split.gain, node.H * this.#units.H, this.rule)) node.split = split;
    else this.#close(node);
  }

  #close(node: Node): void {
    if (node.histogram !== undefined) this.#free.push(node.histogram);
    node.histogram = undefined;
  }

  #bestSplit(node: Node): Split | undefined {
    const parent = this.#score(node);
    const score = this.#bestOfNumbers(node);
    const levels = this.#bestOfLevels(node);
    if (levels !== undefined && levels.gain > score) return { ...levels, gain: levels.gain - parent };
    if (score < 0) return undefined;
    const [column, code, next, missing, G, H] = this.#engine.doubles(this.#split, SPLIT_VALUES);
    // Between two bins with rows there may be others without: the split is in the middle.
    const isLast = next === this.codes.cuts.bins[column];
    return {
      column,
      code: isLast ? next - 1 : (code + next - 1) >> 1,
      missingLeft: missing === NONE_MISSING ? 2 * H > node.H : missing === 1,
      gain: score - parent,
      G,
      H,
    };
  }

  #bestOfNumbers({ G, H, histogram, bounds }: Node): number {
    if (this.#numbers.length === 0) return -1;
    return this.#engine.kernels.bestQuantisedSplit(
      this.#numbers.length,
      this.#listed,
      this.#bins,
      this.#offsets,
      histogram as number,
      G,
      H,
      this.#units.G,
      this.#units.H,
      this.rule.lambda,
      Math.min(this.#leastWeight, 2 ** 31 - 1),
      this.#signs,
      bounds.low,
      bounds.high,
      this.#split,
    );
  }

  /** The best split of the category columns, its score in place of the gain. */
  #bestOfLevels(node: Node): Split | undefined {
    const levels = this.#levels;
    if (levels === undefined || this.#categories.length === 0) return undefined;
    const { firstCells } = this.codes;
    const { engine } = this.derivatives.memory;
    const units = this.#units;
    levels.open(
      { G: node.G * units.G, H: node.H * units.H, ...node.drawn },
      engine.ints(this.#rows, node.drawn.end),
      this.derivatives.memory.pairs(this.#output),
    );
    let best: Split | undefined;
    for (const column of this.#categories) {
      const first = firstCells[column];
      const count = firstCells[column + 1] - first;
      const integers = engine.ints((node.histogram as number) + CELL_BYTES * first, 2 * count);
      const cells = new Float64Array(2 * count);
      for (let i = 0; i < cells.length; i += 2) {
        cells[i] = integers[i + 1] * units.G;
        cells[i + 1] = integers[i] * units.H;
      }
      const found = levels.search(column, cells);
      if (found === undefined || found.score <= (best?.gain ?? -1)) continue;
      let [G, H] = [0, 0];
      for (let code = 0; code < count; code++) {
        if (!inSet(found.set, 0, code)) continue;
        H += integers[2 * code];
        G += integers[2 * code + 1];
      }
      best = { column, code: 0, set: found.set, missingLeft: false, gain: found.score, G, H };
    }
    return best;
  }

  /** The leaf of these integer sums. */
  #leaf({ G, H, bounds: { low, high } }: Pick<Node, 'G' | 'H' | 'bounds'>): number {
    const leaf = (-G * this.#units.G) / (H * this.#units.H + this.rule.lambda);
    return Math.min(high, Math.max(low, leaf));
  }

  /** Twice the decrease of the loss by the node's leaf. */
  #score(node: Node): number {
    const leaf = this.#leaf(node);
    return -leaf * (2 * node.G * this.#units.G + (node.H * this.#units.H + this.rule.lambda) * leaf);
  }

  #splitNode(node: Node, split: Split): readonly [Node, Node] {
    const { depth, bounds } = node;
    this.#setGoesLeft(split);
    const drawn = this.#partition(node.drawn, split.column);
    const others = this.#partition(node.others, split.column);
    const right = { G: node.G - split.G, H: node.H - split.H };
    const ofBoth = childBounds(
      bounds,
      this.limits.signs?.[split.column] ?? 0,
      this.#leaf({ ...split, bounds }),
      this.#leaf({ ...right, bounds }),
    );
    const children: [Node, Node] = [
      { drawn: drawn[0], others: others[0], depth: depth + 1, G: split.G, H: split.H, bounds: ofBoth[0] },
      { drawn: drawn[1], others: others[1], depth: depth + 1, ...right, bounds: ofBoth[1] },
    ];
    this.#addHistograms(node, children);
    return children;
  }

  /** Writes for each code of the column's group whether it goes left. */
  #setGoesLeft({ column, code, set, missingLeft }: Split): void {
    const { cuts, groups, firstCells } = this.codes;
    const codes = firstCells[column + 1] - firstCells[column];
    const factor = groups.factors[column];
    const missing = cuts.bins[column];
    const goesLeft = this.#engine.bytes(this.#goesLeft, BYTE_CODES);
    for (let byte = 0; byte < BYTE_CODES; byte++) {
      const own = Math.floor(byte / factor) % codes;
      const left = set === undefined ? (own === missing ? missingLeft : own <= code) : inSet(set, 0, own);
      goesLeft[byte] = left ? 1 : 0;
    }
  }

  #partition({ start, end }: Range, column: number): [Range, Range] {
    const left = this.#engine.kernels.partitionByCode(
      end - start,
      this.#rows + 4 * start,
      this.codes.groups.count,
      this.codes.ofColumn(column),
      this.#goesLeft,
      this.#scratch,
    );
    return [
      { start, end: start + left },
      { start: start + left, end },
    ];
  }

  /** Gives the children that can be split their histograms and splits; the parent's histogram is reused or freed. */
  #addHistograms(node: Node, children: readonly [Node, Node]): void {
    const whole = node.histogram as number;
    node.histogram = undefined;
    const size = ({ drawn }: Node) => drawn.end - drawn.start;
    const [smaller, larger] = size(children[0]) <= size(children[1]) ? children : [children[1], children[0]];
    const [smallerSplits, largerSplits] = [this.#canSplit(smaller), this.#canSplit(larger)];
    if (!(smallerSplits || largerSplits)) {
      this.#free.push(whole);
      return;
    }
    const sum = this.#sum(smaller.drawn);
    if (largerSplits) {
      this.#engine.kernels.quantisedDifference(this.#cells, whole, sum, whole);
      larger.histogram = whole;
      this.#search(larger);
    } else this.#free.push(whole);
    if (smallerSplits) {
      smaller.histogram = sum;
      this.#search(smaller);
    } else this.#free.push(sum);
  }

  /** The tree, with leaf values; adds them to the margins. */
  #finish(root: Node): Tree {
    const { codes, limits } = this;
    const { memory } = this.derivatives;
    const builder = new TreeBuilder(1, codes.cuts.cuts[0], codes.cuts.categories);
    const margins = memory.marginAddress(this.#output);
    const add = (node: Node, parent: number, isLeft: boolean): void => {
      const index = builder.add(parent, isLeft, node.H * this.#units.H);
      if (node.children === undefined) {
        const value = Math.fround(limits.learningRate * this.#leaf(node));
        builder.value(index)[0] = value;
        for (const { start, end } of [node.drawn, node.others]) {
          this.#engine.kernels.addToRows(end - start, this.#rows + 4 * start, value, margins);
        }
        return;
      }
      const { column, code, set, missingLeft, gain } = node.split as Split;
      const threshold = codes.cuts.threshold(column, code);
      builder.split(index, { feature: column, threshold, missingLeft, gain, set });
      add(node.children[0], index, true);
      add(node.children[1], index, false);
    };
    add(root, -1, false);
    return builder.finish();
  }
}
