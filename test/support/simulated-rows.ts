/** Rows of which the true probabilities are known, for the tests of calibration and decisions. */

import type { OutOfFoldRows } from '../../src/decision/out-of-fold-rows.js';
import type { RandomStream } from '../../src/engine/random/random-stream.js';
import type { Matrix } from '../../src/matrix.js';

export interface Simulation {
  readonly rows: number;
  /** Mean logit of each class. */
  readonly biases: readonly number[];
  /** How far apart the rows are. */
  readonly spread?: number;
  /** What is given instead of the true logits: them times this, plus `shift`. */
  readonly slope?: number;
  readonly shift?: readonly number[];
}

/** Classes drawn from the softmax of normal logits, and the probabilities of a classifier that distorts them. */
export function simulate(
  { rows, biases, spread = 1.5, slope = 1, shift }: Simulation,
  random: RandomStream,
): OutOfFoldRows {
  const k = biases.length;
  const data = new Float32Array(rows * k);
  const y = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const logits = biases.map((bias) => bias + spread * random.normal());
    const truth = softmax(logits);
    let u = random.uniform();
    while (y[row] < k - 1 && u >= truth[y[row]]) u -= truth[y[row]++];
    data.set(softmax(logits.map((logit, c) => slope * logit + (shift?.[c] ?? 0))), row * k);
  }
  return { probabilities: { data, rows, columns: k }, y };
}

function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const values = logits.map((logit) => Math.exp(logit - most));
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** Mean log loss of the rows. */
export function lossOf({ data, columns }: Matrix, y: Int32Array): number {
  let sum = 0;
  y.forEach((c, row) => {
    sum -= Math.log(Math.max(2 ** -23, data[row * columns + c]));
  });
  return sum / y.length;
}
