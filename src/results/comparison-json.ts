/** The result of a comparison as one JSON object. */
import { type Comparison, isSignificant } from '../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../pipeline/comparison/comparison-sentences.js';

/** Everything but the predictions. A t that is infinite is null. */
export function comparisonJson(comparison: Comparison) {
  const { ranked, pairs, ...rest } = comparison;
  return {
    ...rest,
    ranked: ranked.map(({ predictions, ...each }) => each),
    pairs: pairs.map((pair) => ({
      ...pair,
      first: ranked[pair.first].name,
      second: ranked[pair.second].name,
      toldApart: isSignificant(pair),
    })),
    sentences: comparisonSentences(comparison),
  };
}
