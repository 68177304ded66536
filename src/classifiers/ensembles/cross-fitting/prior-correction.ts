/**
 * Prior correction: p_c f_c^-a, normalised to sum 1, where f_c is the class's frequency in training, rows counted by
 * weight. a = 1 removes the frequencies altogether, a = 0.5 half way, as sampling with `samplingPower` a does in
 * training (Saerens, Latinne & Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities",
 * 2002).
 */
import type { Matrix } from '../../../matrix.js';
import type { LabelledRows } from '../../../training/training-data.js';

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

/** Each class's share of the rows, or of their weight; every class occurs. Above 0, however small the weights. */
export function classFrequencies(
  { y, weights }: Pick<LabelledRows, 'y' | 'weights'>,
  classes: number,
): number[] {
  const shares: number[] = new Array(classes).fill(0);
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? y.length;
  y.forEach((c, row) => {
    shares[c] += (weights ? weights[row] : 1) / total;
  });
  return shares.map((share) => Math.max(share, Number.MIN_VALUE));
}
