/**
 * Fitting on rows of a table, for a training, the final model of a comparison and every fit of a cross-validation:
 * first the preparation, then the classifier on the prepared rows.
 */
import type { Classifier, FitOptions, FitProgress } from '../classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../classifiers/contract/classifier-entry.js';
import type { FeatureMatrix, Label } from '../matrix.js';
import type { ColumnOverrides } from '../tables/preparation/column-overrides.js';
import { Preparation } from '../tables/preparation/preparation.js';
import type { PrepareOptions } from '../tables/preparation/prepare-options.js';
import type { SplitRules } from '../tables/split/split-rules.js';
import type { Part } from './part.js';

/** How a classifier needs its rows prepared, for fitting and for prediction. */
export function needsOf({
  acceptsMissing,
  form,
}: Pick<ClassifierEntry, 'acceptsMissing' | 'form'>): Required<Pick<PrepareOptions, 'keepMissing' | 'form'>> {
  return { keepMissing: acceptsMissing, form };
}

/** Training rows prepared for a classifier. */
export interface PreparedRows {
  /** Fitted on these rows. */
  readonly preparation: Preparation;
  readonly X: FeatureMatrix;
  readonly y: readonly Label[];
  /** See `Part`. */
  readonly weights?: Float64Array;
  readonly split?: SplitRules;
  /** Notices about the columns and the values. */
  readonly notices: readonly string[];
}

export interface PrepareRowsOptions {
  readonly overrides?: ColumnOverrides;
  readonly memoryLimitBytes?: number;
}

/**
 * Fits a preparation on the rows and prepares them with it.
 *
 * @param target the target column, which is not a feature
 * @param needs `needsOf` the classifier
 * @throws InputError as `Preparation.fit` and `Preparation.prepare`.
 */
export function prepareRows(
  { table, rows, labels, weights, split }: Part,
  target: string,
  needs: PrepareOptions,
  { overrides, memoryLimitBytes }: PrepareRowsOptions,
): PreparedRows {
  const preparation = Preparation.fit(table, rows, target, { ...overrides, memoryLimitBytes });
  const { matrix, notices } = preparation.prepare(table, rows, needs);
  return {
    preparation,
    X: matrix,
    y: labels,
    weights,
    split,
    notices: [...preparation.notices, ...notices],
  };
}

export interface FittedRows {
  readonly preparation: Preparation;
  readonly classifier: Classifier;
  /** Whether the signal stopped the fit; the classifier then has the best state so far, if any (`isFitted`). */
  readonly aborted: boolean;
  /** Duration of the classifier's fit. */
  readonly seconds: number;
}

/** Options under which a classifier holds out validation rows of its own. */
const HOLD_OUT_OPTIONS = ['validationFraction', 'refit', 'earlyStoppingRounds', 'nIterNoChange'];

/** Whether the options given to a classifier ask for validation rows. */
export function holdsOut(options: Readonly<Record<string, unknown>>): boolean {
  return HOLD_OUT_OPTIONS.some((name) => ![undefined, null, false].includes(options[name] as never));
}

/**
 * Fits the classifier of `entry` with `options` on the rows: on all of them, unless `fitOptions` has validation rows or
 * `options` ask for some. An abort by the signal is a result, not an error.
 *
 * @throws InputError for options or rows that the classifier refuses.
 */
export async function fitOnRows(
  entry: ClassifierEntry,
  options: Readonly<Record<string, unknown>>,
  { preparation, X, y, weights, split }: PreparedRows,
  fitOptions: FitOptions,
): Promise<FittedRows> {
  const { signal } = fitOptions;
  const validation = fitOptions.validation ?? (holdsOut(options) ? undefined : 'none');
  const classifier = entry.create(options);
  let aborted = false;
  const started = performance.now();
  try {
    const rules = { groups: split?.groups, times: split?.times };
    const columns = { columnNames: preparation.featureNames, unusedColumns: preparation.droppedColumns };
    // What the user's options do not do is said before (`optionNotices`).
    const own = { sampleWeight: weights, validation, warnsOfOptions: false };
    await classifier.fit(X, y, { ...fitOptions, ...rules, ...columns, ...own });
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    aborted = true;
  }
  const seconds = (performance.now() - started) / 1000;
  return { preparation, classifier, aborted, seconds };
}

/** Keeps the progress reports of a fit, and forwards them. */
export function progressLog(forward: FitOptions['onProgress']): {
  readonly reports: readonly FitProgress[];
  readonly onProgress: (progress: FitProgress) => void;
} {
  const reports: FitProgress[] = [];
  return {
    reports,
    onProgress(progress) {
      reports.push(progress);
      forward?.(progress);
    },
  };
}
