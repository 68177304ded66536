/**
 * Fitting on rows of a table, as a training, the final model of a comparison and every fit of a cross-validation do it:
 * the preparation first, then the classifier on what it gives, and the decision from the classifier's probabilities.
 */
import type { Classifier, FitOptions, FitProgress } from '../classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../classifiers/contract/classifier-entry.js';
import { Argmax } from '../decision/argmax.js';
import type { Decision } from '../decision/decision.js';
import type { FeatureMatrix, Label } from '../matrix.js';
import type { ColumnOverrides } from '../tables/preparation/column-overrides.js';
import { Preparation, type PrepareOptions } from '../tables/preparation/preparation.js';
import type { Part } from './training-parts.js';

/** How rows of a table are prepared for a classifier that is to be fitted on them, or that was. */
export function needsOf({
  acceptsMissing,
  form,
}: Pick<ClassifierEntry, 'acceptsMissing' | 'form'>): Required<PrepareOptions> {
  return { keepMissing: acceptsMissing, form };
}

/** Training rows as a classifier takes them. */
export interface PreparedRows {
  /** Fitted on these rows. */
  readonly preparation: Preparation;
  readonly X: FeatureMatrix;
  readonly y: readonly Label[];
  /** What a user should know of the columns and the values. */
  readonly notices: readonly string[];
}

export interface PrepareRowsOptions {
  readonly overrides?: ColumnOverrides;
  readonly memoryLimitBytes?: number;
}

/**
 * Fits a preparation on the rows and prepares them by it.
 *
 * @param target the column that is left out
 * @param needs `needsOf` the classifier
 * @throws InputError as `Preparation.fit` and `Preparation.prepare`.
 */
export function prepareRows(
  { table, rows, labels }: Part,
  target: string,
  needs: PrepareOptions,
  { overrides, memoryLimitBytes }: PrepareRowsOptions,
): PreparedRows {
  const preparation = Preparation.fit(table, rows, target, { ...overrides, memoryLimitBytes });
  const { matrix, notices } = preparation.prepare(table, rows, needs);
  return { preparation, X: matrix, y: labels, notices: [...preparation.notices, ...notices] };
}

/** With `preparation` the parts of a `TableClassifier`. */
export interface FittedRows {
  readonly preparation: Preparation;
  readonly classifier: Classifier;
  readonly decision: Decision;
  /** The signal stopped the fit: the classifier has the best state until then, if there is one (`isFitted`). */
  readonly aborted: boolean;
  /** Duration of the classifier's fit. */
  readonly seconds: number;
}

/**
 * Fits the classifier of `entry` with `options` on the rows. An abort through the signal is a result.
 *
 * @throws InputError for options or rows that the classifier refuses.
 */
export async function fitOnRows(
  entry: ClassifierEntry,
  options: Readonly<Record<string, unknown>>,
  { preparation, X, y }: PreparedRows,
  fitOptions: FitOptions,
): Promise<FittedRows> {
  const { signal } = fitOptions;
  const classifier = entry.create(options);
  let aborted = false;
  const started = performance.now();
  try {
    await classifier.fit(X, y, fitOptions);
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    aborted = true;
  }
  const seconds = (performance.now() - started) / 1000;
  return { preparation, classifier, decision: new Argmax(), aborted, seconds };
}

/** Keeps what a fit reports, and hands it on. */
export function progressLog(handOn: FitOptions['onProgress']): {
  readonly reports: readonly FitProgress[];
  readonly onProgress: (progress: FitProgress) => void;
} {
  const reports: FitProgress[] = [];
  return {
    reports,
    onProgress(progress) {
      reports.push(progress);
      handOn?.(progress);
    },
  };
}
