/** How a table's probabilities become decisions. */
import type { Matrix } from '../matrix.js';

export interface Decision {
  readonly kind: string;
  decide(probabilities: Matrix): Int32Array;
  toJSON(): unknown;
}
