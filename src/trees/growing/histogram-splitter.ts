/** Splits by two sums, over histograms of all columns; a child's histogram is its parent's less its sibling's. */
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import type { MomentScore } from './moments.js';
import { NodeMoments } from './node-moments.js';
import type { BestSplit, OpenNode } from './splitter.js';

export class HistogramSplitter extends NodeMoments {
  /** Where each column's bins begin in a histogram, in pairs; columns that are not used have none. */
  readonly #offsets: Int32Array;
  readonly #length: number;
  readonly #free: Float64Array[] = [];
  #node: OpenNode | undefined;

  constructor(
    readonly data: BinnedMatrix,
    rows: Int32Array,
    readonly features: Int32Array,
    moments: Float64Array,
    score: MomentScore,
    /** Whether a node of so many rows at this depth may be divided: others need no histogram. */
    readonly divisible: (node: OpenNode) => boolean,
    /** Rows a child must have, where every row's b is 1; otherwise 1. */
    readonly minSamplesLeaf: number,
  ) {
    super(rows, moments, score);
    this.#offsets = new Int32Array(data.columns);
    let length = 0;
    for (const feature of features) {
      this.#offsets[feature] = length;
      length += data.bins[feature] + data.hasMissing[feature];
    }
    this.#length = 2 * length;
  }

  override open(node: OpenNode): void {
    super.open(node);
    this.#node = node;
  }

  search(feature: number, best: BestSplit): boolean {
    const node = this.#node as OpenNode;
    node.histogram ??= this.#build(node.start, node.end);
    const { histogram } = node;
    const from = 2 * this.#offsets[feature];
    const bins = this.data.bins[feature];
    let [occupied, missingA, missingB] = [0, 0, 0];
    for (let code = 0; code < bins && occupied < 2; code++) {
      if (histogram[from + 2 * code + 1] > 0) occupied++;
    }
    if (this.data.hasMissing[feature] === 1) {
      missingA = histogram[from + 2 * bins];
      missingB = histogram[from + 2 * bins + 1];
      if (missingB > 0) occupied++;
    }
    if (occupied < 2) return false;
    this.#scan(feature, best, histogram, from, 0, 0, missingB > 0);
    if (missingB > 0) this.#scan(feature, best, histogram, from, missingA, missingB, true);
    return true;
  }

  /** (a, b): what stands on the left from the beginning, the missing rows or nothing. */
  #scan(
    feature: number,
    best: BestSplit,
    histogram: Float64Array,
    from: number,
    a: number,
    b: number,
    missingSeen: boolean,
  ): void {
    const { score } = this;
    const bins = this.data.bins[feature];
    const least = Math.max(score.leastWeight, this.minSamplesLeaf > 1 ? this.minSamplesLeaf : 0);
    const missingLeft = b > 0;
    // A split is known by the code before it, and scored once the next occupied one is met.
    let last = -1;
    for (let code = 0; code < bins; code++) {
      const at = from + 2 * code;
      const weight = histogram[at + 1];
      if (weight === 0) continue;
      if (last >= 0) this.#consider(feature, best, a, b, last, code, missingLeft, missingSeen, least);
      a += histogram[at];
      b += weight;
      last = code;
    }
    if (missingSeen && !missingLeft && last >= 0) {
      this.#consider(feature, best, a, b, last, bins, false, true, least);
    }
  }

  #consider(
    feature: number,
    best: BestSplit,
    a: number,
    b: number,
    code: number,
    next: number,
    missingLeft: boolean,
    missingSeen: boolean,
    least: number,
  ): void {
    const bRight = this.b - b;
    if (b < least || bRight < least) return;
    const value = this.score.split(a, b, this.a - a, bRight);
    if (value > best.score) best.take(feature, value, code, next, missingLeft, missingSeen);
  }

  override divide(node: OpenNode, left: OpenNode, right: OpenNode): void {
    const { histogram } = node;
    if (histogram === undefined) return;
    const smaller = left.end - left.start <= right.end - right.start ? left : right;
    const larger = smaller === left ? right : left;
    // Filling anew is cheaper than subtracting where the bins outnumber the rows.
    const cheap = (larger.end - larger.start) * this.features.length < this.#length;
    node.histogram = undefined;
    if (cheap || !this.divisible(larger)) {
      this.#free.push(histogram);
      return;
    }
    const small = this.#build(smaller.start, smaller.end);
    for (let i = 0; i < histogram.length; i++) histogram[i] -= small[i];
    larger.histogram = histogram;
    if (this.divisible(smaller)) smaller.histogram = small;
    else this.#free.push(small);
  }

  override close(node: OpenNode): void {
    if (node.histogram !== undefined) this.#free.push(node.histogram);
    node.histogram = undefined;
  }

  #build(start: number, end: number): Float64Array {
    const histogram = this.#free.pop()?.fill(0) ?? new Float64Array(this.#length);
    const { rows, moments, features } = this;
    const offsets = this.#offsets;
    const codes = this.data.rowMajorCodes();
    const { columns } = this.data;
    for (let i = start; i < end; i++) {
      const row = rows[i];
      const a = moments[2 * row];
      const b = moments[2 * row + 1];
      const base = row * columns;
      for (let f = 0; f < features.length; f++) {
        const feature = features[f];
        const at = 2 * (offsets[feature] + codes[base + feature]);
        histogram[at] += a;
        histogram[at + 1] += b;
      }
    }
    return histogram;
  }
}
