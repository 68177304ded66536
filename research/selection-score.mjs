/** Scores for the selection, larger being better, of probabilities against class indices. */
import { argmaxRows } from '../dist/decision/argmax.js';
import { mean } from '../dist/mean.js';
import { countClasses, ratio } from '../dist/metrics/class-counts.js';
import { macroF1 } from '../dist/metrics/macro-f1.js';
import { averagePrecision } from '../dist/metrics/threshold-curves.js';
export const SELECTION_METRICS = ['macro-f1', 'balanced-accuracy', 'log-loss', 'average-precision'];
export const selectionScores = {
  'macro-f1': (P, y, weights) => macroF1(y, argmaxRows(P), P.columns, weights),
  'balanced-accuracy': (P, y, weights) => {
    const { correct, support } = countClasses(y, argmaxRows(P), P.columns, weights);
    const recalls = Array.from(support.keys())
      .filter((c) => support[c] > 0)
      .map((c) => ratio(correct[c], support[c]));
    return mean(recalls);
  },
  /** The negative mean of ln p of the true class, p at least 1e-15 as in older scikit-learn. */
  'log-loss': (P, y, weights) => {
    let sum = 0;
    let total = 0;
    y.forEach((c, i) => {
      const weight = weights ? weights[i] : 1;
      sum += weight * Math.log(Math.max(1e-15, P.data[i * P.columns + c]));
      total += weight;
    });
    return sum / total;
  },
  /** Macro-averaged one-vs-rest average precision. */
  'average-precision': (P, y, weights) => {
    const classes = [...new Set(y)].sort((a, b) => a - b);
    return mean(
      classes.map((c) =>
        averagePrecision(
          Array.from(y, (label) => label === c),
          Array.from(y, (_, i) => P.data[i * P.columns + c]),
          weights,
        ),
      ),
    );
  },
};
