/**
 * Fits one member of an ensemble on all rows except a fold, and predicts the fold. Input and output are plain data,
 * so that any executor can run it.
 */
import { InputError } from '../../../errors.js';
import type { FeatureMatrix, Label } from '../../../matrix.js';
import type { Classifier, FitOptions, ModelTensor } from '../../contract/classifier.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import type { ValuesProblem } from '../../contract/fitted-model.js';
import { takeRows } from '../../contract/labelled-rows.js';
import { spread } from '../../contract/probabilities.js';
import { type FeatureTransform, transformed } from './feature-transform.js';

export interface MemberFit {
  /** Name in the registry. */
  readonly classifier: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly transform: FeatureTransform;
  /** Held-out rows, ascending; may be empty. */
  readonly heldOut: Int32Array;
  /**
   * After this time, and at least one epoch, round or tree, training stops and the best state so far is kept. Default: no
   * limit.
   */
  readonly seconds?: number;
}

export interface FittedMember {
  /** From the fitted classifier's `toJSON` and `tensors`; its labels are class indices. */
  readonly state: unknown;
  readonly tensors: Map<string, ModelTensor>;
  /** heldOut x classes. */
  readonly probabilities: Float32Array;
  readonly warnings: readonly string[];
}

/** Or the message of the `InputError`. */
export type MemberFitResult = FittedMember | { readonly failure: string };

/**
 * The last checkpoint is kept: one that is chosen on the held-out rows would flatter their predictions.
 *
 * @throws the signal's reason, and any error that is not an `InputError`
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
  const held = takeRows({ ...problem, X }, fit.heldOut).X;
  try {
    const classifier = entry.create(fit.options);
    await fitInTime(classifier, training.X, Array.from(training.y), fit.seconds, {
      sampleWeight: training.weights,
      groups: training.split?.groups,
      times: training.split?.times,
      validation: 'none',
      onWarning: (message) => warnings.push(message),
      signal,
    });
    return {
      state: classifier.toJSON(),
      tensors: classifier.tensors(),
      probabilities:
        held.rows === 0
          ? new Float32Array(0)
          : spread(await classifier.predictProba(held), classifier.classes as number[], problem.classes).data,
      warnings,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { failure: error.message };
  }
}

/** Fits, or stops after `seconds` with the best state so far. Throws `InputError` if there is none. */
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
      throw new InputError(`no checkpoint within ${seconds.toFixed(1)} s: allow more time`);
  }
}

function complement(rows: Int32Array, count: number): Int32Array {
  const excluded = new Set(rows);
  return Int32Array.from({ length: count }, (_, i) => i).filter((row) => !excluded.has(row));
}
