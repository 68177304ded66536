/** The two libraries' rules of early stopping. */
import type { StoppingRule } from './boosting-plan.js';

/** XGBoost's: stops when the lowest loss is `patience` rounds ago, and keeps the rounds up to it. */
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
 * scikit-learn's: stops when the loss is not lower by more than `tolerance` than any of the last `patience`
 * ones that were; keeps all rounds. Its deviance of two classes is twice the mean log loss: `scale`.
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
