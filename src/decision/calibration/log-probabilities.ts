/** The logarithms of probabilities that calibration works on, and the floor of the probabilities it gives. */
import { log } from '../../engine/random/portable-math.js';
import type { Matrix } from '../../matrix.js';

/**
 * Added to each probability before its logarithm is taken: a forest says 0 and 1, which must not count as
 * infinitely sure. Adding, unlike cutting off, keeps the order of all values.
 */
export const INPUT_FLOOR = 1e-6;

/** Added to each calibrated probability: `logLoss` counts smaller ones as this. */
export const OUTPUT_FLOOR = 2 ** -23;

/** ln((p + 1e-6) / (1 + 1e-6 columns)) of each element. */
export function logProbabilities({ data, rows, columns }: Matrix): Matrix<Float64Array> {
  const logs = new Float64Array(data.length);
  const total = 1 + columns * INPUT_FLOOR;
  for (let i = 0; i < data.length; i++) logs[i] = log((data[i] + INPUT_FLOOR) / total);
  return { data: logs, rows, columns };
}

/** ln of p and of 1 - p, each with the floor of `logProbabilities`, for one column of several. */
export function columnLogs({ data, rows, columns }: Matrix, column: number): LogPair {
  const [ofClass, ofRest] = [new Float64Array(rows), new Float64Array(rows)];
  const total = 1 + 2 * INPUT_FLOOR;
  for (let row = 0; row < rows; row++) {
    const p = data[row * columns + column];
    // Of two columns the other one has digits that 1 - p has lost.
    const rest = columns === 2 ? data[row * 2 + 1 - column] : 1 - p;
    ofClass[row] = log((p + INPUT_FLOOR) / total);
    ofRest[row] = log((Math.max(0, rest) + INPUT_FLOOR) / total);
  }
  return { ofClass, ofRest };
}

export interface LogPair {
  readonly ofClass: Float64Array;
  readonly ofRest: Float64Array;
}

/** Divides `values` by their sum, with the output floor added to each, and writes them from `start` on. */
export function writeDistribution(values: Float64Array, out: Float32Array, start: number): void {
  let sum = 0;
  for (let c = 0; c < values.length; c++) sum += values[c];
  const scale = sum > 0 ? 1 / sum : 0;
  const share = sum > 0 ? 0 : 1 / values.length;
  const total = 1 + values.length * OUTPUT_FLOOR;
  for (let c = 0; c < values.length; c++) {
    out[start + c] = (values[c] * scale + share + OUTPUT_FLOOR) / total;
  }
}
