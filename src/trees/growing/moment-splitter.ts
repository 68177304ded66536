/** Splits by two sums over the rows in the order of a column. */

import { MOST_LEVEL_CODES } from '../binning/level-groups.js';
import type { CodeSorter } from './code-sorter.js';
import { bestLevelSplit, LevelOrder } from './level-order.js';
import type { MomentScore } from './moments.js';
import type { BestSplit, OpenNode, Splitter } from './splitter.js';

export class MomentSplitter implements Splitter {
  pure = false;
  /** Sums of the node's rows. */
  #a = 0;
  #b = 0;
  #start = 0;
  #end = 0;
  /** Sums and rows of each code of a category column. */
  readonly #levelA = new Float64Array(MOST_LEVEL_CODES);
  readonly #levelB = new Float64Array(MOST_LEVEL_CODES);
  readonly #levelRows = new Int32Array(MOST_LEVEL_CODES);
  readonly #order = new LevelOrder();

  constructor(
    readonly sorter: CodeSorter,
    readonly moments: Float64Array,
    readonly score: MomentScore,
    readonly minSamplesLeaf: number,
  ) {}

  get weight(): number {
    return this.#b;
  }

  open({ start, end }: OpenNode): void {
    const { moments } = this;
    const { rows } = this.sorter;
    let [a, b, squares] = [0, 0, 0];
    for (let i = start; i < end; i++) {
      const at = 2 * rows[i];
      a += moments[at];
      b += moments[at + 1];
      squares += (moments[at] * moments[at]) / moments[at + 1];
    }
    this.#a = a;
    this.#b = b;
    this.#start = start;
    this.#end = end;
    // Not split: variance below scikit-learn's bound, or only rounding error of equal targets.
    const variance = squares / b - (a / b) ** 2;
    this.pure =
      this.score.criterion.kind === 'friedman-mse' &&
      variance <= Number.EPSILON * Math.max(1, (16 * squares) / b);
  }

  writeValue(value: Float32Array): void {
    value[0] = this.score.value(this.#a, this.#b);
  }

  search(feature: number, best: BestSplit): boolean {
    const { sorter } = this;
    if (sorter.data.categories?.has(feature)) return this.#searchLevels(feature, best);
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

  #searchLevels(feature: number, best: BestSplit): boolean {
    const { moments, score, minSamplesLeaf } = this;
    const { data, rows } = this.sorter;
    const [a, b, rowsOf] = [this.#levelA.fill(0), this.#levelB.fill(0), this.#levelRows.fill(0)];
    const mean = this.#a / this.#b;
    let squares = 0;
    for (let i = this.#start; i < this.#end; i++) {
      const code = data.codes[feature * data.rows + rows[i]];
      const [ownA, ownB] = [moments[2 * rows[i]], moments[2 * rows[i] + 1]];
      a[code] += ownA;
      b[code] += ownB;
      rowsOf[code]++;
      squares += (ownA - mean * ownB) ** 2;
    }
    const node = { a: this.#a, b: this.#b, rows: this.#end - this.#start };
    const bins = data.bins[feature];
    this.#order.order(bins, a, b, rowsOf, node);
    const found = bestLevelSplit(this.#order, bins, a, b, rowsOf, node, {
      leastWeight: score.leastWeight,
      leastRows: minSamplesLeaf,
      score: (aLeft, bLeft, aRight, bRight, moreL2) => {
        const more = score.criterion.kind === 'gradient' ? moreL2 : 0;
        return score.split(aLeft, bLeft + more, aRight, bRight + more);
      },
    });
    if (found === undefined) return false;
    const lowered = found.score - score.ofSquares(this.#order.expectedNoise * (squares / this.#b), this.#b);
    if (!(this.gain(lowered) > 0)) return false;
    if (lowered > best.score) best.takeSet(feature, lowered, found.left);
    return true;
  }

  #scan(feature: number, best: BestSplit, n: number, missing: number, missingLeft: boolean): void {
    const { sorted, order } = this.sorter;
    const { moments, score, minSamplesLeaf } = this;
    const { rows } = this.sorter;
    const start = this.#start;
    const least = score.leastWeight;
    const present = n - missing;
    const inLeft = missingLeft ? missing : 0;
    let [a, b] = [0, 0];
    for (let step = missingLeft ? -missing : 0; step < present; step++) {
      const p = step < 0 ? n + step : step;
      const at = 2 * rows[start + order[p]];
      a += moments[at];
      b += moments[at + 1];
      const next = p + 1;
      if (step < 0 || next === n || sorted[next] === sorted[p]) continue;
      const rowsLeft = next + inLeft;
      if (rowsLeft < minSamplesLeaf || n - rowsLeft < minSamplesLeaf) continue;
      // With missing values on the left, a split after the last code leaves nothing on the right.
      if (missingLeft && next === present) continue;
      const [aRight, bRight] = [this.#a - a, this.#b - b];
      if (b < least || bRight < least) continue;
      const value = score.split(a, b, aRight, bRight);
      if (value > best.score) best.take(feature, value, sorted[p], sorted[next], missingLeft, missing > 0);
    }
  }

  refine(): void {
    // Splits are never between bins.
  }

  gain(score: number): number {
    return this.score.gain(score, this.#a, this.#b);
  }

  enough(gain: number): boolean {
    return this.score.enough(gain);
  }
}
