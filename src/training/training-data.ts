/** Training rows and validation rows. */
import type { FeatureMatrix, Matrix } from '../matrix.js';
import type { SplitRules } from '../tables/split/split-rules.js';

export interface LabelledRows<X extends FeatureMatrix = Matrix> {
  readonly X: X;
  /** Class index of each row. */
  readonly y: Int32Array;
  /** A weight for each row; default all 1. */
  readonly weights?: Float64Array;
  /** What parts held out of the rows have to keep together or in order. */
  readonly split?: SplitRules;
}

export interface TrainingData<X extends FeatureMatrix = Matrix> extends LabelledRows<X> {
  readonly classes: number;
  /** Validation rows; without them the last epoch is kept. */
  readonly validation?: LabelledRows<X>;
  /** Training rows without a gradient, on whose loss a learned schedule of mixup is chosen. */
  readonly heldBack?: LabelledRows<X>;
}
