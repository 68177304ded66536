/** Predictions of a trained model for the test rows, as class indices. */
import type { Matrix } from '../../matrix.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';

export interface TestPredictions {
  /** The classes of the model, then those that occur in the test rows only, as text. */
  readonly classes: readonly string[];
  /** Index of the true and of the predicted class of each test row. */
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** rows x classes of the model */
  readonly probabilities: Matrix;
}

export function testPredictions({ model, report, test }: TrainingOutcome): TestPredictions {
  const index = new Map(report.labels.map((label, c) => [label, c]));
  const { probabilities } = test;
  return {
    classes: report.labels.map(String),
    truth: Int32Array.from(test.y, (label) => index.get(label) as number),
    // The labels of the report begin with the classes of the model.
    predicted: model.decision.decide(probabilities),
    probabilities,
  };
}
