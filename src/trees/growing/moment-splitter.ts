/** Splits by two sums over the rows in the order of a column. */
import type { CodeSorter } from './code-sorter.js';
import type { MomentScore } from './moments.js';
import type { BestSplit, OpenNode, Splitter } from './splitter.js';

export class MomentSplitter implements Splitter {
  pure = false;
  /** Sums of the node's rows. */
  #a = 0;
  #b = 0;
  #start = 0;
  #end = 0;

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
