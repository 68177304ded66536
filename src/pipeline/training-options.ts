/** The options of a training on a table. */
import type { FitProgress } from '../classifiers/contract/classifier.js';
import type { ClassifierName, ClassifierOptions } from '../classifiers/names.js';
import type { DecisionOptions } from '../decision/decision-options.js';
import type { ExecutorOption } from '../jobs/executor.js';
import type { ColumnOverrides } from '../tables/preparation/column-overrides.js';
import type { TargetOptions } from '../tables/preparation/target.js';
import type { Table } from '../tables/table.js';
import {
  DECISION_OPTION_TYPES,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
  type OptionTypes,
  ROLE_OPTION_TYPES,
} from './check-options.js';
import type { RoleOptions } from './column-roles/column-roles.js';
import type { Protocol } from './provenance.js';
import type { TuningOptions } from './tuning/tune.js';

/** @typeParam Name the name of the classifier, which `classifierOptions` are for */
export interface TrainOnTableOptions<Name extends ClassifierName = ClassifierName>
  extends TargetOptions,
    DecisionOptions,
    RoleOptions,
    ExecutorOption {
  /** Name of the column to predict. */
  readonly target: string;
  /** A table to test on; all rows of the other table are then training rows. */
  readonly test?: Table;
  /** Without `test`: the size of the held-out test rows, a fraction or a number of rows; default 0.2. */
  readonly testSize?: number;
  /**
   * `honest` (default): the classifier is fitted on all training rows, and its last epoch is kept.
   * `paper`: it chooses its checkpoint on the test rows, as the paper does, so the scores are optimistic; without
   * calibration, and with the decision `argmax`, unless others are given.
   */
  readonly protocol?: Protocol;
  /** Default `auto`. `isClassifierName` checks a name that is known only at run time. */
  readonly classifier?: Name;
  /** The classifier's own options. */
  readonly classifierOptions?: ClassifierOptions<Name>;
  /**
   * Search for further options, over a grid or the whole space of options, by cross-validation on the training rows, by the macro F1 of the most probable class,
   * whatever `calibration` and `decision` are; default: no search.
   */
  readonly tuning?: TuningOptions;
  /** Seeds the split and the classifier; default 42. */
  readonly seed?: number;
  /** Columns to treat differently than their content suggests. */
  readonly overrides?: ColumnOverrides;
  /** Memory limit for the prepared training rows; default 2 GiB. */
  readonly memoryLimitBytes?: number;
  /**
   * Training rows that the model keeps, as background and examples of explanations: a stratified sample of at most this
   * many; default 500, of wide tables fewer. 0: the model holds no training rows.
   */
  readonly keepRows?: number;
  /** Called during the fit, after each epoch, round or member. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called when a stage of the training begins of which there is no progress, such as `preparing the rows`. */
  readonly onStage?: (stage: string) => void;
  /** Called with each of `notices` as soon as it is known. */
  readonly onNotice?: (notice: string) => void;
  /** Stops the training: see `TrainingAborted`. */
  readonly signal?: AbortSignal;
}

export const TRAINING_OPTION_TYPES: OptionTypes<TrainOnTableOptions> = {
  target: OPTION_TYPES.target,
  test: OPTION_TYPES.table,
  testSize: OPTION_TYPES.number,
  protocol: OPTION_TYPES.text,
  classifier: OPTION_TYPES.text,
  classifierOptions: OPTION_TYPES.object,
  tuning: OPTION_TYPES.object,
  seed: OPTION_TYPES.number,
  overrides: OPTION_TYPES.overrides,
  manyClasses: OPTION_TYPES.boolean,
  mergeLabels: OPTION_TYPES.boolean,
  ...DECISION_OPTION_TYPES,
  ...ROLE_OPTION_TYPES,
  memoryLimitBytes: OPTION_TYPES.number,
  keepRows: OPTION_TYPES.number,
  ...EXECUTOR_OPTION_TYPE,
  onProgress: OPTION_TYPES.callback,
  onStage: OPTION_TYPES.callback,
  onNotice: OPTION_TYPES.callback,
  signal: OPTION_TYPES.signal,
};
