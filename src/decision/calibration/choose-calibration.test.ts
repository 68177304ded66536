import { describe, expect, it } from 'vitest';
import { lossOf, simulate } from '../../../test/support/simulated-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { chooseCalibration, crossCalibrated } from './choose-calibration.js';

/** Mean and standard error of what calibration gains in log loss on fresh rows. */
function gainOf(rows: number, biases: number[], slope: number, repeats: number) {
  const random = new RandomStream(rows, `gain ${slope}`);
  const fresh = simulate({ rows: 4000, biases, slope }, random);
  const gains = Array.from({ length: repeats }, (_, seed) => {
    const { calibration } = chooseCalibration(simulate({ rows, biases, slope }, random), seed);
    return lossOf(fresh.probabilities, fresh.y) - lossOf(calibration.transform(fresh.probabilities), fresh.y);
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / repeats;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (repeats - 1);
  return { mean, error: Math.sqrt(variance / repeats), worst: Math.min(...gains) };
}

describe('chooseCalibration', () => {
  it.each([
    [20, [0, -1]],
    [60, [0, -2]],
    [300, [0, -3]],
    [60, [0, 0, -1]],
  ])('costs next to nothing where %d rows are calibrated already', (rows, biases) => {
    const { mean, worst } = gainOf(rows, biases, 1, 20);
    expect(mean).toBeGreaterThan(-0.02);
    expect(worst).toBeGreaterThan(-0.25);
  });

  it.each([
    [60, [0, -1]],
    [300, [0, -3]],
    [100, [0, 0, -1]],
  ])('gains where %d rows are over-confident', (rows, biases) => {
    const { mean, error } = gainOf(rows, biases, 3, 10);
    expect(mean).toBeGreaterThan(2 * error);
    expect(mean).toBeGreaterThan(0.03);
  });

  it('chooses none where there is nothing to choose by', () => {
    const random = new RandomStream(1, 'few');
    expect(chooseCalibration(simulate({ rows: 12, biases: [0, 0], slope: 4 }, random)).calibration.kind).toBe(
      'none',
    );
    const { probabilities } = simulate({ rows: 50, biases: [0, 0] }, random);
    expect(chooseCalibration({ probabilities, y: new Int32Array(50) }).calibration.kind).toBe('none');
  });

  it('copes with a class of one row, and one without', () => {
    const { probabilities, y } = simulate({ rows: 40, biases: [0, 0, -9, -9] }, new RandomStream(2, 'lone'));
    y.forEach((c, row) => {
      y[row] = row === 7 ? 2 : c % 2;
    });
    const { calibration } = chooseCalibration({ probabilities, y });
    const outOfFold = crossCalibrated('beta', { probabilities, y });
    for (const { data } of [outOfFold, calibration.transform(probabilities)]) {
      expect(data.every((p) => p >= 0 && p <= 1)).toBe(true);
    }
  });

  it('is decided by the seed, and says what it tried', () => {
    const rows = simulate({ rows: 200, biases: [0, -1], slope: 3 }, new RandomStream(3, 'same'));
    const one = chooseCalibration(rows, 5);
    expect(JSON.stringify(chooseCalibration(rows, 5).calibration)).toBe(JSON.stringify(one.calibration));
    expect([...one.losses.keys()]).toEqual(['none', 'temperature', 'platt', 'beta', 'isotonic']);
    const outOfFold = crossCalibrated(one.calibration.kind, rows, 5);
    expect(one.losses.get(one.calibration.kind)).toBeCloseTo(lossOf(outOfFold, rows.y), 10);
  });

  it('refuses what does not fit together', () => {
    const rows = simulate({ rows: 30, biases: [0, 0] }, new RandomStream(4, 'bad'));
    expect(() => chooseCalibration({ ...rows, y: new Int32Array(29) })).toThrow(InputError);
    expect(() => chooseCalibration({ ...rows, y: new Int32Array(30).fill(2) })).toThrow(/y is 2 at row 0/);
  });
});
