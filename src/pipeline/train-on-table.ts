/**
 * From a table to a tested model in one call: the way of the data that the command line, a page and a
 * script share. Nothing of a test row reaches the training (under the protocol `honest`).
 */
import type { FitOptions, FitProgress } from '../classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../classifiers/contract/classifier-entry.js';
import { InputError } from '../errors.js';
import type { FeatureMatrix, Label } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { ColumnOverrides } from '../tables/preparation/column-overrides.js';
import { Preparation, type PrepareOptions } from '../tables/preparation/preparation.js';
import type { TargetOptions } from '../tables/preparation/target.js';
import type { Table } from '../tables/table.js';
import { VERSION } from '../version.js';
import { needsOf } from './classifier-needs.js';
import { reportOn } from './evaluate-table.js';
import { DEFAULT_CLASSIFIER, findClassifier } from './find-classifier.js';
import { noticeLog } from './notice-log.js';
import { outOfFoldMetrics } from './out-of-fold-metrics.js';
import { classCounts, epochsOf, PROTOCOLS, type Protocol, type Provenance } from './provenance.js';
import { seededOptions } from './seeded-options.js';
import { DEFAULT_SEED } from './seeded-split.js';
import { countSharedValues } from './shared-rows.js';
import { TableClassifier } from './table-classifier.js';
import { fitUntilAborted, searchUntilAborted, TrainingAborted } from './training-aborted.js';
import { type TrainingParts, trainingParts } from './training-parts.js';
import { type TuningOptions, tune, tuningCandidates } from './tuning/tune.js';

export interface TrainOnTableOptions extends TargetOptions {
  /** Name of the column to predict. */
  readonly target: string;
  /** A table to test on; then all rows of the other one are trained on. */
  readonly test?: Table;
  /** Without `test`: the part of the rows to test on, a fraction or a number of rows; default 0.2. */
  readonly testSize?: number;
  /**
   * `honest` (default): the classifier chooses its checkpoint on rows held back from the training rows.
   * `paper`: it chooses on the test rows, as the paper does, so the scores are optimistic.
   */
  readonly protocol?: Protocol;
  /** A name of the registry; default `qcl-mixnet`. */
  readonly classifier?: string;
  /** The classifier's own options. */
  readonly classifierOptions?: Readonly<Record<string, unknown>>;
  /** Search for the best of other options by cross-validation on the training rows; default no search. */
  readonly tuning?: TuningOptions;
  /** Seeds the split and the classifier; default 42. */
  readonly seed?: number;
  /** Columns to treat otherwise than their content suggests. */
  readonly overrides?: ColumnOverrides;
  /** The prepared training rows may take this much memory; default 2 GiB. */
  readonly memoryLimitBytes?: number;
  /** Called in the course of the fit, after each epoch, round or member. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called with each of `notices` as soon as it is known. */
  readonly onNotice?: (notice: string) => void;
  /** Stops the training: see `TrainingAborted`. */
  readonly signal?: AbortSignal;
}

export interface TrainingOutcome {
  readonly model: TableClassifier;
  /** Scores on the test rows. */
  readonly report: ClassificationReport;
  /** What a person should know: dropped columns, rare classes, shared rows, warnings of the classifier. */
  readonly notices: readonly string[];
  /** Duration of the training, the search for options included. */
  readonly seconds: number;
  /** The 1-based epoch whose state was kept. */
  readonly bestEpoch: number;
  readonly rows: { readonly train: number; readonly test: number };
  /** Test rows that are equal in every feature to some training row. */
  readonly sharedRows: number;
  /** What the fit reported, in order; `epochCurve` makes a learning curve of it. */
  readonly reports: readonly FitProgress[];
  /** The test rows as the classifier takes them, and their labels. */
  readonly test: { readonly X: FeatureMatrix; readonly y: readonly Label[] };
}

/**
 * Trains on a part of the table and tests on the rest: target, split, preparation fitted on the training
 * rows, classifier, report. The same table, options and kernel build give the same model, bit for bit.
 *
 * @throws InputError for whatever of the table or the options cannot be used.
 * @throws TrainingAborted when `signal` stopped it; it carries the best model so far.
 */
export async function trainOnTable(table: Table, options: TrainOnTableOptions): Promise<TrainingOutcome> {
  const { target, protocol = 'honest', seed = DEFAULT_SEED, signal } = options;
  if (!PROTOCOLS.includes(protocol)) {
    throw new InputError(`protocol is ${JSON.stringify(protocol)}: choose honest or paper`);
  }
  const entry = findClassifier(options.classifier ?? DEFAULT_CLASSIFIER);
  const fixed = fixedOptions(entry, options, seed);
  // Refuses bad options before anything is computed.
  entry.create(fixed);
  const candidates =
    options.tuning && tuningCandidates(entry, options.tuning, options.classifierOptions ?? {});
  const { notices, notify } = noticeLog(options.onNotice);

  const parts = trainingParts(table, target, { ...options, seed });
  notify(parts.notices);
  const { train, test } = parts;
  const started = performance.now();
  const tuning =
    options.tuning &&
    candidates &&
    (await searchUntilAborted(
      signal,
      tune(entry, candidates, fixed, train, options.tuning, { ...options, seed }),
    ));
  notify(tuning?.notices ?? []);
  const classifier = entry.create({ ...fixed, ...tuning?.candidates[tuning.best].options });
  const needs = needsOf(classifier);
  const preparation = Preparation.fit(train.table, train.rows, target, {
    ...options.overrides,
    memoryLimitBytes: options.memoryLimitBytes,
  });
  notify(preparation.notices);
  const prepared = preparation.prepare(train.table, train.rows, needs);
  const preparedTest = preparation.prepare(test.table, test.rows, needs);
  notify([...prepared.notices, ...preparedTest.notices]);
  const sharedRows = countSharedValues(
    preparation,
    { part: train, matrix: prepared.matrix },
    { part: test, matrix: preparedTest.matrix },
    needs,
  );
  notify(sharedNotices(sharedRows, test.rows.length));

  const progress = await fitUntilAborted(classifier, prepared.matrix, train.labels, {
    onProgress: options.onProgress,
    onWarning: (message) => notify([message]),
    signal,
    validation: protocol === 'paper' ? validationOf(preparation, parts, needs) : undefined,
  });
  const seconds = (performance.now() - started) / 1000;
  if (!classifier.isFitted) throw new TrainingAborted(undefined, signal?.reason);

  const report = await reportOn(classifier, preparedTest.matrix, test.labels);
  const epochs = epochsOf(progress.reports.at(-1));
  if (epochs.chosen && protocol === 'paper') notify([PAPER_PROTOCOL_NOTICE]);
  const provenance: Provenance = {
    target,
    classes: classCounts(classifier.classes, train.labels, test.labels),
    rows: { train: train.rows.length, test: test.rows.length },
    sharedRows,
    protocol,
    seed,
    epochs,
    tuning: tuning && { folds: tuning.folds, best: tuning.best, candidates: tuning.candidates },
    outOfFold: outOfFoldMetrics(classifier),
    test: { metrics: report.metrics, perClass: [...report.perClass] },
    version: VERSION,
  };
  const model = new TableClassifier(preparation, classifier, provenance);
  const { rows } = provenance;
  const outcome = {
    ...{ model, report, notices, seconds, bestEpoch: epochs.best, rows, sharedRows },
    reports: progress.reports,
    test: { X: preparedTest.matrix, y: test.labels },
  };
  if (progress.aborted) throw new TrainingAborted(outcome, signal?.reason);
  return outcome;
}

/** The options that hold for the training and for all candidates of a search. */
function fixedOptions(
  entry: ClassifierEntry,
  { classifierOptions = {} }: TrainOnTableOptions,
  seed: number,
): Record<string, unknown> {
  if (classifierOptions.seed !== undefined && classifierOptions.seed !== seed) {
    throw new InputError(
      `seed is ${seed}, but classifierOptions.seed is ${String(classifierOptions.seed)}: give seed alone, it serves both`,
    );
  }
  return seededOptions(entry, classifierOptions, seed);
}

const PAPER_PROTOCOL_NOTICE =
  'protocol paper: the checkpoint was chosen on the test rows themselves, so the scores are optimistic; ' +
  'the protocol honest does not do that';

function sharedNotices(sharedRows: number, testRows: number): string[] {
  if (sharedRows === 0) return [];
  return [
    `test rows that equal a training row in every feature: ${sharedRows} of ${testRows}; ` +
      'the scores look better than they are on new rows',
  ];
}

function validationOf(
  preparation: Preparation,
  { knownTest }: TrainingParts,
  needs: PrepareOptions,
): FitOptions['validation'] {
  const { matrix } = preparation.prepare(knownTest.table, knownTest.rows, needs);
  return { X: matrix, y: knownTest.labels };
}
