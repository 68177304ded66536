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
  readonly #nodeY: Int32Array;
  readonly #nodeWeights: Float64Array;
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
    this.#nodeY = new Int32Array(sorter.rows.length);
    this.#nodeWeights = new Float64Array(sorter.rows.length).fill(1);
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
    const { sorter } = this;
    if (!sorter.sort(feature, this.#start, this.#end)) return false;
    const n = this.#end - this.#start;
    const missingCode = sorter.data.bins[feature];
    let missing = 0;
    if (sorter.data.hasMissing[feature] === 1) {
      while (sorter.sorted[n - 1 - missing] === missingCode) missing++;
    }
    this.#scan(feature, best, n, missing, false);
    if (missing > 0) this.#scan(feature, best, n, missing, true);
    return true;
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

  divide(): void {}

  close(): void {}
}

function entropyTable({ kind, weights }: ClassCriterion, rows: Int32Array): Float64Array {
  if (kind === 'gini') return new Float64Array(0);
  if (weights === undefined) return timesLogTable(rows.length);
  const whole = rows.every((row) => Number.isInteger(weights[row]));
  return whole ? timesLogTable(rows.reduce((sum, row) => sum + weights[row], 0)) : new Float64Array(0);
}
