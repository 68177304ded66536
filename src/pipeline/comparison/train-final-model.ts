/** Training of the final model of a comparison, on all rows of the table. */

import type { FitProgress } from '../../classifiers/contract/classifier.js';
import { LabelEncoder } from '../../classifiers/contract/labels.js';
import { seededOptions } from '../../classifiers/contract/seeded-options.js';
import { checkDecisionOptions, type DecisionOptions } from '../../decision/decision-options.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { extractTarget } from '../../tables/preparation/target.js';
import type { Table } from '../../tables/table.js';
import { inStage } from '../../training/fit-progress.js';
import { VERSION } from '../../version.js';
import {
  checkOptions,
  checkTable,
  DECISION_OPTION_TYPES,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
  type OptionTypes,
} from '../check-options.js';
import { checkWeightable, withoutRoleColumns } from '../column-roles/column-roles.js';
import { timeSpans } from '../column-roles/time-spans.js';
import { findClassifier } from '../find-classifier.js';
import { fitAndDecide } from '../fit-and-decide.js';
import { needsOf, prepareRows, progressLog } from '../fit-on-rows.js';
import { noticeLog } from '../notice-log.js';
import { trainingPart } from '../part.js';
import {
  type CrossValidation,
  classCounts,
  epochsOf,
  leftOutOf,
  type Provenance,
  readingToRepeat,
} from '../provenance.js';
import { scoreMetric } from '../score-metrics.js';
import { TableClassifier } from '../table-classifier.js';
import { trainingFingerprint } from '../training-fingerprint.js';
import { TrainingAborted } from '../training-outcome.js';
import { checkKeptRows, trainingRecord } from '../training-record/training-record.js';
import type { Comparison, RankedClassifier } from './comparison.js';
import { withDecisionFor } from './comparison-plan.js';
import type { FinalClassifier } from './final-classifier.js';

export interface FinalModelOptions extends DecisionOptions, ExecutorOption {
  /** As in the comparison. */
  readonly overrides?: ColumnOverrides;
  /** As in the comparison. */
  readonly mergeLabels?: boolean;
  /** Memory limit for the prepared rows; default 2 GiB. */
  readonly memoryLimitBytes?: number;
  /** As in `TrainOnTableOptions`. */
  readonly keepRows?: number;
  /** Called during the fit, after each epoch, round or member. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called with each notice: dropped columns, warnings of the classifier. */
  readonly onNotice?: (notice: string) => void;
  /** Stops the training. */
  readonly signal?: AbortSignal;
}

const OPTIONS: OptionTypes<FinalModelOptions> = {
  overrides: OPTION_TYPES.overrides,
  mergeLabels: OPTION_TYPES.boolean,
  ...DECISION_OPTION_TYPES,
  memoryLimitBytes: OPTION_TYPES.number,
  keepRows: OPTION_TYPES.number,
  ...EXECUTOR_OPTION_TYPE,
  onProgress: OPTION_TYPES.callback,
  onNotice: OPTION_TYPES.callback,
  signal: OPTION_TYPES.signal,
};

/**
 * Trains `chosen` on all rows of the table of the comparison, with the comparison's seed. No rows are held out for
 * testing. The scores to expect are in the provenance: those of the cross-validation, of classifiers trained on
 * 1 - 1 / folds of the rows, and the out-of-fold scores. It is calibrated and decides as `options` say, like
 * `trainOnTable`; without `decision` and costs, for the metric of the comparison if that is one of decisions.
 *
 * @throws InputError if the classifier cannot be fitted on all rows.
 * @throws TrainingAborted without an outcome if `signal` stopped it: a half-trained model was never compared.
 */
export async function trainFinalModel(
  table: Table,
  comparison: Comparison,
  chosen: FinalClassifier,
  options: FinalModelOptions = {},
): Promise<TableClassifier> {
  checkTable('trainFinalModel', table);
  checkOptions('trainFinalModel', options, OPTIONS);
  if (options.keepRows !== undefined) checkKeptRows(options.keepRows);
  const { target, seed } = comparison;
  const { memoryLimitBytes, executor, onNotice, signal } = options;
  const { roles } = comparison;
  const overrides = withoutRoleColumns(roles, options.overrides);
  const { notify } = noticeLog(onNotice);
  const { labels } = extractTarget(table, target, { manyClasses: true, mergeLabels: options.mergeLabels });
  const plan = checkDecisionOptions(
    withDecisionFor(scoreMetric(comparison.metric.name), options),
    LabelEncoder.from(labels).classes,
  );
  const entry = findClassifier(chosen.name);
  checkWeightable(entry, roles);
  const { part } = trainingPart(table, labels, roles);
  const rows = prepareRows(part, target, needsOf(entry), { overrides, memoryLimitBytes });
  notify(rows.notices);
  const { reports, onProgress } = progressLog(inStage('final training', options.onProgress));
  const fitted = await fitAndDecide(entry, seededOptions(entry, chosen.options, seed), rows, part, {
    target,
    overrides,
    memoryLimitBytes,
    plan,
    seed,
    notify,
    onFold: inStage('out-of-fold fits', options.onProgress),
    fit: { executor, onProgress, onWarning: (message) => notify([message]), signal },
  });
  if (fitted.aborted) throw new TrainingAborted(undefined, signal?.reason);
  const { preparation, classifier, calibrator, decision, outOfFold } = fitted;
  const provenance: Provenance = {
    target,
    classes: classCounts(classifier.classes, part.labels, [], part.weights),
    positive: fitted.positive,
    rows: { train: part.rows.length, test: 0 },
    roles,
    times: timeSpans(part, undefined, roles),
    sharedRows: 0,
    protocol: 'honest',
    seed,
    epochs: epochsOf(reports.at(-1)),
    leftOut: leftOutOf(classifier),
    outOfFold: fitted.outOfFoldScores,
    reading: readingToRepeat(table.reading),
    crossValidation: chosen.ranked && crossValidationOf(comparison, chosen.ranked),
    fingerprint: trainingFingerprint(preparation, target, part),
    version: VERSION,
  };
  const record = trainingRecord(preparation, rows.X, part, classifier.classes, { ...options, seed });
  return new TableClassifier({
    preparation,
    classifier,
    provenance,
    calibrator,
    decision,
    outOfFold,
    record,
  });
}

function crossValidationOf(
  { folds, repeats, seed, splits, ranked, metric: { name, title } }: Comparison,
  { means, macroF1, failures }: RankedClassifier,
): CrossValidation {
  const { accuracy, macroPrecision, macroRecall, harmonicF1, balancedAccuracy, logLoss } = means;
  const byMacroF1 = name === 'macro-f1';
  return {
    folds,
    repeats,
    seed,
    splits: splits.length - failures.length,
    metrics: {
      accuracy,
      macroPrecision,
      macroRecall,
      macroF1: means.macroF1,
      harmonicF1,
      balancedAccuracy,
    },
    logLoss,
    macroF1Interval: macroF1.reason === undefined ? [macroF1.low, macroF1.high] : undefined,
    metric: byMacroF1 ? undefined : { name, title },
    compared: ranked.map((each) => ({
      classifier: each.name,
      macroF1: each.means.macroF1,
      score: byMacroF1 ? undefined : each.score.mean,
    })),
  };
}
