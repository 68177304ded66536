/** How much each candidate, and each correction of its probabilities, counts in the ensemble. */
import type { RandomStream } from '../../../engine/random/random-stream.js';
import type { TrainingData } from '../../../training/training-data.js';
import type { OutOfFold } from '../../contract/classifier.js';
import { correctPriors } from '../cross-fitting/prior-correction.js';
import type { FittedCandidate } from './fit-candidates.js';
import { selectEnsemble, weightedMean } from './greedy-selection.js';
import { type SelectionMetric, selectionScores } from './selection-score.js';

/** One part of the ensemble. */
export interface Share {
  /** Its index. */
  readonly candidate: number;
  readonly correction: number;
  /** Above 0; all sum to 1. */
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

/** More rows than this tell a bag nothing new. */
const BAG_ROWS = 5000;
/** Less is dropped: it changes no decision and costs prediction time. */
const SMALLEST_WEIGHT = 0.02;

/**
 * By bagged ensemble selection on the predictions for rows that were held out; equal weights of the corrected
 * candidates where there are none, and where the selection does not score better on rows outside of its bags. Rows
 * count by their weights.
 *
 * @param frequencies the share of each class in the weight of the rows
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
  const isJudged = predictions.length === variants.length;
  const weights = isJudged
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
    outOfFold: isJudged ? { probabilities: weightedMean(predictions, kept), y } : undefined,
  };
}
