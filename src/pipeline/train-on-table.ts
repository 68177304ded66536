/**
 * From a table to a tested model in one call, for the command line, web pages and scripts alike. Under the
 * protocol `honest` the training never sees the test rows.
 */
import type { FitOptions } from '../classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../classifiers/contract/classifier-entry.js';
import { LabelEncoder } from '../classifiers/contract/labels.js';
import { seededOptions } from '../classifiers/contract/seeded-options.js';
import type { ClassifierName } from '../classifiers/names.js';
import { decidedLabels } from '../decision/decision.js';
import { checkDecisionOptions, type DecisionOptions } from '../decision/decision-options.js';
import { InputError } from '../errors.js';
import { checkProbabilitySize } from '../tables/preparation/matrix-size.js';
import type { Preparation } from '../tables/preparation/preparation.js';
import type { PrepareOptions } from '../tables/preparation/prepare-options.js';
import type { Table } from '../tables/table.js';
import { inStage } from '../training/fit-progress.js';
import { VERSION } from '../version.js';
import { checkOptions, checkTable } from './check-options.js';
import {
  checkWeightable,
  columnRoles,
  roleNotices,
  withoutRoleColumns,
} from './column-roles/column-roles.js';
import { timeSpans } from './column-roles/time-spans.js';
import { dataNotices } from './data-notices.js';
import { DEFAULT_CLASSIFIER, DEFAULT_SEED, PROTOCOLS } from './defaults.js';
import { findClassifier } from './find-classifier.js';
import { fitAndDecide } from './fit-and-decide.js';
import { needsOf, prepareRows, progressLog } from './fit-on-rows.js';
import { modelScores, scoreReference } from './model-scores.js';
import { noticeLog } from './notice-log.js';
import { heldOutNovelty } from './novelty/held-out-novelty.js';
import { gridNames, optionNotices } from './option-notices.js';
import { withPredictor } from './prediction/parallel-predictor.js';
import { classCounts, epochsOf, leftOutOf, type Provenance, readingToRepeat } from './provenance.js';
import { reviewNotices } from './score-decisions.js';
import { countSharedValues } from './shared-rows.js';
import { shownScores } from './shown-scores.js';
import { TableClassifier } from './table-classifier.js';
import { trainingFingerprint } from './training-fingerprint.js';
import { TRAINING_OPTION_TYPES, type TrainOnTableOptions } from './training-options.js';
import { TrainingAborted, type TrainingOutcome } from './training-outcome.js';
import { type TrainingParts, trainingParts } from './training-parts.js';
import { checkKeptRows, trainingRecord } from './training-record/training-record.js';
import type { ParameterSettings } from './tuning/candidates.js';
import { TUNING_OPTION_TYPES, tune, tuningPlan, tuningStage } from './tuning/tune.js';

/**
 * Trains on a part of the table and tests on the rest: target, split, preparation fitted on the training
 * rows, classifier, report. The same table, options and kernel build give the same model, bit for bit.
 *
 * @throws InputError if the table or an option cannot be used.
 * @throws TrainingAborted if `signal` stopped it; it holds the best model so far.
 */
export async function trainOnTable<Name extends ClassifierName = typeof DEFAULT_CLASSIFIER>(
  table: Table,
  options: TrainOnTableOptions<Name>,
): Promise<TrainingOutcome> {
  const startedAt = performance.now();
  checkTable('trainOnTable', table);
  checkOptions('trainOnTable', options, TRAINING_OPTION_TYPES);
  if (options.keepRows !== undefined) checkKeptRows(options.keepRows);
  if (options.tuning) checkOptions('tuning', options.tuning, TUNING_OPTION_TYPES);
  const { target, protocol = 'honest', seed = DEFAULT_SEED, executor, signal } = options;
  if (!PROTOCOLS.includes(protocol)) {
    throw new InputError(`protocol is ${JSON.stringify(protocol)}: choose honest or paper`);
  }
  const entry = findClassifier(options.classifier ?? DEFAULT_CLASSIFIER);
  const fixed = fixedOptions(entry, options, seed);
  // Throws for bad options before anything is computed.
  entry.create(fixed);
  const search = options.tuning && tuningPlan(entry, options.tuning, options.classifierOptions ?? {});
  const { notices, notify } = noticeLog(options.onNotice);

  notify([...(table.notices ?? []), ...(options.test?.notices ?? [])]);
  const roles = columnRoles(table, target, options, options.overrides);
  checkWeightable(entry, roles);
  const overrides = withoutRoleColumns(roles, options.overrides);
  const parts = trainingParts(table, target, { ...options, seed, roles });
  notify([...roleNotices(table, roles, overrides), ...parts.notices]);
  const { train, test } = parts;
  const trained = LabelEncoder.from(train.labels).classes;
  checkProbabilitySize(
    table.source,
    { rows: train.rows.length + test.rows.length, classes: trained.length },
    options.memoryLimitBytes,
  );
  const given = options.classifierOptions ?? {};
  const names = [...Object.keys(given), ...gridNames(options.tuning?.grid)];
  const notifyOfOptions = (candidates?: readonly ParameterSettings[]) =>
    notify(optionNotices(entry, { ...given }, { protocol, classes: trained.length, candidates, names }));
  // The candidates of other searches are drawn while they run.
  if (search?.kind !== 'search') notifyOfOptions(search?.candidates);
  const plan = checkDecisionOptions(protocol === 'paper' ? asInThePaper(options) : options, trained);
  const started = performance.now();
  const tuning =
    options.tuning &&
    search &&
    (await searchUntilAborted(
      signal,
      tune(entry, search, fixed, train, options.tuning, {
        ...options,
        overrides,
        seed,
        onProgress: inStage(tuningStage(search), options.onProgress),
        onNotice: (notice) => notify([notice]),
      }),
    ));
  notify(tuning?.notices ?? []);
  if (search?.kind === 'search') notifyOfOptions(tuning?.candidates.map((tried) => tried.options));
  options.onStage?.('preparing the rows');
  const needs = needsOf(entry);
  const rows = prepareRows(train, target, needs, { ...options, overrides });
  const { preparation } = rows;
  const preparedTest = preparation.prepare(test.table, test.rows, { ...needs, rowsName: 'test rows' });
  notify([...rows.notices, ...preparedTest.notices]);
  notify(dataNotices(train, preparation));
  const sharedRows = countSharedValues(
    preparation,
    roles,
    { part: train, matrix: rows.X },
    { part: test, matrix: preparedTest.matrix },
    needs,
  );
  notify(sharedNotices(sharedRows, test.rows.length));

  const { reports, onProgress } = progressLog(inStage('training', options.onProgress));
  const chosen = { ...fixed, ...tuning?.candidates[tuning.best].options };
  const fitted = await fitAndDecide(entry, chosen, rows, train, {
    ...options,
    overrides,
    plan,
    seed,
    notify,
    onFold: inStage('out-of-fold fits', options.onProgress),
    fit: {
      executor,
      onProgress,
      onWarning: (message) => notify([message]),
      signal,
      onStage: options.onStage,
      startedAt,
      validation: protocol === 'paper' ? validationOf(preparation, parts, needs) : undefined,
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const { classifier, calibrator, decision, outOfFold } = fitted;
  if (!classifier.isFitted) throw new TrainingAborted(undefined, signal?.reason);

  options.onStage?.('predicting the test rows');
  const uncalibrated = await withPredictor(classifier, { executor }, (predictor) =>
    predictor.predictProba(preparedTest.matrix),
  );
  const probabilities = calibrator.transform(uncalibrated);
  const predicted = decidedLabels(decision, probabilities, classifier.classes);
  const { positive } = fitted;
  const classes = classCounts(classifier.classes, train.labels, test.labels, train.weights);
  const reference = scoreReference(classifier.classes, { classes, positive });
  const scores = modelScores(test.labels, predicted, probabilities, reference, test.weights);
  const { report } = scores;
  notify(reviewNotices(scores.reviewed, test.labels.length));
  const epochs = epochsOf(reports.at(-1));
  if (epochs.chosen && protocol === 'paper') notify([PAPER_PROTOCOL_NOTICE]);
  const provenance: Provenance = {
    target,
    classes,
    positive,
    rows: { train: train.rows.length, test: test.rows.length },
    roles,
    times: timeSpans(train, test, roles),
    sharedRows,
    protocol,
    seed,
    epochs,
    leftOut: leftOutOf(classifier),
    tuning: tuning && tuningRecord(tuning),
    outOfFold: fitted.outOfFoldScores,
    reading: readingToRepeat(table.reading),
    test: { metrics: report.metrics, perClass: [...report.perClass], shown: shownScores(scores) },
    fingerprint: trainingFingerprint(preparation, target, train),
    version: VERSION,
  };
  const record = trainingRecord(preparation, rows.X, train, classifier.classes, { ...options, seed });
  const heldOut =
    protocol === 'honest'
      ? await heldOutNovelty({ preparation, classifier, provenance, record }, parts.knownTest)
      : undefined;
  const outcome = {
    model: new TableClassifier({
      preparation,
      classifier,
      provenance,
      calibrator,
      decision,
      outOfFold,
      record: heldOut ? { ...record, heldOut } : record,
    }),
    report,
    scores,
    notices,
    seconds,
    bestEpoch: epochs.best,
    rows: provenance.rows,
    sharedRows,
    reports,
    test: {
      X: preparedTest.matrix,
      y: test.labels,
      ...(test.weights && { weights: test.weights }),
      uncalibrated,
      probabilities,
      predicted,
    },
  };
  if (fitted.aborted) throw new TrainingAborted(outcome, signal?.reason);
  return outcome;
}

/** The search; an abort by the signal leaves no model. */
async function searchUntilAborted<T>(signal: AbortSignal | undefined, search: Promise<T>): Promise<T> {
  try {
    return await search;
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    throw new TrainingAborted(undefined, signal.reason);
  }
}

/** The search as the model keeps it. */
function tuningRecord({
  folds,
  best,
  candidates,
  search,
}: Awaited<ReturnType<typeof tune>>): NonNullable<Provenance['tuning']> {
  return { folds, best, candidates, ...(search && { search }) };
}

/** The options of the training and of all candidates of a search. */
function fixedOptions(
  entry: ClassifierEntry,
  { classifierOptions = {} }: TrainOnTableOptions,
  seed: number,
): Record<string, unknown> {
  const own = 'seed' in classifierOptions ? classifierOptions.seed : undefined;
  if (own !== undefined && own !== seed) {
    throw new InputError(
      `seed is ${seed}, but classifierOptions.seed is ${String(own)}: give only seed, which is used for both`,
    );
  }
  return seededOptions(entry, classifierOptions, seed);
}

/** Without calibration and by argmax, unless others are given. */
function asInThePaper(options: DecisionOptions): DecisionOptions {
  const { calibration = 'none', decision, costs, costTable } = options;
  const isByCost = costs !== undefined || costTable !== undefined;
  return { ...options, calibration, decision: decision ?? (isByCost ? undefined : 'argmax') };
}

const PAPER_PROTOCOL_NOTICE =
  'protocol paper: the checkpoint was chosen on the test rows, so the scores are optimistic; ' +
  'protocol honest trains on all training rows';

function sharedNotices(sharedRows: number, testRows: number): string[] {
  if (sharedRows === 0) return [];
  return [
    `test rows that equal a training row in every feature: ${sharedRows} of ${testRows}; ` +
      'the scores are optimistic for new rows',
  ];
}

function validationOf(
  preparation: Preparation,
  { knownTest }: TrainingParts,
  needs: PrepareOptions,
): FitOptions['validation'] {
  const { matrix } = preparation.prepare(knownTest.table, knownTest.rows, needs);
  return { X: matrix, y: knownTest.labels, sampleWeight: knownTest.weights };
}
