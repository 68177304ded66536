/** Weights of the candidates, and of the prior corrections of their probabilities, in the ensemble. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import type { TrainingData } from '../../../training/training-data.js';
import type { OutOfFold } from '../../contract/classifier.js';
import { correctPriors } from '../cross-fitting/prior-correction.js';
import type { FittedCandidate } from './fit-candidates.js';
import { selectEnsemble, weightedMean } from './greedy-selection.js';
import { type SelectionMetric, selectionScores } from './selection-score.js';

/** A candidate's weight in the ensemble. */
export interface Share {
  /** Index of the candidate. */
  readonly candidate: number;
  readonly correction: number;
  /** Positive; all weights sum to 1. */
  readonly weight: number;
}

export interface ChooseOptions {
  readonly metric: SelectionMetric;
  readonly bags: number;
  readonly picks: number;
  readonly random: RandomStream;
  /** See `SelectionOptions`. */
  readonly deadline?: number;
}

/** Most rows of a bag: more do not improve the selection. */
const BAG_ROWS = 5000;
/** Smaller weights are dropped: they change no decision but cost prediction time. */
const SMALLEST_WEIGHT = 0.02;

/**
 * By bagged ensemble selection on the out-of-fold predictions; equal weights of the corrected candidates if there are
 * none, or if the selection does not score better on out-of-bag rows. Rows are counted by weight.
 *
 * @param frequencies each class's share of the total row weight
 */
export async function chooseWeights(
  fitted: readonly FittedCandidate[],
  { y, weights: rowWeights }: Pick<TrainingData, 'y' | 'weights'>,
  frequencies: readonly number[],
  { metric, bags, picks, random, deadline }: ChooseOptions,
): Promise<{ readonly shares: readonly Share[]; readonly outOfFold: OutOfFold | undefined }> {
  const variants = fitted.flatMap(({ candidate, outOfFold }, index) =>
    candidate.corrections.map((correction) => ({
      candidate: index,
      correction,
      isDefault: correction === Math.max(...candidate.corrections),
      predictions: outOfFold && correctPriors(outOfFold, frequencies, correction),
    })),
  );
  const defaults = variants.filter(({ isDefault }) => isDefault);
  const equal = variants.map(({ isDefault }) => (isDefault ? 1 / defaults.length : 0));
  const predictions = variants.flatMap(({ predictions: P }) => (P ? [P] : []));
  const hasOutOfFold = predictions.length === variants.length;
  const weights = hasOutOfFold
    ? await selectEnsemble(predictions, y, equal, {
        weights: rowWeights,
        score: selectionScores[metric],
        picks,
        bags,
        bagRows: BAG_ROWS,
        random,
        deadline,
      })
    : equal;
  const largest = Math.max(...weights);
  const kept = weights.map((weight) => (weight < Math.min(SMALLEST_WEIGHT, largest) ? 0 : weight));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  const shares = variants.flatMap(({ candidate, correction }, i) =>
    kept[i] > 0 ? [{ candidate, correction, weight: kept[i] / total }] : [],
  );
  return {
    shares,
    outOfFold: hasOutOfFold ? { probabilities: weightedMean(predictions, kept), y } : undefined,
  };
}
