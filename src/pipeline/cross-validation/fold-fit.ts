/**
 * One fit of a cross-validation: a classifier trained on all folds but one, and its predictions for that one.
 * Everything is fitted on the training folds: the preparation, and all that the classifier does with its rows, such as
 * SMOTE and the choice of a checkpoint.
 */
import { LabelEncoder } from '../../classifiers/contract/labels.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import type { PrepareOptions } from '../../tables/preparation/prepare-options.js';
import { placesOfFold } from '../../tables/split/folds-of-rows.js';
import { stratifiedSample } from '../../tables/split/stratified-sample.js';
import { findClassifier } from '../find-classifier.js';
import { fitOnRows, needsOf, type PreparedRows, prepareRows } from '../fit-on-rows.js';
import { type Part, partAt } from '../part.js';

/** Shared by all fits of a search or a comparison; plain data, so that it can be sent to a thread. */
export interface FoldWork extends Part {
  readonly target: string;
  /** For each repeat the fold, from 0, in which each of `rows` is tested; -1 for rows that are in none. */
  readonly foldsOfRows: readonly Int32Array[];
  /** See `Folds`. */
  readonly forward?: boolean;
  readonly overrides?: ColumnOverrides;
  readonly memoryLimitBytes?: number;
}

export interface FoldFit {
  readonly classifier: string;
  /** The classifier's options, including the seed. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly repeat: number;
  readonly fold: number;
  /** Fit on a stratified sample of the training rows, a share of them; default all. */
  readonly sample?: RowSample;
}

/** A share of rows, above 0 and below 1, and the seed that draws them. */
export interface RowSample {
  readonly share: number;
  readonly seed: number;
}

/** Predictions for the rows of a fold, in their order (`placesOfFold`). */
export interface FoldPredictions {
  /** Of the other folds, in the order of the columns of `probabilities`. */
  readonly classes: readonly Label[];
  /** Rows x classes, before any calibration. */
  readonly probabilities: Float32Array;
  /** Duration of the classifier's training. */
  readonly seconds: number;
}

/** The predictions, or why the classifier could not be fitted. */
export type FoldOutcome = FoldPredictions | { readonly failure: string };

/** Prepared folds are kept for the next classifiers up to this total size. */
const MOST_KEPT_BYTES = 2 ** 28;

/** Runs fits one after the other; a fold is prepared once for several classifiers. */
export class FoldFitter {
  readonly #prepared = new Map<string, PreparedFold>();
  #keptBytes = 0;

  constructor(readonly work: FoldWork) {}

  /** Rejects with the signal's reason if it is aborted, and for defects; an `InputError` becomes a failure. */
  async run(fit: FoldFit, signal?: AbortSignal): Promise<FoldOutcome> {
    try {
      const entry = findClassifier(fit.classifier);
      const { train, test } = this.#fold(fit, needsOf(entry));
      const fitted = await fitOnRows(entry, fit.options, train, { signal });
      if (fitted.aborted) throw signal?.reason;
      const { classifier, seconds } = fitted;
      const { data } = await classifier.predictProba(test.X);
      return { classes: classifier.classes, probabilities: data, seconds };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { failure: error.message };
    }
  }

  #fold({ repeat, fold, sample }: FoldFit, needs: ReturnType<typeof needsOf>): PreparedFold {
    const key = `${repeat} ${fold} ${needs.keepMissing} ${needs.form} ${sample?.share} ${sample?.seed}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) return known;
    const prepared = prepareFold(this.work, { repeat, fold, sample }, needs);
    const bytes = prepared.train.X.data.byteLength + prepared.test.X.data.byteLength;
    if (this.#keptBytes + bytes > MOST_KEPT_BYTES) {
      this.#prepared.clear();
      this.#keptBytes = 0;
    }
    this.#prepared.set(key, prepared);
    this.#keptBytes += bytes;
    return prepared;
  }
}

interface PreparedFold {
  readonly train: PreparedRows;
  readonly test: { readonly X: FeatureMatrix; readonly y: readonly Label[] };
}

function prepareFold(
  work: FoldWork,
  { repeat, fold, sample }: Omit<FoldFit, 'classifier' | 'options'>,
  needs: PrepareOptions,
): PreparedFold {
  const { target, foldsOfRows, forward } = work;
  const places = placesOfFold({ ofRow: foldsOfRows[repeat], forward }, fold);
  const whole = partAt(work, places.train);
  const train = prepareRows(sample ? sampledPart(whole, sample) : whole, target, needs, work);
  const test = partAt(work, places.test);
  const { matrix } = train.preparation.prepare(work.table, test.rows, needs);
  return { train, test: { X: matrix, y: test.labels } };
}

function sampledPart(part: Part, { share, seed }: RowSample): Part {
  const encoder = LabelEncoder.from(part.labels);
  const classes = encoder.classes.length;
  const most = Math.max(classes, Math.round(share * part.rows.length));
  const random = new RandomStream(seed, 'share of the rows');
  return partAt(part, stratifiedSample(encoder.encode(part.labels), classes, most, random));
}
