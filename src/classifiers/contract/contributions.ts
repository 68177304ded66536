/** Exact contributions of columns to what a classifier adds up. */
import type { InputColumns } from '../encoding/input-columns.js';

/**
 * What contributions add up to, before any calibration:
 *
 * - `log-odds`: ln(p / (1 - p)) of the class, with two classes;
 * - `logit`: the class's input of the softmax, with more;
 * - `probability`: the probability of the class.
 */
export type ContributionScale = 'log-odds' | 'logit' | 'probability';

/** For each row the contributions sum to its prediction minus `expected`, up to rounding. */
export interface Contributions {
  readonly scale: ContributionScale;
  /** The mean prediction for the training rows. */
  readonly expected: number;
  /** Rows x columns. */
  readonly values: Float64Array;
}

/** With the contributions of the model's columns summed to the columns of X. */
export function bySource(contributions: Contributions, input: InputColumns): Contributions {
  const { columns } = input.ofModel;
  if (columns === input.count && input.categories === undefined) return contributions;
  const rows = contributions.values.length / columns;
  const values = new Float64Array(rows * input.count);
  for (let column = 0; column < columns; column++) {
    const source = input.sourceOf(column);
    for (let row = 0; row < rows; row++) {
      values[row * input.count + source] += contributions.values[row * columns + column];
    }
  }
  return { ...contributions, values };
}
