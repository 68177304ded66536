/**
 * The fit of one member of an ensemble: a classifier learns all rows but those of a fold and predicts these. Plain data
 * in and out, so that any executor can do it.
 */
import { InputError } from '../../../errors.js';
import type { FeatureMatrix, Label } from '../../../matrix.js';
import type { LabelledRows } from '../../../training/training-data.js';
import type { Classifier, FitOptions, ModelTensor } from '../../contract/classifier.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import { takeRows } from '../../contract/labelled-rows.js';
import type { ValuesProblem } from '../../contract/learning-classifier.js';
import { spread } from '../../contract/probabilities.js';
import { type FeatureTransform, transformed } from './feature-transform.js';

export interface MemberFit {
  /** A name of the registry. */
  readonly classifier: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly transform: FeatureTransform;
  /** Rows that are not learned from, rising; may be empty. */
  readonly heldOut: Int32Array;
  /**
   * After this time, and at least one epoch, round or tree, training stops and the best state so far is kept. Default: no
   * limit.
   */
  readonly seconds?: number;
}

export interface FittedMember {
  /** What the fitted classifier's `toJSON` and `tensors` gave; its labels are class indices. */
  readonly state: unknown;
  readonly tensors: Map<string, ModelTensor>;
  /** heldOut x classes. */
  readonly probabilities: Float32Array;
  readonly warnings: readonly string[];
}

/** Or what of the rows or options the classifier cannot use. */
export type MemberFitResult = FittedMember | { readonly failure: string };

/**
 * The rows held out choose the checkpoint of classifiers that choose one.
 *
 * @throws whatever the signal's reason is, and what is no fault of the input.
 */
export async function fitMember(
  entry: ClassifierEntry,
  fit: MemberFit,
  problem: ValuesProblem,
  signal?: AbortSignal,
): Promise<MemberFitResult> {
  const warnings: string[] = [];
  const X = transformed(problem.X, fit.transform);
  const training = takeRows({ ...problem, X }, complement(fit.heldOut, X.rows));
  const held = takeRows({ ...problem, X }, fit.heldOut);
  try {
    const classifier = entry.create(fit.options);
    await fitInTime(classifier, training.X, Array.from(training.y), fit.seconds, {
      sampleWeight: training.weights,
      validation: validationRows(held, training.y),
      onWarning: (message) => warnings.push(message),
      signal,
    });
    return {
      state: classifier.toJSON(),
      tensors: classifier.tensors(),
      probabilities:
        held.X.rows === 0
          ? new Float32Array(0)
          : spread(await classifier.predictProba(held.X), classifier.classes as number[], problem.classes)
              .data,
      warnings,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { failure: error.message };
  }
}

/** Fits, or stops after `seconds` with what has been learned by then. Throws `InputError` when that is nothing. */
async function fitInTime(
  classifier: Classifier,
  X: FeatureMatrix,
  y: readonly Label[],
  seconds: number | undefined,
  options: FitOptions,
): Promise<void> {
  if (seconds === undefined) {
    await classifier.fit(X, y, options);
    return;
  }
  const { signal } = options;
  const over = new AbortController();
  const deadline = performance.now() + 1000 * seconds;
  const onProgress = () => {
    if (performance.now() >= deadline) over.abort();
  };
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    await classifier.fit(X, y, { ...options, onProgress, signal: either });
  } catch (error) {
    signal?.throwIfAborted();
    if (!over.signal.aborted) throw error;
    if (!classifier.isFitted)
      throw new InputError(`it learned nothing in ${seconds.toFixed(1)} s: allow more time`);
  }
}

/** The rows whose class was learned; undefined if there are none. */
function validationRows(held: LabelledRows<FeatureMatrix>, learned: Int32Array): FitOptions['validation'] {
  const classes = new Set(learned);
  const rows = Int32Array.from(held.y.keys()).filter((row) => classes.has(held.y[row]));
  if (rows.length === 0) return undefined;
  const { X, y, weights } = takeRows(held, rows);
  return { X, y: Array.from(y), sampleWeight: weights };
}

function complement(rows: Int32Array, count: number): Int32Array {
  const excluded = new Set(rows);
  return Int32Array.from({ length: count }, (_, i) => i).filter((row) => !excluded.has(row));
}
