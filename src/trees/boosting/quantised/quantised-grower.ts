/** Grows trees on histograms of integer derivatives. */
import type { Engine } from '../../../engine/engine.js';
import type { TimeSlices } from '../../../event-loop.js';
import { inSet } from '../../binning/level-groups.js';
import { type Tree, TreeBuilder } from '../../tree.js';
import type { BoostingRule } from '../boosting-rule.js';
import type { CodeMemory } from './code-memory.js';
import type { DerivativeIntegers } from './derivative-integers.js';
import { childBounds, UNBOUNDED } from './monotone-bounds.js';
import type { IntegerSums, Node, Range, Split } from './node.js';
import { NodeHistograms } from './node-histograms.js';
import { SplitSearch } from './split-search.js';
import { type FitThreads, partsOf } from './threads/fit-threads.js';
import { MOST_DIVISIONS } from './threads/kernel-parts.js';

const BYTE_CODES = 256;
/** Rows of a part that is divided or gets its leaf. */
const PART_ROWS = 8192;

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
 * The histogram of the smaller child is summed, that of the larger is the difference to the parent's. With `maxLeaves`
 * the node with the largest gain is split next, otherwise the last one found.
 */
export class QuantisedGrower {
  readonly #engine: Engine;
  readonly #rows: number;
  /** Places for the rows of each side. */
  readonly #left: number;
  readonly #right: number;
  readonly #goesLeft: number;
  readonly #histograms: NodeHistograms;
  readonly #search: SplitSearch;
  #output = 0;

  /** @param rows number of all rows, drawn or not */
  constructor(
    readonly codes: CodeMemory,
    readonly derivatives: DerivativeIntegers,
    rule: BoostingRule,
    readonly limits: GrowthLimits,
    rows: number,
    private readonly threads: FitThreads,
  ) {
    const { engine } = codes;
    this.#engine = engine;
    this.#rows = engine.allocateInts(rows);
    this.#left = threads.count > 1 ? engine.allocateInts(rows) : 0;
    this.#right = engine.allocateInts(rows);
    this.#goesLeft = engine.allocateBytes(BYTE_CODES);
    this.#histograms = new NodeHistograms(codes, derivatives, this.#rows, threads);
    this.#search = new SplitSearch(this.#histograms, rule, limits.signs, threads);
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
    this.#output = output;
    this.#engine.ints(this.#rows, rows.length).set(rows);
    const used = columns.filter((column) => this.codes.groups.groupOf[column] >= 0);
    this.#histograms.open(output, used);
    this.#search.open(output, used);
    const root = this.#root(drawn, rows.length, used);
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

  #next(open: Node[]): Node {
    if (this.limits.maxLeaves === undefined) return open.pop() as Node;
    let best = 0;
    const gainOf = (i: number) => (open[i].split as Split).gain;
    for (let i = 1; i < open.length; i++) if (gainOf(i) > gainOf(best)) best = i;
    return open.splice(best, 1)[0];
  }

  #root(drawn: number, rows: number, columns: Int32Array): Node {
    const ranges = { drawn: { start: 0, end: drawn }, others: { start: drawn, end: rows } };
    const histogram = columns.length > 0 ? this.#histograms.sum(ranges.drawn) : undefined;
    const sums =
      histogram === undefined ? this.#sumsOf(drawn) : this.#histograms.total(histogram, columns[0]);
    const root: Node = { ...ranges, depth: 0, ...sums, bounds: UNBOUNDED, histogram };
    if (this.#canSplit(root)) this.#findSplits([root]);
    else this.#close(root);
    return root;
  }

  #sumsOf(drawn: number): IntegerSums {
    const { derivatives } = this;
    const listed = this.#engine.ints(this.#rows, drawn);
    const integers = this.#engine.ints(derivatives.address(this.#output), 2 * derivatives.memory.padded);
    let [G, H] = [0, 0];
    for (const row of listed) {
      H += integers[2 * row];
      G += integers[2 * row + 1];
    }
    return { G, H };
  }

  #canSplit({ drawn, depth, H }: Node): boolean {
    const deep = depth >= this.limits.maxDepth;
    const few = drawn.end - drawn.start < 2 || H < 2 * this.#search.leastWeight;
    return !deep && !few && this.#histograms.count > 0;
  }

  /** Sets the best split of each node, which has a histogram; without one the node is closed. */
  #findSplits(nodes: readonly Node[]): void {
    this.#search.best(nodes).forEach((split, i) => {
      nodes[i].split = split;
      if (split === undefined) this.#close(nodes[i]);
    });
  }

  #close(node: Node): void {
    if (node.histogram !== undefined) this.#histograms.release(node.histogram);
    node.histogram = undefined;
  }

  #splitNode(node: Node, split: Split): readonly [Node, Node] {
    const { bounds } = node;
    this.#setGoesLeft(split);
    const drawn = this.#partition(node.drawn, split.column);
    const others = this.#partition(node.others, split.column);
    const left = { G: split.G, H: split.H };
    const right = { G: node.G - split.G, H: node.H - split.H };
    const ofBoth = childBounds(
      bounds,
      this.limits.signs?.[split.column] ?? 0,
      this.#search.leaf({ ...left, bounds }),
      this.#search.leaf({ ...right, bounds }),
    );
    const depth = node.depth + 1;
    const children: [Node, Node] = [
      { drawn: drawn[0], others: others[0], depth, ...left, bounds: ofBoth[0] },
      { drawn: drawn[1], others: others[1], depth, ...right, bounds: ofBoth[1] },
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
      const own = ((byte / factor) | 0) % codes;
      const left = set === undefined ? (own === missing ? missingLeft : own <= code) : inSet(set, 0, own);
      goesLeft[byte] = left ? 1 : 0;
    }
  }

  /** Moves the rows that go left to the front; both sides stay in their order. */
  #partition({ start, end }: Range, column: number): [Range, Range] {
    const { codes, threads } = this;
    const n = end - start;
    const from = this.#rows + 4 * start;
    const by = [codes.groups.count, codes.ofColumn(column), this.#goesLeft] as const;
    const [step, parts] = partsOf(n, PART_ROWS, threads.count, MOST_DIVISIONS);
    let left = 0;
    if (parts > 1) {
      const lefts = threads
        .run('divide', [n, step, from, ...by, this.#left, this.#right], parts)
        .slice(0, parts);
      threads.run('unite', [n, step, from, this.#left, this.#right, ...lefts], parts);
      for (const count of lefts) left += count;
    } else left = this.#engine.kernels.partitionByCode(n, from, ...by, this.#right);
    return [
      { start, end: start + left },
      { start: start + left, end },
    ];
  }

  /** Gives the children that can be split their histograms and splits; the parent's histogram is reused or freed. */
  #addHistograms(node: Node, children: readonly [Node, Node]): void {
    const histograms = this.#histograms;
    const size = ({ drawn }: Node) => drawn.end - drawn.start;
    const [smaller, larger] = size(children[0]) <= size(children[1]) ? children : [children[1], children[0]];
    const [smallerSplits, largerSplits] = [this.#canSplit(smaller), this.#canSplit(larger)];
    if (!(smallerSplits || largerSplits)) {
      this.#close(node);
      return;
    }
    smaller.histogram = histograms.sum(smaller.drawn);
    if (largerSplits) {
      larger.histogram = node.histogram as number;
      node.histogram = undefined;
      histograms.subtract(larger.histogram, smaller.histogram);
    } else this.#close(node);
    if (!smallerSplits) this.#close(smaller);
    this.#findSplits([smaller, larger].filter((child) => child.histogram !== undefined));
  }

  /** The tree, with leaf values; adds them to the margins. */
  #finish(root: Node): Tree {
    const { codes, limits } = this;
    const { units } = this.#search;
    const builder = new TreeBuilder(1, codes.cuts.cuts[0], codes.cuts.categories);
    const margins = this.derivatives.memory.marginAddress(this.#output);
    const add = (node: Node, parent: number, isLeft: boolean): void => {
      const index = builder.add(parent, isLeft, node.H * units.H);
      if (node.children === undefined) {
        const value = Math.fround(limits.learningRate * this.#search.leaf(node));
        builder.value(index)[0] = value;
        for (const { start, end } of [node.drawn, node.others]) {
          const [step, parts] = partsOf(end - start, PART_ROWS, this.threads.count);
          this.threads.run('add', [end - start, step, this.#rows + 4 * start, value, margins], parts);
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
