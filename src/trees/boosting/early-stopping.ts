/** The early stopping rules of XGBoost and scikit-learn. */
import type { StoppingRule } from './boosting-plan.js';

/** XGBoost's: stops after `patience` rounds without a lower loss, and keeps the rounds up to the lowest. */
export function stopAfterBest(patience: number): StoppingRule {
  let rounds = 0;
  let best = Number.POSITIVE_INFINITY;
  let kept = 0;
  return {
    add(loss) {
      rounds++;
      if (loss < best) {
        best = loss;
        kept = rounds;
      }
      return rounds - kept >= patience;
    },
    get kept() {
      return kept;
    },
  };
}

/**
 * scikit-learn's: stops if the loss is not lower, by more than `tolerance`, than any of the last `patience` improving
 * ones; keeps all rounds. `scale`: scikit-learn's deviance of two classes is twice the mean log loss.
 */
export function stopWithoutChange(patience: number, tolerance: number, scale: number): StoppingRule {
  const last = new Float64Array(patience).fill(Number.POSITIVE_INFINITY);
  let rounds = 0;
  return {
    add(loss) {
      const deviance = scale * loss;
      const improves = last.some((earlier) => deviance + tolerance < earlier);
      if (improves) last[rounds % patience] = deviance;
      rounds++;
      return !improves;
    },
    get kept() {
      return rounds;
    },
  };
}
