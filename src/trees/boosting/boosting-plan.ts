/** Input of a boosting fit. */
import type { FeatureMatrix } from '../../matrix.js';
import type { BoostingTargets } from './boosting-memory.js';
import type { BoostingRule } from './boosting-rule.js';
import type { ColumnChooser } from './column-choice.js';

export interface BoostingRows extends BoostingTargets {
  readonly X: FeatureMatrix;
  readonly validation?: {
    readonly X: FeatureMatrix;
    readonly y: Int32Array;
    readonly weights?: Float64Array;
  };
}

/** Decides on early stopping from the mean loss on the validation rows. */
export interface StoppingRule {
  /** Takes the loss after a round; returns whether to stop. */
  add(validationLoss: number): boolean;
  /** Number of rounds to keep. */
  readonly kept: number;
}

export interface BoostingPlan {
  readonly rule: BoostingRule;
  readonly seed: number;
  /** Share of the rows that each round draws. */
  readonly subsample: number;
  readonly columns: ColumnChooser;
  /** Columns drawn at each node, if the chooser does so. */
  readonly maxFeatures?: number;
  /** A margin for each output. */
  readonly initial: Float32Array;
  /** Most bins per column; undefined: one per distinct value. */
  readonly maxBins?: number;
}
