/** A calibration of two classes for several: each against the rest, and the results divided by their sum. */
import { log } from '../../engine/random/portable-math.js';
import type { Matrix } from '../../matrix.js';
import type { Calibration } from './calibration.js';
import { columnLogs, type LogPair, writeDistribution } from './log-probabilities.js';

/** A rising function from the probability of one class to a better one. */
export interface BinaryCurve {
  /** The calibrated probability of each row, and of it not being of the class. */
  apply(logs: LogPair): { readonly ofClass: Float64Array; readonly ofRest: Float64Array };
}

/** Of two classes the second has a curve, of more each has one. */
export function curveColumns(columns: number): number[] {
  return columns === 2 ? [1] : Array.from({ length: columns }, (_, c) => c);
}

/** @param positives whether each row is of the class */
export type FitCurve<Curve extends BinaryCurve> = (logs: LogPair, positives: Uint8Array) => Curve;

export function fitCurves<Curve extends BinaryCurve>(
  probabilities: Matrix,
  y: Int32Array,
  fit: FitCurve<Curve>,
): Curve[] {
  return curveColumns(probabilities.columns).map((column) => {
    const positives = new Uint8Array(y.length);
    for (let row = 0; row < y.length; row++) if (y[row] === column) positives[row] = 1;
    return fit(columnLogs(probabilities, column), positives);
  });
}

export function applyCurves(probabilities: Matrix, curves: readonly BinaryCurve[]): Matrix {
  const { rows, columns } = probabilities;
  const calibrated = curveColumns(columns).map((column, i) =>
    curves[i].apply(columnLogs(probabilities, column)),
  );
  const out = new Float32Array(rows * columns);
  const values = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    if (columns === 2) {
      values[0] = calibrated[0].ofRest[row];
      values[1] = calibrated[0].ofClass[row];
    } else {
      for (let c = 0; c < columns; c++) values[c] = calibrated[c].ofClass[row];
    }
    writeDistribution(values, out, row * columns);
  }
  return { data: out, rows, columns };
}

/** Of two classes: ln w_c with w_0 p_0 = w_1 p_1 where both were equal before calibration. */
export function logWeightsAtHalf(calibration: Pick<Calibration, 'transform'>): Float64Array {
  const { data } = calibration.transform({ data: Float32Array.of(0.5, 0.5), rows: 1, columns: 2 });
  return Float64Array.from(data, (p) => -log(p));
}
