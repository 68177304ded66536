/** The best split of a node from its histogram. */
import { inSet } from '../../binning/level-groups.js';
import { type BoostingRule, gainsEnough } from '../boosting-rule.js';
import { HistogramLevels } from '../histogram-levels.js';
import type { CodeMemory } from './code-memory.js';
import type { DerivativeIntegers, DerivativeUnits } from './derivative-integers.js';
import type { Node, Split } from './node.js';
import { allocate, type NodeHistograms } from './node-histograms.js';

const SPLIT_VALUES = 6;
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
  readonly #split: number;
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
  ) {
    const { codes, derivatives } = histograms;
    const { engine } = codes;
    const { bins, categories } = codes.cuts;
    this.#codes = codes;
    this.#derivatives = derivatives;
    this.#bins = allocate(engine, bins);
    this.#listed = engine.allocateInts(bins.length);
    this.#split = engine.allocateDoubles(SPLIT_VALUES);
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

  /** The best split of a node with a histogram; undefined if none gains enough. */
  best(node: Node): Split | undefined {
    const split = this.#bestOfAll(node);
    return split !== undefined && gainsEnough(split.gain, node.H * this.units.H, this.rule)
      ? split
      : undefined;
  }

  /** The leaf of these integer sums. */
  leaf({ G, H, bounds: { low, high } }: Pick<Node, 'G' | 'H' | 'bounds'>): number {
    const leaf = (-G * this.units.G) / (H * this.units.H + this.rule.lambda);
    return Math.min(high, Math.max(low, leaf));
  }

  #bestOfAll(node: Node): Split | undefined {
    const parent = this.#score(node);
    const score = this.#bestOfNumbers(node);
    const levels = this.#bestOfLevels(node);
    if (levels !== undefined && levels.gain > score) return { ...levels, gain: levels.gain - parent };
    if (score < 0) return undefined;
    const [column, code, next, missing, G, H] = this.#codes.engine.doubles(this.#split, SPLIT_VALUES);
    // Between two bins with rows there may be others without: the split is in the middle.
    const isLast = next === this.#codes.cuts.bins[column];
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
    return this.#codes.engine.kernels.bestQuantisedSplit(
      this.#numbers.length,
      this.#listed,
      this.#bins,
      this.histograms.offsets,
      histogram as number,
      G,
      H,
      this.units.G,
      this.units.H,
      this.rule.lambda,
      this.leastWeight,
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
