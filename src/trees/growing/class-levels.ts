/** Splits of a category column by gini or entropy. */
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { MOST_LEVEL_CODES } from '../binning/level-groups.js';
import type { ClassCriterion } from './criterion.js';
import { LevelOrder } from './level-order.js';
import { timesLog } from './times-log.js';

export interface ClassLevelSplit {
  /** In the units of `ClassSplitter`, lowered by what chance is expected to gain. */
  readonly score: number;
  readonly left: Int32Array;
}

/**
 * For two classes the levels are ordered by the share of one of them, which finds the best of all divisions; for more
 * by the share of each class in turn, and the best of these splits is taken.
 */
export class ClassLevels {
  readonly #gini: boolean;
  /** Weights by code and class, by code, and rows by code. */
  readonly #cells: Float64Array;
  readonly #weights = new Float64Array(MOST_LEVEL_CODES);
  readonly #rows = new Int32Array(MOST_LEVEL_CODES);
  readonly #ofClass = new Float64Array(MOST_LEVEL_CODES);
  readonly #left: Float64Array;
  readonly #order = new LevelOrder();

  constructor(
    readonly criterion: ClassCriterion,
    readonly data: BinnedMatrix,
    readonly minSamplesLeaf: number,
  ) {
    this.#gini = criterion.kind === 'gini';
    this.#cells = new Float64Array(MOST_LEVEL_CODES * criterion.classes);
    this.#left = new Float64Array(criterion.classes);
  }

  /** The best split of a node with these rows and these weights of the classes; undefined if there is none. */
  search(
    feature: number,
    rows: Int32Array,
    counts: Float64Array,
    weight: number,
  ): ClassLevelSplit | undefined {
    const { classes } = this.criterion;
    const bins = this.data.bins[feature];
    const perUnit = this.#tally(feature, bins, rows) / weight;
    let best: ClassLevelSplit | undefined;
    for (let c = classes === 2 ? 1 : 0; c < classes; c++) {
      if (counts[c] <= 0) continue;
      for (let code = 0; code < bins; code++) this.#ofClass[code] = this.#cells[code * classes + c];
      const node = { a: counts[c], b: weight, rows: rows.length };
      this.#order.order(bins, this.#ofClass, this.#weights, this.#rows, node);
      const found = this.#scan(counts, weight, rows.length);
      if (found === undefined) continue;
      const variance = perUnit * this.#varianceAlong(c, counts, weight);
      const score = found.score - this.#order.expectedNoise * variance;
      if (best !== undefined && score <= best.score) continue;
      best = { score, left: this.#order.leftSet(bins, found.last, this.#weights) };
    }
    return best;
  }

  /** Sums the rows by code; returns the sum of squared weights. */
  #tally(feature: number, bins: number, rows: Int32Array): number {
    const { y, weights, classes } = this.criterion;
    const cells = this.#cells.fill(0, 0, bins * classes);
    const weightOf = this.#weights.fill(0, 0, bins);
    const rowsOf = this.#rows.fill(0, 0, bins);
    const base = feature * this.data.rows;
    let squares = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const code = this.data.codes[base + row];
      const weight = weights === undefined ? 1 : weights[row];
      cells[code * classes + y[row]] += weight;
      weightOf[code] += weight;
      rowsOf[code]++;
      squares += weight * weight;
    }
    return squares;
  }

  #scan(counts: Float64Array, weight: number, rows: number) {
    const { codes, places, count } = this.#order;
    const { classes } = this.criterion;
    const left = this.#left.fill(0);
    let [weightLeft, rowsLeft] = [0, 0];
    let best: { readonly score: number; readonly last: number } | undefined;
    for (let i = 0; i + 1 < count; i++) {
      const code = codes[i];
      for (let c = 0; c < classes; c++) left[c] += this.#cells[code * classes + c];
      weightLeft += this.#weights[code];
      rowsLeft += this.#rows[code];
      if (places[i] === places[i + 1]) continue;
      if (rowsLeft < this.minSamplesLeaf || rows - rowsLeft < this.minSamplesLeaf) continue;
      const score = this.#score(left, counts, weightLeft, weight - weightLeft);
      if (best === undefined || score > best.score) best = { score, last: places[i] };
    }
    return best;
  }

  #score(left: Float64Array, counts: Float64Array, weightLeft: number, weightRight: number): number {
    let [sumLeft, sumRight] = [0, 0];
    for (let c = 0; c < left.length; c++) {
      const right = counts[c] - left[c];
      sumLeft += this.#gini ? left[c] * left[c] : timesLog(left[c]);
      sumRight += this.#gini ? right * right : timesLog(right);
    }
    return this.#gini
      ? sumLeft / weightLeft + sumRight / weightRight
      : sumLeft - timesLog(weightLeft) + sumRight - timesLog(weightRight);
  }

  /**
   * What the score gains by a sum of squares between the sides of one variance of class c. With p the shares of the
   * classes, the share of class j follows that of c by -p_j / (1 - p_c), so that gini gains p_c (1 - p_c) + p_c / (1 -
   * p_c) sum_j p_j^2, and entropy (a likelihood ratio) 1/2.
   */
  #varianceAlong(c: number, counts: Float64Array, weight: number): number {
    if (!this.#gini) return 0.5;
    const p = counts[c] / weight;
    let others = 0;
    for (let j = 0; j < counts.length; j++) if (j !== c) others += (counts[j] / weight) ** 2;
    return p * (1 - p) + (p / (1 - p)) * others;
  }
}
