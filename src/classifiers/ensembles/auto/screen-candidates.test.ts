import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { Auto } from './auto.js';
import { isScreened, screenCandidates } from './screen-candidates.js';

const random = new RandomStream(1, 'screening');
const y = Int32Array.from({ length: 2000 }, () => (random.uniform() < 0.2 ? 1 : 0));
const heldOut = Int32Array.from({ length: 1000 }, (_, i) => 2 * i);

/** Predictions for the held-out rows: the more signal, the closer to their labels. */
function predictions(signal: number) {
  const data = new Float32Array(2 * heldOut.length);
  heldOut.forEach((row, i) => {
    const z = signal * (y[row] - 0.5) + random.normal();
    data[2 * i + 1] = 1 / (1 + Math.exp(-z));
    data[2 * i] = 1 - data[2 * i + 1];
  });
  return { data, rows: heldOut.length, columns: 2 };
}

describe('screenCandidates', () => {
  it('keeps what improves the mixture, the best first, and drops noise and what is not fitted', async () => {
    const given = [predictions(0), predictions(4), undefined, predictions(4), predictions(4), predictions(0)];
    expect((await screenCandidates(given, heldOut, { y })).sort()).toEqual([1, 3, 4]);
    const unequal = [predictions(2), predictions(0), predictions(6), predictions(0)];
    const kept = await screenCandidates(unequal, heldOut, { y });
    expect(kept).toHaveLength(3);
    expect(kept[0]).toBe(2);
  });

  it('does not mind a member that is badly calibrated', async () => {
    const skewed = predictions(5);
    for (let i = 0; i < heldOut.length; i++) {
      skewed.data[2 * i + 1] = skewed.data[2 * i + 1] ** 0.1;
      skewed.data[2 * i] = 1 - skewed.data[2 * i + 1];
    }
    expect((await screenCandidates([skewed, predictions(2)], heldOut, { y }))[0]).toBe(0);
  });

  it('keeps the only one that is fitted', async () => {
    expect(await screenCandidates([undefined, predictions(0)], heldOut, { y })).toEqual([1]);
    expect(await screenCandidates([undefined], heldOut, { y })).toEqual([]);
  });
});

it('isScreened needs many rows, and rare ones in the first fold', () => {
  const rows = (count: number, rare: number) => ({
    y: Int32Array.from({ length: count }, (_, i) => (i < rare ? 1 : 0)),
  });
  expect(isScreened(rows(9999, 4000), 5)).toBe(false);
  expect(isScreened(rows(10_000, 249), 5)).toBe(false);
  expect(isScreened(rows(10_000, 250), 5)).toBe(true);
});

it('auto fits candidates that add little on the first fold of a large table only', async () => {
  const rows = 10_000;
  const columns = 40;
  const data = new Float64Array(columns * rows);
  const labels = Array.from({ length: rows }, (_, row) => {
    for (let c = 0; c < columns; c++) data[columns * row + c] = random.normal();
    // Linear in two columns of many: logistic regression is all that is needed.
    return random.uniform() < 1 / (1 + Math.exp(3 - 3 * data[columns * row] + data[columns * row + 1]))
      ? 'yes'
      : 'no';
  });
  const warnings: string[] = [];
  const steps: [number, number][] = [];
  const auto = new Auto({ candidates: ['logistic-regression', 'knn-15', 'knn', 'xgboost'] });
  await auto.fit({ data, rows, columns }, labels, {
    onWarning: (message) => warnings.push(message),
    onProgress: ({ epoch, epochs }) => steps.push([epoch, epochs]),
  });
  expect(auto.parts().find(({ weight }) => weight > 0.8)).toMatchObject({
    classifier: 'logistic-regression',
    members: 5,
  });
  expect(warnings).toEqual([
    expect.stringMatching(/^candidates left out: (knn|knn-15|xgboost) \(added little on the first fold\)$/),
  ]);
  expect(steps[0]).toEqual([1, 20]);
  expect(steps[steps.length - 1]).toEqual([16, 16]);
});
