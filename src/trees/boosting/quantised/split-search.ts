/** The best split of a node from its histogram. */
import { inSet } from '../../binning/level-groups.js';
import { type BoostingRule, gainsEnough } from '../boosting-rule.js';
import { HistogramLevels } from '../histogram-levels.js';
import type { CodeMemory } from './code-memory.js';
import type { DerivativeIntegers, DerivativeUnits } from './derivative-integers.js';
import type { Node, Split } from './node.js';
import { allocate, type NodeHistograms } from './node-histograms.js';
import { type FitThreads, partsOf } from './threads/fit-threads.js';
import { SPLIT_BYTES } from './threads/kernel-parts.js';

const SPLIT_VALUES = SPLIT_BYTES / 8;
/** Columns from which on a node is searched by several threads. */
const PART_COLUMNS = 8;
/** Most nodes at a time: both children of a node. */
const NODES = 2;
/** The kernel's result if the node has no missing values. */
const NONE_MISSING = 2;
const LARGEST_INTEGER = 2 ** 31 - 1;

export class SplitSearch {
  /** Least integer sum of second derivatives of a child. */
  leastWeight = 1;
  units: DerivativeUnits = { G: 1, H: 1 };
  readonly #codes: CodeMemory;
  readonly #derivatives: DerivativeIntegers;
  readonly #bins: number;
  readonly #listed: number;
  readonly #splits: number;
  /** Address of the signs, 0 if there are none. */
  readonly #signs: number;
  readonly #levels: HistogramLevels | undefined;
  #output = 0;
  #numbers = new Int32Array(0);
  #categories = new Int32Array(0);

  constructor(
    readonly histograms: NodeHistograms,
    readonly rule: BoostingRule,
    signs: Int32Array | undefined,
    private readonly threads: FitThreads,
  ) {
    const { codes, derivatives } = histograms;
    const { engine } = codes;
    const { bins, categories } = codes.cuts;
    this.#codes = codes;
    this.#derivatives = derivatives;
    this.#bins = allocate(engine, bins);
    this.#listed = engine.allocateInts(bins.length);
    this.#splits = engine.allocateBytes(SPLIT_BYTES * NODES * threads.count);
    this.#signs = signs === undefined ? 0 : allocate(engine, signs);
    this.#levels = categories && new HistogramLevels(categories, rule, rule.minChildWeight);
  }

  /** Prepares for a tree of an output on these columns. */
  open(output: number, columns: Int32Array): void {
    const { categories } = this.#codes.cuts;
    this.#output = output;
    this.units = this.#derivatives.units(output);
    const least = Math.ceil(this.rule.minChildWeight / this.units.H);
    this.leastWeight = Math.max(1, Math.min(LARGEST_INTEGER, least));
    this.#numbers = columns.filter((column) => !categories?.has(column));
    this.#categories = columns.filter((column) => categories?.has(column));
    this.#codes.engine.ints(this.#listed, this.#numbers.length).set(this.#numbers);
  }

  /** The best splits of at most two nodes with histograms; undefined for one of which none gains enough. */
  best(nodes: readonly Node[]): (Split | undefined)[] {
    const numbers = this.#bestOfNumbers(nodes);
    return nodes.map((node, i) => {
      const split = this.#bestOfAll(node, numbers[i]);
      const isEnough = split !== undefined && gainsEnough(split.gain, node.H * this.units.H, this.rule);
      return isEnough ? split : undefined;
    });
  }

  /** The leaf of these integer sums. */
  leaf({ G, H, bounds: { low, high } }: Pick<Node, 'G' | 'H' | 'bounds'>): number {
    const leaf = (-G * this.units.G) / (H * this.units.H + this.rule.lambda);
    return Math.min(high, Math.max(low, leaf));
  }

  #bestOfAll(node: Node, numbers: Split | undefined): Split | undefined {
    const parent = this.#score(node);
    const levels = this.#bestOfLevels(node);
    const best = levels !== undefined && levels.gain > (numbers?.gain ?? -1) ? levels : numbers;
    return best && { ...best, gain: best.gain - parent };
  }

  /** The best splits of the columns of numbers, each with its score in place of the gain. */
  #bestOfNumbers(nodes: readonly Node[]): (Split | undefined)[] {
    const { engine } = this.#codes;
    const { threads, units, rule } = this;
    const n = this.#numbers.length;
    const [step, parts] = partsOf(n, PART_COLUMNS, threads.count, threads.count);
    const columns = [n, step, parts, this.#listed, this.#bins, this.histograms.offsets];
    const what = [units.G, units.H, rule.lambda, this.leastWeight, this.#signs, this.#splits];
    const ofNodes = nodes.flatMap(({ histogram, G, H, bounds }) => [
      histogram as number,
      G,
      H,
      bounds.low,
      bounds.high,
    ]);
    const scores = threads.run('search', [...columns, ...what, ...ofNodes], parts * nodes.length);
    return nodes.map((node, i) => {
      let best = -1;
      let at = 0;
      // Of ties the first column, whichever thread was first.
      for (let part = i * parts; part < (i + 1) * parts; part++) {
        if (scores[part] > best) [best, at] = [scores[part], part];
      }
      if (best < 0) return undefined;
      const found = engine.doubles(this.#splits + SPLIT_BYTES * at, SPLIT_VALUES);
      return this.#splitOf(node, best, found);
    });
  }

  #splitOf(
    node: Node,
    score: number,
    [column, code, next, missing, G, H]: ArrayLike<number> & Iterable<number>,
  ): Split {
    // Between two bins with rows there may be others without: the split is in the middle.
    const isLast = next === this.#codes.cuts.bins[column];
    return {
      column,
      code: isLast ? next - 1 : (code + next - 1) >> 1,
      missingLeft: missing === NONE_MISSING ? 2 * H > node.H : missing === 1,
      gain: score,
      G,
      H,
    };
  }

  /** The best split of the category columns, its score in place of the gain. */
  #bestOfLevels(node: Node): Split | undefined {
    const levels = this.#levels;
    if (levels === undefined || this.#categories.length === 0) return undefined;
    const { engine } = this.#codes;
    const { units } = this;
    levels.open(
      { G: node.G * units.G, H: node.H * units.H, ...node.drawn },
      engine.ints(this.histograms.rows, node.drawn.end),
      this.#derivatives.memory.pairs(this.#output),
    );
    let best: Split | undefined;
    for (const column of this.#categories) {
      const integers = this.histograms.cells(node.histogram as number, column);
      const cells = new Float64Array(integers.length);
      for (let i = 0; i < cells.length; i += 2) {
        cells[i] = integers[i + 1] * units.G;
        cells[i + 1] = integers[i] * units.H;
      }
      const found = levels.search(column, cells);
      if (found === undefined || found.score <= (best?.gain ?? -1)) continue;
      let [G, H] = [0, 0];
      for (let code = 0; 2 * code < integers.length; code++) {
        if (!inSet(found.set, 0, code)) continue;
        H += integers[2 * code];
        G += integers[2 * code + 1];
      }
      best = { column, code: 0, set: found.set, missingLeft: false, gain: found.score, G, H };
    }
    return best;
  }

  /** Twice the decrease of the loss by the node's leaf. */
  #score(node: Node): number {
    const leaf = this.leaf(node);
    return -leaf * (2 * node.G * this.units.G + (node.H * this.units.H + this.rule.lambda) * leaf);
  }
}
