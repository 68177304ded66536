/**
 * Fits one member of an ensemble on all rows except a fold, and predicts the fold. Input and output are plain data,
 * so that any executor can run it.
 */
import { InputError } from '../../../errors.js';
import type { FeatureMatrix, Label } from '../../../matrix.js';
import type { Classifier, FitOptions, FitProgress, ModelTensor } from '../../contract/classifier.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import type { ValuesProblem } from '../../contract/fitted-model.js';
import { takeRows } from '../../contract/labelled-rows.js';
import { spread } from '../../contract/probabilities.js';
import { type FeatureTransform, transformed } from './feature-transform.js';
import { type Pace, StepTimes } from './step-times.js';

/** Milliseconds; timers count them in 32 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface MemberFit {
  /** Name in the registry. */
  readonly classifier: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly transform: FeatureTransform;
  /** Held-out rows, ascending; may be empty. */
  readonly heldOut: Int32Array;
  /**
   * After this time, and `leastSteps` epochs, rounds or trees, training stops and the best state so far is kept. Default:
   * no limit.
   */
  readonly seconds?: number;
  /** Default 1. */
  readonly leastSteps?: number;
}

export interface FittedMember {
  /** From the fitted classifier's `toJSON` and `tensors`; its labels are class indices. */
  readonly state: unknown;
  readonly tensors: Map<string, ModelTensor>;
  /** heldOut x classes. */
  readonly probabilities: Float32Array;
  readonly warnings: readonly string[];
  /** Present if the fit had a limit (`MemberFit.seconds`). */
  readonly pace?: Pace;
}

/** Or the message of the error. */
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
    const pace = await fitInTime(classifier, training.X, Array.from(training.y), fit, {
      sampleWeight: training.weights,
      groups: training.split?.groups,
      times: training.split?.times,
      validation: 'none',
      onWarning: (message) => warnings.push(message),
      warnsOfOptions: false,
      signal,
    });
    const fitted = performance.now();
    const probabilities =
      held.rows === 0
        ? new Float32Array(0)
        : spread(await classifier.predictProba(held), classifier.classes as number[], problem.classes).data;
    const predicting = (performance.now() - fitted) / 1000;
    return {
      state: classifier.toJSON(),
      tensors: classifier.tensors(),
      probabilities,
      warnings,
      ...(pace && {
        pace: {
          ...pace,
          seconds: pace.seconds + predicting,
          startSeconds: pace.startSeconds + predicting,
        },
      }),
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
  { seconds, leastSteps = 1 }: Pick<MemberFit, 'seconds' | 'leastSteps'>,
  options: FitOptions,
): Promise<Pace | undefined> {
  if (seconds === undefined) {
    await classifier.fit(X, y, options);
    return undefined;
  }
  const { signal } = options;
  const over = new AbortController();
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const steps = new StepTimes();
  const stopIfOver = () => {
    if (steps.done >= leastSteps && elapsed() >= seconds) over.abort();
  };
  const onProgress = (progress: FitProgress) => {
    steps.add(progress, elapsed());
    stopIfOver();
  };
  // An epoch may be long.
  const timer = setTimeout(stopIfOver, Math.min(LONGEST_TIMER, 1000 * seconds + 1));
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  try {
    await classifier.fit(X, y, { ...options, onProgress, signal: either });
    return { ...steps.pace(elapsed()), share: 1, seconds: elapsed() };
  } catch (error) {
    signal?.throwIfAborted();
    if (!over.signal.aborted) throw error;
    if (!classifier.isFitted)
      throw new InputError(`no checkpoint within ${seconds.toFixed(1)} s: allow more time`);
    return steps.pace(elapsed());
  } finally {
    clearTimeout(timer);
  }
}

function complement(rows: Int32Array, count: number): Int32Array {
  const excluded = new Set(rows);
  return Int32Array.from({ length: count }, (_, i) => i).filter((row) => !excluded.has(row));
}
