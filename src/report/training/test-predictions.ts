/** What a trained model predicts for the test rows, as class indices. */
import type { Matrix } from '../../matrix.js';
import type { TrainingOutcome } from '../../pipeline/train-on-table.js';

export interface TestPredictions {
  /** Those of the model, then those that only the test rows have, as text. */
  readonly classes: readonly string[];
  /** Index of the true and of the predicted class of each test row. */
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** rows x classes of the model */
  readonly probabilities: Matrix;
}

export async function testPredictions({ model, report, test }: TrainingOutcome): Promise<TestPredictions> {
  const index = new Map(report.labels.map((label, c) => [label, c]));
  const indices = (labels: typeof test.y) => Int32Array.from(labels, (label) => index.get(label) as number);
  return {
    classes: report.labels.map(String),
    truth: indices(test.y),
    predicted: indices(await model.classifier.predict(test.X)),
    probabilities: await model.classifier.predictProba(test.X),
  };
}
