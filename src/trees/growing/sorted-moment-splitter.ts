/** Splits by two sums, over the rows in the order of a column. */
import type { CodeSorter } from './code-sorter.js';
import type { MomentScore } from './moments.js';
import { NodeMoments } from './node-moments.js';
import type { BestSplit } from './splitter.js';

export class SortedMomentSplitter extends NodeMoments {
  constructor(
    readonly sorter: CodeSorter,
    moments: Float64Array,
    score: MomentScore,
    readonly minSamplesLeaf: number,
  ) {
    super(sorter.rows, moments, score);
  }

  search(feature: number, best: BestSplit): boolean {
    const { sorter } = this;
    if (!sorter.sort(feature, this.start, this.end)) return false;
    const n = this.end - this.start;
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
    const { rows, moments, score, minSamplesLeaf, start } = this;
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
      // With the missing rows on the left, the last present code would leave nothing on the right.
      if (missingLeft && next === present) continue;
      const [aRight, bRight] = [this.a - a, this.b - b];
      if (b < least || bRight < least) continue;
      const value = score.split(a, b, aRight, bRight);
      if (value > best.score) best.take(feature, value, sorted[p], sorted[next], missingLeft, missing > 0);
    }
  }
}
