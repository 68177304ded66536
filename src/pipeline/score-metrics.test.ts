import { describe, expect, it } from 'vitest';
import { scoreMetric } from './score-metrics.js';

describe('scoreMetric', () => {
  it.each([
    ['average_precision', 'average-precision'],
    ['roc_auc', 'roc-auc'],
    ['f1_macro', 'macro-f1'],
    ['balanced_accuracy', 'balanced-accuracy'],
    ['matthews_corrcoef', 'mcc'],
    ['neg_log_loss', 'log-loss'],
    ['f2', 'f2'],
  ])('knows the name %s', (given, name) => {
    expect(scoreMetric(given).name).toBe(name);
  });

  it.each([
    ['average_precison', 'average-precision'],
    ['roc_auk', 'roc-auc'],
    ['f1_marco', 'f1-macro'],
  ])('has a suggestion for %s', (given, near) => {
    expect(() => scoreMetric(given)).toThrow(
      new RegExp(`^metric is "${given}": choose .* Did you mean .*"${near}"`),
    );
  });
});
