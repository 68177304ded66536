/** The rows that a network learns from and the rows that choose its checkpoint. */
import type { Matrix } from '../matrix.js';

export interface LabelledRows {
  readonly X: Matrix;
  /** Class index of each row. */
  readonly y: Int32Array;
  /** A weight for each row; all 1 when absent. */
  readonly weights?: Float64Array;
}

export interface TrainingData extends LabelledRows {
  readonly classes: number;
  /** Without it the last epoch is kept. */
  readonly validation?: LabelledRows;
}
