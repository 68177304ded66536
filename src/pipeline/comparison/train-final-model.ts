/** The classifier that a comparison has chosen, trained on all rows of the table. */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { extractTarget } from '../../tables/preparation/target.js';
import type { Table } from '../../tables/table.js';
import { VERSION } from '../../version.js';
import { needsOf } from '../classifier-needs.js';
import { findClassifier } from '../find-classifier.js';
import { noticeLog } from '../notice-log.js';
import { outOfFoldMetrics } from '../out-of-fold-metrics.js';
import { type CrossValidation, classCounts, epochsOf } from '../provenance.js';
import { seededOptions } from '../seeded-options.js';
import { TableClassifier } from '../table-classifier.js';
import { fitUntilAborted, TrainingAborted } from '../training-aborted.js';
import type { Comparison, RankedClassifier } from './comparison.js';
import type { FinalClassifier } from './final-classifier.js';

export interface FinalModelOptions {
  /** As in the comparison. */
  readonly overrides?: ColumnOverrides;
  /** The prepared rows may take this much memory; default 2 GiB. */
  readonly memoryLimitBytes?: number;
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called with what a person should know: dropped columns, warnings of the classifier. */
  readonly onNotice?: (notice: string) => void;
  /** Stops the training. */
  readonly signal?: AbortSignal;
}

/**
 * Trains `chosen` on every row of the table that was compared on, with the comparison's seed. No rows are held
 * back to test it: what it can be expected to do is what cross-validation gave for classifiers trained on
 * 1 - 1 / folds of the rows, or what an ensemble said of rows its members had not learned; its provenance says so.
 *
 * @throws InputError where the classifier refuses the whole table.
 * @throws TrainingAborted without an outcome when `signal` stopped it: a half-trained model was never compared.
 */
export async function trainFinalModel(
  table: Table,
  comparison: Comparison,
  chosen: FinalClassifier,
  { overrides, memoryLimitBytes, onProgress, onNotice, signal }: FinalModelOptions = {},
): Promise<TableClassifier> {
  const { target, seed } = comparison;
  const { notify } = noticeLog(onNotice);
  const { labels } = extractTarget(table, target, { manyClasses: true });
  const entry = findClassifier(chosen.name);
  const classifier = entry.create(seededOptions(entry, chosen.options, seed));
  const preparation = Preparation.fit(table, undefined, target, {
    ...overrides,
    memoryLimitBytes,
  });
  const { matrix, notices } = preparation.prepare(table, undefined, needsOf(classifier));
  notify([...preparation.notices, ...notices]);
  const { reports, aborted } = await fitUntilAborted(classifier, matrix, labels, {
    onProgress,
    onWarning: (message) => notify([message]),
    signal,
  });
  if (aborted) throw new TrainingAborted(undefined, signal?.reason);
  return new TableClassifier(preparation, classifier, {
    target,
    classes: classCounts(classifier.classes, labels, []),
    rows: { train: table.rows, test: 0 },
    sharedRows: 0,
    protocol: 'honest',
    seed,
    epochs: epochsOf(reports.at(-1)),
    outOfFold: outOfFoldMetrics(classifier),
    crossValidation: chosen.ranked && crossValidationOf(comparison, chosen.ranked),
    version: VERSION,
  });
}

function crossValidationOf(
  { folds, repeats, seed, splits, ranked }: Comparison,
  { means, macroF1, failures }: RankedClassifier,
): CrossValidation {
  const { logLoss, seconds, ...metrics } = means;
  return {
    folds,
    repeats,
    seed,
    splits: splits.length - failures.length,
    metrics,
    logLoss,
    macroF1Interval: macroF1.reason === undefined ? [macroF1.low, macroF1.high] : undefined,
    compared: ranked.map((each) => ({ classifier: each.name, macroF1: each.means.macroF1 })),
  };
}
