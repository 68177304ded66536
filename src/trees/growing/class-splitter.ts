/** Splits by gini or entropy: rows in the order of a column, class counts moved from right to left. */
import type { CodeSorter } from './code-sorter.js';
import type { ClassCriterion } from './criterion.js';
import type { BestSplit, OpenNode, Splitter } from './splitter.js';
import { timesLog, timesLogTable } from './times-log.js';

/**
 * Both impurities follow from a sum over the classes' weights, S = sum_k f(n_k): with f(x) = x^2 the
 * weighted gini impurity is W - S / W, with f(x) = x ln x the weighted entropy is f(W) - S. Moving a row
 * changes one term on each side.
 */
export class ClassSplitter implements Splitter {
  weight = 0;
  pure = false;
  readonly #gini: boolean;
  /** x ln x for the weights that occur, where these are whole numbers; otherwise empty. */
  readonly #table: Float64Array;
  readonly #counts: Float64Array;
  readonly #left: Float64Array;
  /** Class and weight of the node's rows, and behind them those of tallies. */
  readonly #nodeY: Int32Array;
  readonly #nodeWeights: Float64Array;
  /** Zero but in `#tally`. */
  readonly #tallies: Float64Array;
  #sum = 0;
  #start = 0;
  #end = 0;

  constructor(
    readonly criterion: ClassCriterion,
    readonly sorter: CodeSorter,
    readonly minSamplesLeaf: number,
    /** Least decrease of impurity, times the weight of all rows of the tree. */
    readonly leastGain: number,
  ) {
    this.#gini = criterion.kind === 'gini';
    this.#table = entropyTable(criterion, sorter.rows);
    this.#counts = new Float64Array(criterion.classes);
    this.#left = new Float64Array(criterion.classes);
    const { length } = sorter.rows;
    this.#tallies = new Float64Array(length);
    this.#nodeY = new Int32Array(2 * length);
    this.#nodeWeights = new Float64Array(2 * length);
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
    const { bins, hasMissing } = this.sorter.data;
    const items = this.#arrange(feature);
    if (items === 0) return false;
    const { sorted } = this.sorter;
    let missing = 0;
    if (hasMissing[feature] === 1) while (sorted[items - 1 - missing] === bins[feature]) missing++;
    this.#scan(feature, best, items, missing, false);
    if (missing > 0) this.#scan(feature, best, items, missing, true);
    return true;
  }

  /** Brings the node's rows, or their tally, in the order of the codes; how many items, 0 if all are equal. */
  #arrange(feature: number): number {
    const { sorter } = this;
    const n = this.#end - this.#start;
    const cells = (sorter.data.bins[feature] + 1) * this.#counts.length;
    // A tally of several rows has no number of rows to hold against a minimum.
    if (cells < n && this.minSamplesLeaf === 1) return this.#tally(feature, n, cells);
    return sorter.sort(feature, this.#start, this.#end) ? n : 0;
  }

  /**
   * Sums the weights of each (code, class) and writes the sums behind the node's rows, as if they were rows:
   * quicker than sorting where rows are many.
   */
  #tally(feature: number, n: number, cells: number): number {
    const { data, rows, sorted, order } = this.sorter;
    const [nodeY, nodeWeights, tallies] = [this.#nodeY, this.#nodeWeights, this.#tallies];
    const classes = this.#counts.length;
    const { codes } = data;
    const base = feature * data.rows;
    const start = this.#start;
    for (let i = 0; i < n; i++) tallies[codes[base + rows[start + i]] * classes + nodeY[i]] += nodeWeights[i];
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
        items++;
      }
    }
    return sorted[0] === sorted[items - 1] ? 0 : items;
  }

  /** Scores the split behind every code; the missing rows stand on the right, or (`missingLeft`) on the left. */
  #scan(feature: number, best: BestSplit, n: number, missing: number, missingLeft: boolean): void {
    const { sorted, order } = this.sorter;
    const [nodeY, nodeWeights, counts] = [this.#nodeY, this.#nodeWeights, this.#counts];
    const gini = this.#gini;
    const table = this.#table;
    const whole = table.length > 0;
    const minimum = this.minSamplesLeaf;
    const left = this.#left.fill(0);
    const present = n - missing;
    const total = this.weight;
    let weightLeft = 0;
    let sumLeft = 0;
    let sumRight = this.#sum;
    const inLeft = missingLeft ? missing : 0;
    for (let step = missingLeft ? -missing : 0; step < present; step++) {
      const p = step < 0 ? n + step : step;
      const place = order[p];
      const c = nodeY[place];
      const w = nodeWeights[place];
      const l = left[c];
      const r = counts[c] - l;
      left[c] = l + w;
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
      const rowsLeft = next + inLeft;
      if (rowsLeft < minimum || n - rowsLeft < minimum) continue;
      // With the missing rows on the left, the last present code would leave nothing on the right.
      if (missingLeft && next === present) continue;
      const weightRight = total - weightLeft;
      const score = gini
        ? sumLeft / weightLeft + sumRight / weightRight
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

function entropyTable({ kind, weights }: ClassCriterion, rows: Int32Array): Float64Array {
  if (kind === 'gini') return new Float64Array(0);
  if (weights === undefined) return timesLogTable(rows.length);
  const whole = rows.every((row) => Number.isInteger(weights[row]));
  return whole ? timesLogTable(rows.reduce((sum, row) => sum + weights[row], 0)) : new Float64Array(0);
}
