// What a linear map finds in a representation: ridge regression fitted on training rows, judged on test rows.
import { choleskyFactor, invertLower } from '../../dist/linear/cholesky.js';
import { mean } from '../mean.mjs';

/** Relative to the mean square of the columns. */
const RIDGE = 1e-3;

/**
 * The share of the variance of the targets in the test rows that is explained: the mean over the targets, 0 for one that is predicted
 * worse than by its mean. Targets that are constant in the training or the test rows do not count.
 * @param {Matrix} H @param {readonly (ArrayLike<number>)[]} targets a row each
 * @param {Matrix} testH @param {readonly (ArrayLike<number>)[]} testTargets
 * @typedef {import('../../dist/index.js').Matrix} Matrix
 */
export function explainedShare(H, targets, testH, testTargets) {
  const [Z, testZ] = standardised(H, testH);
  const inverse = regularisedInverse(Z, H.columns);
  const shares = [];
  for (let t = 0; t < targets[0].length; t++) {
    const [y, testY] = [targets, testTargets].map((rows) => rows.map((row) => row[t]));
    const [centre, testCentre] = [mean(y), mean(testY)];
    const total = testY.reduce((sum, value) => sum + (value - testCentre) ** 2, 0);
    if (total === 0 || y.every((value) => value === y[0])) continue;
    const moments = new Float64Array(H.columns);
    Z.forEach((z, row) => {
      for (let j = 0; j < H.columns; j++) moments[j] += z[j] * (y[row] - centre);
    });
    const weights = inverse.map((row) => dot(row, moments));
    const left = testZ.reduce((sum, z, row) => sum + (testY[row] - centre - dot(z, weights)) ** 2, 0);
    shares.push(Math.max(0, 1 - left / total));
  }
  return mean(shares);
}

/** Rows with the means and standard deviations of the first matrix. */
function standardised(H, testH) {
  const { rows, columns } = H;
  const [means, scales] = [new Float64Array(columns), new Float64Array(columns)];
  for (let j = 0; j < columns; j++) {
    for (let row = 0; row < rows; row++) means[j] += H.data[row * columns + j] / rows;
    for (let row = 0; row < rows; row++) scales[j] += (H.data[row * columns + j] - means[j]) ** 2 / rows;
    // A constant column gives zeros.
    scales[j] = Math.sqrt(scales[j]) || 1;
  }
  return [H, testH].map((matrix) =>
    Array.from({ length: matrix.rows }, (_, row) =>
      Float64Array.from(means, (centre, j) => (matrix.data[row * columns + j] - centre) / scales[j]),
    ),
  );
}

/** (Z'Z + ridge)^-1, as rows. */
function regularisedInverse(Z, n) {
  const matrix = new Float64Array(n * n);
  for (const z of Z) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) matrix[i * n + j] += z[i] * z[j];
  for (let i = 0; i < n; i++) matrix[i * n + i] += RIDGE * Z.length;
  choleskyFactor(matrix, n);
  const lower = invertLower(matrix, n);
  return Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < n; k++) sum += lower[k * n + i] * lower[k * n + j];
      return sum;
    }),
  );
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
