/** Plan of a comparison: the rows of each split, and all fits in order. */
import { seededOptions } from '../../classifiers/contract/seeded-options.js';
import type { ClassifierName } from '../../classifiers/names.js';
import {
  checkDecisionOptions,
  type DecisionOptions,
  type DecisionPlan,
} from '../../decision/decision-options.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { checkProbabilitySize } from '../../tables/preparation/matrix-size.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { extractTarget, type TargetOptions } from '../../tables/preparation/target.js';
import { placesOfFold, testFolds } from '../../tables/split/folds-of-rows.js';
import type { Folds } from '../../tables/split/stratified-folds.js';
import type { Table } from '../../tables/table.js';
import {
  type ColumnRoles,
  columnRoles,
  type RoleOptions,
  roleNotices,
  withoutRoleColumns,
} from '../column-roles/column-roles.js';
import type { FoldFit, FoldWork } from '../cross-validation/fold-fit.js';
import { dataNotices } from '../data-notices.js';
import { DEFAULT_COMPARISON_FOLDS, DEFAULT_REPEATS, DEFAULT_SEED } from '../defaults.js';
import { scoreReference } from '../model-scores.js';
import { byClassifier, optionNotices } from '../option-notices.js';
import { trainingPart } from '../part.js';
import { classCounts } from '../provenance.js';
import { type ScoreMetric, scoreMetric } from '../score-metrics.js';
import { type CheckedChoice, type ClassifierChoice, checkedChoices } from './classifier-choices.js';
import { FAST_CLASSIFIERS } from './classifier-sets.js';
import type { ComparisonSplit } from './comparison.js';

/** The classifiers to compare, and the rows to compare them on. */
export interface PlanOptions extends TargetOptions, DecisionOptions, RoleOptions {
  /** Name of the column to predict. */
  readonly target: string;
  /** Each once, by name or with options; default `FAST_CLASSIFIERS`. */
  readonly classifiers?: readonly (ClassifierName | ClassifierChoice)[];
  /** Number of folds, each of which is tested on once per repeat; default 5. */
  readonly folds?: number;
  /** Repetitions of the cross-validation, each with new folds; default 2. Folds in time have no others: 1. */
  readonly repeats?: number;
  /** Repeat r (from 0) seeds its folds and its classifiers with seed + r; default 42. */
  readonly seed?: number;
  /** Columns to treat differently than their content suggests. */
  readonly overrides?: ColumnOverrides;
  /**
   * The score by which classifiers are ranked and tested: `macro-f1` (default), `balanced-accuracy`, `mcc`, `accuracy`,
   * `average-precision`, `roc-auc`, `log-loss`, `brier-score`, `brier-skill`, `calibration-error`, or of the positive
   * class `recall`, `precision`, `f1`, `f2`, `class-average-precision`, `class-roc-auc`, `recall-at-k`, `precision-at-k`,
   * `lift-at-k` (k: 10 % of the rows). Decisions are tuned for it if `decision` and costs are not given and it is a metric
   * of decisions.
   */
  readonly metric?: string;
  /** Memory limit for the prepared rows of a fit; default 2 GiB. */
  readonly memoryLimitBytes?: number;
}

const DEFAULT_METRIC = 'macro-f1';

export interface ComparisonPlan {
  readonly work: FoldWork;
  readonly roles: ColumnRoles | undefined;
  readonly classes: readonly Label[];
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  readonly splits: readonly ComparisonSplit[];
  readonly choices: readonly CheckedChoice[];
  /** Classifier by classifier, each on all splits in their order. */
  readonly fits: readonly FoldFit[];
  /** How the probabilities of every classifier are calibrated and classes decided. */
  readonly decision: DecisionPlan;
  readonly metric: ScoreMetric;
  /** The class that recall and precision are about. */
  readonly positive: Label;
  readonly notices: readonly string[];
}

/** @throws InputError if the table or an option cannot be used. */
export function planComparison(table: Table, options: PlanOptions): ComparisonPlan {
  const {
    target,
    folds = DEFAULT_COMPARISON_FOLDS,
    repeats = options.time === undefined ? DEFAULT_REPEATS : 1,
    seed = DEFAULT_SEED,
  } = options;
  const { memoryLimitBytes } = options;
  if (!Number.isSafeInteger(repeats) || repeats < 1) {
    throw new InputError(`repeats is ${repeats}: give a positive integer`, { optionNames: ['repeats'] });
  }
  if (options.time !== undefined && repeats > 1) {
    throw new InputError(`repeats is ${repeats}, but folds in time are the same in every repeat: omit it`, {
      optionNames: ['repeats'],
    });
  }
  const metric = scoreMetric(options.metric ?? DEFAULT_METRIC);
  const choices = checkedChoices(options.classifiers ?? FAST_CLASSIFIERS);
  const { labels, classes, notices: targetNotices } = extractTarget(table, target, options);
  const roles = columnRoles(table, target, options, options.overrides);
  const overrides = withoutRoleColumns(roles, options.overrides);
  const { part, notices: partNotices } = trainingPart(table, labels, roles);
  checkProbabilitySize(table.source, { rows: part.rows.length, classes: classes.length }, memoryLimitBytes);
  const repeatedFolds = Array.from({ length: repeats }, (_, repeat) =>
    testFolds(part.labels, folds, new RandomStream(seed + repeat, 'folds'), part.split),
  );
  const splits = repeatedFolds.flatMap(splitsOf);
  // A table that cannot be prepared is an error here, instead of a failure of every fit.
  const preparation = Preparation.fit(
    table,
    part.rows.length === table.rows ? undefined : part.rows,
    target,
    { ...overrides, memoryLimitBytes },
  );
  return {
    work: {
      ...part,
      target,
      foldsOfRows: repeatedFolds.map(({ ofRow }) => ofRow),
      forward: repeatedFolds[0].forward,
      overrides,
      memoryLimitBytes,
    },
    roles,
    classes,
    folds,
    repeats,
    seed,
    splits,
    choices,
    decision: checkDecisionOptions(withDecisionFor(metric, options), classes),
    metric,
    positive: positiveOf(part.labels, classes, options),
    fits: choices.flatMap((choice) => fitsOf(choice, splits, seed)),
    notices: [
      ...new Set([
        ...(table.notices ?? []),
        ...byClassifier(choices.map((choice) => noticesOf(choice, classes.length))),
        ...targetNotices,
        ...roleNotices(table, roles, overrides),
        ...partNotices,
        ...repeatedFolds[0].notices,
        ...preparation.notices,
        ...dataNotices(part, preparation),
      ]),
    ],
  };
}

/** What is said of the options of a classifier. */
function noticesOf({ entry, options, given: names }: CheckedChoice, classes: number) {
  const notices = optionNotices(entry, options, { protocol: 'honest', classes, names });
  return { name: entry.name, notices };
}

/** The options with the decision that is tuned for the metric, unless they name a decision or costs. */
export function withDecisionFor<Options extends DecisionOptions>(
  { decision }: ScoreMetric,
  options: Options,
): Options {
  const { decision: given, costs, costTable } = options;
  // Macro F1 is the default of the decision too.
  return decision === undefined || decision === DEFAULT_METRIC || (given ?? costs ?? costTable) !== undefined
    ? options
    : { ...options, decision };
}

function positiveOf(labels: readonly Label[], classes: readonly Label[], { positive }: DecisionOptions) {
  return scoreReference(classes, {
    classes: classCounts(classes, labels, []),
    positive: classes.find((label) => String(label) === positive),
  }).positive;
}

function splitsOf(folds: Folds, repeat: number): ComparisonSplit[] {
  return Array.from({ length: folds.count }, (_, fold) => {
    const { train, test } = placesOfFold(folds, fold);
    return { repeat, fold, trainRows: train.length, testRows: test.length };
  });
}

function fitsOf(
  { entry, options }: CheckedChoice,
  splits: readonly ComparisonSplit[],
  seed: number,
): FoldFit[] {
  return splits.map(({ repeat, fold }) => ({
    classifier: entry.name,
    options: seededOptions(entry, options, seed + repeat),
    repeat,
    fold,
  }));
}
