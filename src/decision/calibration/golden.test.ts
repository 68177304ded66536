/** Against scikit-learn and betacal; `fixtures/make-golden.py` made the values. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../matrix.js';
import { BetaCalibration } from './beta.js';
import { interpolate, poolAdjacentViolators } from './isotonic-regression.js';
import { columnLogs } from './log-probabilities.js';
import { PlattCalibration } from './platt.js';
import { TemperatureCalibration } from './temperature.js';

interface Case {
  probabilities: number[];
  y: number[];
  temperature: number;
}
interface BinaryCase extends Case {
  sigmoid: number[];
  beta: number[];
  isotonic: number[];
}
interface SeveralCase extends Case {
  classes: number;
}

const golden = JSON.parse(readFileSync(new URL('./fixtures/golden.json', import.meta.url), 'utf8')) as {
  binary: BinaryCase[];
  several: SeveralCase[];
};

const matrix = ({ probabilities, y }: Case): Matrix => ({
  data: Float32Array.from(probabilities),
  rows: y.length,
  columns: probabilities.length / y.length,
});

const expectClose = (actual: ArrayLike<number>, expected: readonly number[], digits: number) =>
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });

const ofSecond = ({ data, rows }: Matrix) => Array.from({ length: rows }, (_, row) => data[2 * row + 1]);

describe('goldens', () => {
  it.each([...golden.binary, ...golden.several])('temperature: as _TemperatureScaling, case %#', (each) => {
    const { slope } = TemperatureCalibration.fit(matrix(each), Int32Array.from(each.y));
    expect(slope).toBeCloseTo(each.temperature, 3);
  });

  it.each(golden.binary)('platt: as _SigmoidCalibration of the log odds, case %#', (each) => {
    const P = matrix(each);
    const calibrated = PlattCalibration.fit(P, Int32Array.from(each.y)).transform(P);
    expectClose(ofSecond(calibrated), each.sigmoid, 4);
  });

  it.each(golden.binary)('beta: as betacal, case %#', (each) => {
    const P = matrix(each);
    const calibrated = BetaCalibration.fit(P, Int32Array.from(each.y)).transform(P);
    expectClose(ofSecond(calibrated), each.beta, 3);
  });

  it.each(golden.binary)('isotonic regression: as IsotonicRegression, case %#', (each) => {
    const { ofClass, ofRest } = columnLogs(matrix(each), 1);
    const scores = ofClass.map((value, row) => value - ofRest[row]);
    const steps = poolAdjacentViolators(scores, Float64Array.from(each.y));
    // As scikit-learn draws it: level over each step.
    const x = steps.flatMap(({ low, high }) => (low < high ? [low, high] : [low]));
    const y = steps.flatMap(({ low, high, value }) => (low < high ? [value, value] : [value]));
    const knots = { x: Float64Array.from(x), y: Float64Array.from(y) };
    expectClose(
      scores.map((score) => interpolate(knots, score)),
      each.isotonic,
      9,
    );
  });
});
