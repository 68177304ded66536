/** What a boosting fit is given. */
import type { Matrix } from '../../matrix.js';
import type { BoostingTargets } from './boosting-memory.js';
import type { BoostingRule } from './boosting-rule.js';
import type { ColumnChooser } from './column-choice.js';

export interface BoostingRows extends BoostingTargets {
  readonly X: Matrix;
  readonly validation?: { readonly X: Matrix; readonly y: Int32Array; readonly weights?: Float64Array };
}

/** Decides on early stopping from the mean loss on the validation rows. */
export interface StoppingRule {
  /** Takes the loss after a round; returns whether it was the last one. */
  add(validationLoss: number): boolean;
  /** How many rounds are to be kept. */
  readonly kept: number;
}

export interface BoostingPlan {
  readonly rule: BoostingRule;
  readonly rounds: number;
  readonly seed: number;
  /** Share of the rows that each round draws. */
  readonly subsample: number;
  readonly columns: ColumnChooser;
  /** Columns drawn at each node, where the chooser does that. */
  readonly maxFeatures?: number;
  /** A margin for each output. */
  readonly initial: Float32Array;
  /** Bins a column; undefined: every distinct value. */
  readonly maxBins?: number;
  /** Only with validation rows. */
  readonly stopping?: StoppingRule;
}
