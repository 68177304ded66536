/** The result of a comparison as one JSON object. */
import { type Comparison, type FitScores, isSignificant } from '../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../pipeline/comparison/comparison-sentences.js';
import { shownMetrics } from '../pipeline/shown-scores.js';

/** Everything but the predictions and the paper's harmonic F1. A t that is infinite is null. */
export function comparisonJson(comparison: Comparison) {
  const { ranked, pairs, baselines, ...rest } = comparison;
  const shown = (scores: FitScores | null) => scores && shownMetrics(scores, 'honest');
  return {
    ...rest,
    ranked: ranked.map(({ predictions, scores, means, ...each }) => ({
      ...each,
      scores: scores.map(shown),
      means: shown(means),
    })),
    baselines: baselines.map(({ name, scores, means }) => ({
      name,
      scores: scores.map(shown),
      means: shown(means),
    })),
    pairs: pairs.map((pair) => ({
      ...pair,
      first: ranked[pair.first].name,
      second: ranked[pair.second].name,
      toldApart: isSignificant(pair),
    })),
    sentences: comparisonSentences(comparison),
  };
}
