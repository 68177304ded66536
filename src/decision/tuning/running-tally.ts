import type { TallyMetric } from './tally-metric.js';

/** How much of a row is of class `c`: 1 or 0 by its label, or its probability. */
export type Membership = (row: number, c: number) => number;

/** The counts of each class under some predictions, and the metric of them, while rows move between classes. */
export class RunningTally {
  readonly #metric: TallyMetric;
  readonly #belongs: Membership;
  readonly #counts: Float64Array;
  readonly #classes: { correct: number; support: number; predicted: number }[];
  readonly #sums: Float64Array;
  readonly #rows: number;

  /**
   * @param support rows of each class
   * @param predicted the class of each row to start with
   * @param counts what each row counts
   */
  constructor(
    metric: TallyMetric,
    belongs: Membership,
    support: Float64Array,
    predicted: Int32Array,
    counts: Float64Array,
  ) {
    this.#metric = metric;
    this.#belongs = belongs;
    this.#counts = counts;
    this.#classes = Array.from(support, (rows) => ({ correct: 0, support: rows, predicted: 0 }));
    for (let row = 0; row < predicted.length; row++) {
      const tally = this.#classes[predicted[row]];
      tally.predicted += counts[row];
      tally.correct += counts[row] * belongs(row, predicted[row]);
    }
    this.#rows = counts.reduce((sum, count) => sum + count, 0);
    this.#sums = new Float64Array(metric.sums);
    this.#classes.forEach((tally, c) => {
      metric.add(this.#sums, 1, c, tally);
    });
  }

  /** Predicts `row` as `to` instead of `from`. */
  move(row: number, from: number, to: number): void {
    if (from === to) return;
    this.#change(row, from, -this.#counts[row]);
    this.#change(row, to, this.#counts[row]);
  }

  get value(): number {
    return this.#metric.value(this.#sums, this.#rows);
  }

  #change(row: number, c: number, count: number): void {
    const tally = this.#classes[c];
    this.#metric.add(this.#sums, -1, c, tally);
    tally.predicted += count;
    tally.correct += count * this.#belongs(row, c);
    this.#metric.add(this.#sums, 1, c, tally);
  }
}
