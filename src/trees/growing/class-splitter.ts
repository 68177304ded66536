/** Splits by gini or entropy: scans rows in the order of a column, moving class counts from right to left. */
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { ClassLevels } from './class-levels.js';
import type { CodeSorter } from './code-sorter.js';
import type { ClassCriterion } from './criterion.js';
import type { BestSplit, OpenNode, Splitter } from './splitter.js';
import { timesLog, timesLogTable } from './times-log.js';

/** Least rows per (bin, class) cell for a search by bins; in smaller nodes every value is tried. */
const ROWS_A_CELL = 4;

/**
 * Both impurities follow from a sum over the classes' weights, S = sum_k f(n_k): with f(x) = x^2 the
 * weighted gini impurity is W - S / W, with f(x) = x ln x the weighted entropy is f(W) - S. Moving a row
 * changes one term on each side.
 */
export class ClassSplitter implements Splitter {
  weight = 0;
  pure = false;
  readonly #gini: boolean;
  /** x ln x for integer weights; empty if weights are not integers. */
  readonly #table: Float64Array;
  readonly #counts: Float64Array;
  readonly #left: Float64Array;
  /** Class, weight and number of the node's rows, followed by those of tallies. */
  readonly #nodeY: Int32Array;
  readonly #nodeWeights: Float64Array;
  readonly #nodeRows: Int32Array;
  /** Weights and rows by code and class; zero outside `#tally`. */
  readonly #tallies: Float64Array;
  readonly #tallyRows: Int32Array;
  /** Only if there are category columns. */
  readonly #levels: ClassLevels | undefined;
  #sum = 0;
  #start = 0;
  #end = 0;

  constructor(
    readonly criterion: ClassCriterion,
    readonly sorter: CodeSorter,
    readonly minSamplesLeaf: number,
    /** Least impurity decrease times the weight of all rows of the tree. */
    readonly leastGain: number,
    /** The binned columns, for nodes with many rows; see `GrowOptions.bins`. */
    private readonly bins?: BinnedMatrix,
  ) {
    this.#gini = criterion.kind === 'gini';
    this.#table = entropyTable(criterion, sorter.rows);
    this.#counts = new Float64Array(criterion.classes);
    this.#left = new Float64Array(criterion.classes);
    const { length } = sorter.rows;
    this.#tallies = new Float64Array(length);
    this.#tallyRows = new Int32Array(length);
    this.#nodeY = new Int32Array(2 * length);
    this.#nodeWeights = new Float64Array(2 * length);
    this.#nodeRows = new Int32Array(2 * length).fill(1);
    this.#levels = sorter.data.categories && new ClassLevels(criterion, sorter.data, minSamplesLeaf);
  }

  open({ start, end }: OpenNode): void {
    const { y, weights } = this.criterion;
    const { rows } = this.sorter;
    const counts = this.#counts.fill(0);
    const [nodeY, nodeWeights] = [this.#nodeY, this.#nodeWeights];
    let weight = 0;
    for (let i = start; i < end; i++) {
      const c = y[rows[i]];
      const w = weights === undefined ? 1 : weights[rows[i]];
      nodeY[i - start] = c;
      nodeWeights[i - start] = w;
      counts[c] += w;
      weight += w;
    }
    this.weight = weight;
    this.#start = start;
    this.#end = end;
    let present = 0;
    this.#sum = 0;
    for (let c = 0; c < counts.length; c++) {
      if (counts[c] <= 0) continue;
      present++;
      this.#sum += this.#gini ? counts[c] * counts[c] : timesLog(counts[c]);
    }
    this.pure = present <= 1;
  }

  writeValue(value: Float32Array): void {
    for (let c = 0; c < value.length; c++) value[c] = this.#counts[c] / this.weight;
  }

  search(feature: number, best: BestSplit): boolean {
    const { data } = this.sorter;
    if (data.categories?.has(feature) && this.#levels !== undefined) {
      const rows = this.sorter.rows.subarray(this.#start, this.#end);
      const found = this.#levels.search(feature, rows, this.#counts, this.weight);
      if (found === undefined || !(this.gain(found.score) > 0)) return false;
      if (found.score > best.score) best.takeSet(feature, found.score, found.left);
      return true;
    }
    if (this.#talliesWell(data, feature))
      return this.#searchItems(data, feature, this.#tally(data, feature), best);
    if (this.bins !== undefined && this.#talliesWell(this.bins, feature, ROWS_A_CELL)) {
      const before = best.score;
      const varies = this.#searchItems(this.bins, feature, this.#tally(this.bins, feature), best);
      if (best.score > before) best.binned = true;
      // If all values are in one bin, only sorting tells whether they differ.
      if (varies) return true;
    }
    const varies = this.sorter.sort(feature, this.#start, this.#end);
    return this.#searchItems(data, feature, varies ? this.#end - this.#start : 0, best);
  }

  refine(best: BestSplit): void {
    if (!best.binned) return;
    const { feature, code, next } = best;
    best.clear();
    this.#searchItems(this.sorter.data, feature, this.#tallyOutside(feature, code, next), best);
  }

  /** Searches the first `items` of `sorted`, codes of `data`; false if there are none. */
  #searchItems({ bins, hasMissing }: BinnedMatrix, feature: number, items: number, best: BestSplit): boolean {
    if (items === 0) return false;
    const { sorted } = this.sorter;
    let missing = 0;
    if (hasMissing[feature] === 1) while (sorted[items - 1 - missing] === bins[feature]) missing++;
    this.#scan(feature, best, items, missing, false);
    if (missing > 0) this.#scan(feature, best, items, missing, true);
    return true;
  }

  /** Tallies are faster than sorting for many rows. */
  #talliesWell({ bins }: BinnedMatrix, feature: number, rowsACell = 1): boolean {
    const cells = (bins[feature] + 1) * this.#counts.length;
    return cells * rowsACell < this.#end - this.#start;
  }

  /**
   * Sums the weights of each (code, class) and appends the sums, in the order of the codes, to the node's rows as if
   * they were rows; returns the number of items, 0 if there is only one code.
   */
  #tally(data: BinnedMatrix, feature: number): number {
    const { rows, sorted, order } = this.sorter;
    const n = this.#end - this.#start;
    const cells = (data.bins[feature] + 1) * this.#counts.length;
    const [nodeY, nodeWeights, nodeRows] = [this.#nodeY, this.#nodeWeights, this.#nodeRows];
    const [tallies, tallyRows] = [this.#tallies, this.#tallyRows];
    const classes = this.#counts.length;
    const { codes } = data;
    const base = feature * data.rows;
    const start = this.#start;
    for (let i = 0; i < n; i++) {
      const cell = codes[base + rows[start + i]] * classes + nodeY[i];
      tallies[cell] += nodeWeights[i];
      tallyRows[cell]++;
    }
    let items = 0;
    for (let cell = 0, code = 0; cell < cells; code++) {
      for (let c = 0; c < classes; c++, cell++) {
        const weight = tallies[cell];
        if (weight === 0) continue;
        tallies[cell] = 0;
        sorted[items] = code;
        order[items] = n + items;
        nodeY[n + items] = c;
        nodeWeights[n + items] = weight;
        nodeRows[n + items] = tallyRows[cell];
        tallyRows[cell] = 0;
        items++;
      }
    }
    return sorted[0] === sorted[items - 1] ? 0 : items;
  }

  /**
   * Lists the rows in the bins `code` and `next` in the order of their values, with sums for the rows below, the rows
   * above and the missing values; returns the number of items.
   */
  #tallyOutside(feature: number, code: number, next: number): number {
    const { data, rows, sorted, order } = this.sorter;
    const coarse = this.bins as BinnedMatrix;
    const base = feature * data.rows;
    const missingCode = data.bins[feature];
    const groups = {
      below: new Group(this.#counts.length),
      above: new Group(this.#counts.length),
      missing: new Group(this.#counts.length),
    };
    const inside: number[] = [];
    for (let place = 0; place < this.#end - this.#start; place++) {
      const row = rows[this.#start + place];
      const rank = data.codes[base + row];
      const bin = coarse.codes[base + row];
      const group =
        rank === missingCode
          ? groups.missing
          : bin < code
            ? groups.below
            : bin > next
              ? groups.above
              : undefined;
      if (group === undefined) inside.push(place);
      else group.add(this.#nodeY[place], this.#nodeWeights[place], rank);
    }
    const rankOf = (place: number) => data.codes[base + rows[this.#start + place]];
    inside.sort((a, b) => rankOf(a) - rankOf(b));
    let items = this.#writeGroup(groups.below, groups.below.highest, 0);
    for (const place of inside) {
      sorted[items] = rankOf(place);
      order[items++] = place;
    }
    items = this.#writeGroup(groups.above, groups.above.lowest, items);
    return this.#writeGroup(groups.missing, missingCode, items);
  }

  #writeGroup({ weights, rows }: Group, code: number, items: number): number {
    const { sorted, order } = this.sorter;
    const n = this.#end - this.#start;
    for (let c = 0; c < weights.length; c++) {
      if (weights[c] === 0) continue;
      sorted[items] = code;
      order[items] = n + items;
      this.#nodeY[n + items] = c;
      this.#nodeWeights[n + items] = weights[c];
      this.#nodeRows[n + items] = rows[c];
      items++;
    }
    return items;
  }

  /** Scores the split after every code, with missing values on the right, or on the left with `missingLeft`. */
  #scan(feature: number, best: BestSplit, n: number, missing: number, missingLeft: boolean): void {
    const { sorted, order } = this.sorter;
    const [nodeY, nodeWeights, nodeRows] = [this.#nodeY, this.#nodeWeights, this.#nodeRows];
    const counts = this.#counts;
    const gini = this.#gini;
    const table = this.#table;
    const whole = table.length > 0;
    const minimum = this.minSamplesLeaf;
    const left = this.#left.fill(0);
    const present = n - missing;
    const total = this.weight;
    const rows = this.#end - this.#start;
    let rowsLeft = 0;
    let weightLeft = 0;
    let sumLeft = 0;
    let sumRight = this.#sum;
    for (let step = missingLeft ? -missing : 0; step < present; step++) {
      const p = step < 0 ? n + step : step;
      const place = order[p];
      const c = nodeY[place];
      const w = nodeWeights[place];
      const l = left[c];
      const r = counts[c] - l;
      left[c] = l + w;
      rowsLeft += nodeRows[place];
      weightLeft += w;
      if (gini) {
        sumLeft += w * (l + l + w);
        sumRight += w * (w - r - r);
      } else if (whole) {
        sumLeft += table[l + w] - table[l];
        sumRight += table[r - w] - table[r];
      } else {
        sumLeft += timesLog(l + w) - timesLog(l);
        sumRight += timesLog(r - w) - timesLog(r);
      }
      const next = p + 1;
      if (step < 0 || next === n || sorted[next] === sorted[p]) continue;
      if (rowsLeft < minimum || rows - rowsLeft < minimum) continue;
      // With missing values on the left, a split after the last code leaves nothing on the right.
      if (missingLeft && next === present) continue;
      const weightRight = total - weightLeft;
      const score = gini
        ? sumLeft / weightLeft + sumRight / weightRight
        : whole
          ? sumLeft - table[weightLeft] + sumRight - table[weightRight]
          : sumLeft - timesLog(weightLeft) + sumRight - timesLog(weightRight);
      if (score > best.score) best.take(feature, score, sorted[p], sorted[next], missingLeft, missing > 0);
    }
  }

  gain(score: number): number {
    const before = this.#gini ? this.#sum / this.weight : this.#sum - timesLog(this.weight);
    return Math.max(0, this.#gini ? score - before : (score - before) * Math.LOG2E);
  }

  enough(gain: number): boolean {
    return gain >= this.leastGain;
  }
}

/** A group of rows, by the weight and the number of those of each class. */
class Group {
  readonly weights: Float64Array;
  readonly rows: Int32Array;
  lowest = Number.POSITIVE_INFINITY;
  highest = Number.NEGATIVE_INFINITY;

  constructor(classes: number) {
    this.weights = new Float64Array(classes);
    this.rows = new Int32Array(classes);
  }

  add(c: number, weight: number, rank: number): void {
    this.weights[c] += weight;
    this.rows[c]++;
    if (rank < this.lowest) this.lowest = rank;
    if (rank > this.highest) this.highest = rank;
  }
}

function entropyTable({ kind, weights }: ClassCriterion, rows: Int32Array): Float64Array {
  if (kind === 'gini') return new Float64Array(0);
  if (weights === undefined) return timesLogTable(rows.length);
  const whole = rows.every((row) => Number.isInteger(weights[row]));
  return whole ? timesLogTable(rows.reduce((sum, row) => sum + weights[row], 0)) : new Float64Array(0);
}
