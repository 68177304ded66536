import { expect, it } from 'vitest';
import type { RowPredictor } from '../classifiers/contract/classifier.js';
import { checkedProbabilities } from '../classifiers/contract/probabilities.js';
import { Argmax } from '../decision/argmax.js';
import { Calibrator } from '../decision/calibration/calibrator.js';
import { predictBlocks } from './predict-table.js';
import type { TableClassifier } from './table-classifier.js';

it('names a row that cannot be predicted by its place in the table', async () => {
  const rows = 20_000;
  const bad = 12_345;
  const data = Float32Array.from({ length: rows }, (_, row) => row);
  const matrix = { data, rows, columns: 1 };
  const classifier: RowPredictor = {
    classes: ['only'],
    predictProba: async (X) =>
      checkedProbabilities(
        { ...X, data: Float32Array.from(X.data, (row) => (row === bad ? Number.NaN : 1)) },
        'mlp',
      ),
  };
  const decision = new Argmax();
  const model = {
    prepare: () => ({ matrix, notices: [] }),
    classifier,
    calibrator: Calibrator.none,
    decision,
  } as unknown as TableClassifier;
  const { blocks } = predictBlocks(model, { rows, columns: [], source: 'table' });
  const read = async () => {
    for await (const { labels } of blocks) expect(new Set(labels)).toEqual(new Set(['only']));
  };
  await expect(read()).rejects.toThrow(
    /^data row 12346 cannot be predicted \(its probabilities by mlp are NaN/,
  );
});
