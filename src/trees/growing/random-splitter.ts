/** Splits by gini or entropy at random thresholds: extremely randomised trees. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { MOST_LEVEL_CODES, wordsFor } from '../binning/level-groups.js';
import type { ClassCriterion } from './criterion.js';
import type { BestSplit, OpenNode, Splitter } from './splitter.js';
import { timesLog } from './times-log.js';

/**
 * One split per column (Geurts, Ernst & Wehenkel, "Extremely randomized trees", 2006): a threshold drawn uniformly between
 * the smallest and the largest value of the node, of a category column a random half of the node's levels. Missing
 * values go to the side where the impurity decreases more.
 */
export class RandomSplitter implements Splitter {
  weight = 0;
  pure = false;
  readonly #gini: boolean;
  readonly #counts: Float64Array;
  readonly #left: Float64Array;
  readonly #missing: Float64Array;
  /** Codes of the node's rows in the column that is searched. */
  readonly #codes: Uint32Array;
  /** Of a category column, whether a code is in the node, and on which side. */
  readonly #sides = new Int8Array(MOST_LEVEL_CODES);
  #sum = 0;
  #start = 0;
  #end = 0;

  constructor(
    readonly criterion: ClassCriterion,
    readonly data: BinnedMatrix,
    readonly rows: Int32Array,
    readonly minSamplesLeaf: number,
    /** Least impurity decrease times the weight of all rows of the tree. */
    readonly leastGain: number,
    readonly random: RandomStream,
  ) {
    this.#gini = criterion.kind === 'gini';
    this.#counts = new Float64Array(criterion.classes);
    this.#left = new Float64Array(criterion.classes);
    this.#missing = new Float64Array(criterion.classes);
    this.#codes = new Uint32Array(rows.length);
  }

  open({ start, end }: OpenNode): void {
    const { y, weights } = this.criterion;
    const counts = this.#counts.fill(0);
    let weight = 0;
    for (let i = start; i < end; i++) {
      const row = this.rows[i];
      const w = weights === undefined ? 1 : weights[row];
      counts[y[row]] += w;
      weight += w;
    }
    this.weight = weight;
    this.#start = start;
    this.#end = end;
    this.#sum = this.#term(counts);
    this.pure = counts.reduce((present, count) => present + (count > 0 ? 1 : 0), 0) <= 1;
  }

  writeValue(value: Float32Array): void {
    for (let c = 0; c < value.length; c++) value[c] = this.#counts[c] / this.weight;
  }

  search(feature: number, best: BestSplit): boolean {
    return this.data.categories?.has(feature)
      ? this.#searchLevels(feature, best)
      : this.#searchValues(feature, best);
  }

  /** Thresholds are not between bins. */
  refine(): void {}

  gain(score: number): number {
    const before = this.#gini ? this.#sum / this.weight : this.#sum - timesLog(this.weight);
    return Math.max(0, this.#gini ? score - before : (score - before) * Math.LOG2E);
  }

  enough(gain: number): boolean {
    return gain >= this.leastGain;
  }

  #searchValues(feature: number, best: BestSplit): boolean {
    const { data } = this;
    const missingCode = data.bins[feature];
    const base = feature * data.rows;
    const codes = this.#codes;
    const n = this.#end - this.#start;
    let [lowest, highest, missing] = [missingCode, 0, 0];
    for (let i = 0; i < n; i++) {
      const code = data.codes[base + this.rows[this.#start + i]];
      codes[i] = code;
      if (code === missingCode) missing++;
      else {
        if (code < lowest) lowest = code;
        if (code > highest) highest = code;
      }
    }
    if (missing === n || (lowest === highest && missing === 0)) return false;
    if (lowest === highest) {
      this.#score(feature, best, { last: highest, next: missingCode, threshold: undefined, missing });
      return true;
    }
    const values = data.lowest[feature];
    const drawn = values[lowest] + this.random.uniform() * (values[highest] - values[lowest]);
    const last = lastNotAbove(values, drawn, lowest, highest - 1);
    const rounded = values instanceof Float32Array ? Math.fround(drawn) : drawn;
    const separates = rounded >= values[last] && rounded < values[last + 1];
    const threshold = separates ? rounded : values[last];
    this.#score(feature, best, { last, next: last + 1, threshold, missing });
    return true;
  }

  /** Takes the split after the code `last` if it is better, with missing values on the better side. */
  #score(feature: number, best: BestSplit, { last, next, threshold, missing }: CodeSplit): void {
    const { y, weights } = this.criterion;
    const missingCode = this.data.bins[feature];
    const codes = this.#codes;
    const left = this.#left.fill(0);
    const absent = this.#missing.fill(0);
    let rowsLeft = 0;
    const n = this.#end - this.#start;
    for (let i = 0; i < n; i++) {
      if (codes[i] > last && codes[i] !== missingCode) continue;
      const row = this.rows[this.#start + i];
      const w = weights === undefined ? 1 : weights[row];
      if (codes[i] === missingCode) absent[y[row]] += w;
      else {
        left[y[row]] += w;
        rowsLeft++;
      }
    }
    const take = (missingLeft: boolean) => {
      const score = this.#scoreOf(left, missingLeft ? rowsLeft + missing : rowsLeft);
      if (score > best.score) {
        best.take(feature, score, last, next, missingLeft, missing > 0);
        best.threshold = threshold;
      }
    };
    take(false);
    if (missing === 0 || next === missingCode) return;
    for (let c = 0; c < left.length; c++) left[c] += absent[c];
    take(true);
  }

  #searchLevels(feature: number, best: BestSplit): boolean {
    const { y, weights } = this.criterion;
    const { data } = this;
    const base = feature * data.rows;
    const sides = this.#sides.fill(0);
    const present: number[] = [];
    const n = this.#end - this.#start;
    for (let i = 0; i < n; i++) {
      const code = data.codes[base + this.rows[this.#start + i]];
      this.#codes[i] = code;
      if (sides[code] === 0) {
        sides[code] = 1;
        present.push(code);
      }
    }
    if (present.length < 2) return false;
    // Each level by a fair coin, but for one level on each side.
    this.random.shuffle(present.sort((a, b) => a - b));
    const set = new Int32Array(wordsFor(data.bins[feature]));
    const left = this.#left.fill(0);
    present.forEach((code, i) => {
      const goesLeft = i === 0 || (i > 1 && this.random.integer(2) === 0);
      sides[code] = goesLeft ? 1 : 2;
      if (goesLeft) set[code >> 5] |= 1 << (code & 31);
    });
    let rowsLeft = 0;
    for (let i = 0; i < n; i++) {
      if (sides[this.#codes[i]] !== 1) continue;
      const row = this.rows[this.#start + i];
      left[y[row]] += weights === undefined ? 1 : weights[row];
      rowsLeft++;
    }
    const score = this.#scoreOf(left, rowsLeft);
    // Levels that the node does not have go to the child of more rows.
    if (2 * rowsLeft > n) {
      for (let code = 0; code <= data.bins[feature]; code++) {
        if (code === data.bins[feature] || sides[code] === 0) set[code >> 5] |= 1 << (code & 31);
      }
    }
    if (score > best.score) best.takeSet(feature, score, set);
    return true;
  }

  /** In the units of `ClassSplitter`; -Infinity if a side has too few rows. */
  #scoreOf(left: Float64Array, rowsLeft: number): number {
    const rowsRight = this.#end - this.#start - rowsLeft;
    if (Math.min(rowsLeft, rowsRight) < this.minSamplesLeaf) return Number.NEGATIVE_INFINITY;
    let [weightLeft, sumLeft, sumRight] = [0, 0, 0];
    for (let c = 0; c < left.length; c++) {
      const right = this.#counts[c] - left[c];
      weightLeft += left[c];
      sumLeft += this.#gini ? left[c] * left[c] : timesLog(left[c]);
      sumRight += this.#gini ? right * right : timesLog(right);
    }
    const weightRight = this.weight - weightLeft;
    return this.#gini
      ? sumLeft / weightLeft + sumRight / weightRight
      : sumLeft - timesLog(weightLeft) + sumRight - timesLog(weightRight);
  }

  #term(counts: Float64Array): number {
    return counts.reduce((sum, count) => sum + (this.#gini ? count * count : timesLog(count)), 0);
  }
}

interface CodeSplit {
  readonly last: number;
  readonly next: number;
  /** Undefined: as `BinnedMatrix.threshold`. */
  readonly threshold: number | undefined;
  /** Rows of the node without a value. */
  readonly missing: number;
}

/** The last index from `from` to `to` whose value is not above x; `from` if none. */
function lastNotAbove(values: ArrayLike<number>, x: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (values[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
