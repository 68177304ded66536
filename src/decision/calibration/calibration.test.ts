import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossOf, simulate } from '../../../test/support/simulated-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type Matrix, rowsAt } from '../../matrix.js';
import { calibration as reliability } from '../../metrics/calibration.js';
import { CALIBRATION_KINDS } from './calibration.js';
import { fitCalibration, reviveCalibration } from './calibration-kinds.js';

const FITTED = CALIBRATION_KINDS.filter((kind) => kind !== 'none');

const gapOf = ({ data, rows }: Matrix, y: Int32Array) =>
  reliability(
    Array.from(y, (c) => c === 1),
    Array.from({ length: rows }, (_, row) => data[2 * row + 1]),
  ).expectedCalibrationError;

describe.each(FITTED)('%s', (kind) => {
  it.each([
    ['over-confident', { slope: 2.5 }],
    ['under-confident', { slope: 0.4 }],
    ['over-confident, with classes weighted', { slope: 2, shift: [0, 1.5] }],
  ])('makes %s probabilities mean what they say', (_, distortion) => {
    // Temperature has nothing to move the mean with.
    if (kind === 'temperature' && 'shift' in distortion) return;
    const random = new RandomStream(1, kind);
    const learned = simulate({ rows: 2000, biases: [1, -1], ...distortion }, random);
    const fresh = simulate({ rows: 4000, biases: [1, -1], ...distortion }, random);
    const calibrated = fitCalibration(kind, learned).transform(fresh.probabilities);
    expect(gapOf(calibrated, fresh.y)).toBeLessThan(0.03);
    expect(gapOf(fresh.probabilities, fresh.y)).toBeGreaterThan(0.05);
    expect(lossOf(calibrated, fresh.y)).toBeLessThan(lossOf(fresh.probabilities, fresh.y) - 0.01);
  });

  it('lowers the log loss of five classes', () => {
    const random = new RandomStream(2, kind);
    const distorted = { biases: [2, 1, 0, -1, -2], slope: 3 };
    const learned = simulate({ rows: 1500, ...distorted }, random);
    const fresh = simulate({ rows: 2000, ...distorted }, random);
    const calibrated = fitCalibration(kind, learned).transform(fresh.probabilities);
    expect(lossOf(calibrated, fresh.y)).toBeLessThan(lossOf(fresh.probabilities, fresh.y) - 0.05);
  });

  const values = fc.array(fc.constantFrom(0, 1e-9, 0.001, 0.2, 0.25, 0.5, 0.9, 0.999, 1), {
    minLength: 2,
    maxLength: 40,
  });

  it('gives distributions without zeros, whatever it was fitted on', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 0, max: 1e6 }),
        (list, k, seed) => {
          const rows = rowsOf(list, k);
          const y = Int32Array.from(list, (_, row) => (row * 7 + (seed >> (row % 16))) % k);
          const { data } = fitCalibration(kind, { probabilities: rows, y }).transform(rows);
          for (let row = 0; row < rows.rows; row++) {
            const ofRow = data.subarray(row * k, (row + 1) * k);
            expect(ofRow.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
            for (const p of ofRow) expect(p).toBeGreaterThan(1e-7);
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('keeps the order of the rows of two classes', () => {
    fc.assert(
      fc.property(values, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (list, positive) => {
        const rows = rowsOf(list, 2);
        const y = Int32Array.from(list, (_, row) => (positive[row] ? 1 : 0));
        const { data } = fitCalibration(kind, { probabilities: rows, y }).transform(rows);
        for (let i = 0; i < list.length; i++) {
          for (let j = 0; j < list.length; j++) {
            const [before, after] = [
              rows.data[2 * i + 1] - rows.data[2 * j + 1],
              data[2 * i + 1] - data[2 * j + 1],
            ];
            if (before === 0) expect(after).toBe(0);
            // Beyond the floor of 1e-6, different values stay apart.
            if (before > 1e-4) expect(after).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('calibrates each row by itself, and the same after saving', () => {
    const random = new RandomStream(3, kind);
    for (const biases of [
      [0, -1],
      [0, -1, 1],
    ]) {
      const { probabilities, y } = simulate({ rows: 60, biases, slope: 2 }, random);
      const calibration = fitCalibration(kind, { probabilities, y });
      const revived = reviveCalibration(JSON.parse(JSON.stringify(calibration)), biases.length);
      const whole = calibration.transform(probabilities);
      expect(revived.transform(probabilities).data).toEqual(whole.data);
      for (const row of [0, 17, 59]) {
        expect(calibration.transform(rowsAt(probabilities, [row])).data).toEqual(rowsAt(whole, [row]).data);
      }
    }
  });

  it('permutes its result with the classes', () => {
    const { probabilities, y } = simulate(
      { rows: 120, biases: [0, -1, 1], slope: 2 },
      new RandomStream(4, kind),
    );
    const order = [2, 0, 1];
    const permuted = permuteColumns(probabilities, order);
    const other = fitCalibration(kind, { probabilities: permuted, y: y.map((c) => order.indexOf(c)) });
    const expected = permuteColumns(
      fitCalibration(kind, { probabilities, y }).transform(probabilities),
      order,
    );
    const found = other.transform(permuted);
    found.data.forEach((p, i) => {
      expect(p).toBeCloseTo(expected.data[i], 5);
    });
  });

  it('refuses a saved form for another number of classes', () => {
    const rows = simulate({ rows: 40, biases: [0, 0, 0] }, new RandomStream(5, kind));
    const saved = JSON.parse(JSON.stringify(fitCalibration(kind, rows)));
    expect(() => reviveCalibration(saved, 4)).toThrow(InputError);
    expect(() => reviveCalibration({ ...saved, extra: 1 }, 3)).toThrow(/extra/);
  });
});

/** Rows with these probabilities of the last class, the rest shared by the others. */
function rowsOf(values: readonly number[], k: number): Matrix {
  const data = Float32Array.from(
    values.flatMap((p) => Array.from({ length: k }, (_, c) => (c === k - 1 ? p : (1 - p) / (k - 1)))),
  );
  return { data, rows: values.length, columns: k };
}

function permuteColumns({ data, rows, columns }: Matrix, order: readonly number[]): Matrix {
  const out = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    order.forEach((from, c) => {
      out[row * columns + c] = data[row * columns + from];
    });
  }
  return { data: out, rows, columns };
}
