/**
 * Probabilities as if rare classes had been commoner: p_c f_c^-a, brought back to sum 1, where f_c is the class's
 * frequency in training. a = 1 takes the frequencies out altogether, a = 0.5 half way, as sampling with
 * `samplingPower` a does in training (Saerens, Latinne & Decaestecker, "Adjusting the outputs of a classifier to
 * new a priori probabilities", 2002).
 */
import type { Matrix } from '../../matrix.js';

/** @param frequencies of the classes, each above 0 */
export function correctPriors(P: Matrix, frequencies: readonly number[], power: number): Matrix {
  if (power === 0) return P;
  const { rows, columns } = P;
  const factors = frequencies.map((frequency) => frequency ** -power);
  const data = new Float32Array(P.data.length);
  for (let start = 0; start < data.length; start += columns) {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += P.data[start + c] * factors[c];
    for (let c = 0; c < columns; c++) data[start + c] = (P.data[start + c] * factors[c]) / sum;
  }
  return { data, rows, columns };
}

/** The share of each class in `y`, which all occur. */
export function classFrequencies(y: Int32Array, classes: number): number[] {
  const counts: number[] = new Array(classes).fill(0);
  for (const c of y) counts[c] += 1 / y.length;
  return counts;
}
