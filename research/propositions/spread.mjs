// How far classes lie apart, how far the rows of a class do, and over how many dimensions rows spread.

/** Rows of length 1. @param {{ data: Float64Array | Float32Array, rows: number, columns: number }} X */
export function unitRows({ data, rows, columns }) {
  const unit = Float64Array.from(data);
  for (let row = 0; row < rows; row++) {
    const part = unit.subarray(row * columns, (row + 1) * columns);
    const length = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0));
    for (let j = 0; j < columns; j++) part[j] /= Math.max(length, 1e-12);
  }
  return { data: unit, rows, columns };
}

/**
 * `between`: the mean squared distance of two class means, every pair of classes alike; `within`: the mean over the classes of the
 * mean squared distance of its rows from its mean. Only classes that have rows count.
 * @param {{ data: Float64Array | Float32Array, rows: number, columns: number }} X @param {ArrayLike<number>} y
 */
export function spreadOf({ data, columns }, y) {
  const byClass = new Map();
  for (let row = 0; row < y.length; row++) {
    const rows = byClass.get(y[row]) ?? [];
    rows.push(data.subarray(row * columns, (row + 1) * columns));
    byClass.set(y[row], rows);
  }
  const means = [...byClass.values()].map((rows) => meanRow(rows, columns));
  let within = 0;
  [...byClass.values()].forEach((rows, c) => {
    within += rows.reduce((sum, row) => sum + squaredDistance(row, means[c]), 0) / rows.length / means.length;
  });
  let between = 0;
  for (const one of means) for (const other of means) between += squaredDistance(one, other);
  return { between: between / (means.length * (means.length - 1)), within };
}

/**
 * The effective number of dimensions of rows, (trace C)^2 / trace C^2 of their covariance C: from 1, all on a line, to the number of
 * columns, all directions alike.
 * @param {{ data: Float64Array | Float32Array, rows: number, columns: number }} X
 */
export function effectiveDimensions({ data, rows, columns }) {
  const all = Array.from({ length: rows }, (_, row) => data.subarray(row * columns, (row + 1) * columns));
  const centre = meanRow(all, columns);
  let [trace, squares] = [0, 0];
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) {
      const covariance =
        all.reduce((sum, row) => sum + (row[i] - centre[i]) * (row[j] - centre[j]), 0) / rows;
      squares += covariance * covariance;
      if (i === j) trace += covariance;
    }
  }
  return (trace * trace) / squares;
}

function meanRow(rows, columns) {
  const centre = new Float64Array(columns);
  for (const row of rows) for (let j = 0; j < columns; j++) centre[j] += row[j] / rows.length;
  return centre;
}

function squaredDistance(a, b) {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] - b[j]) ** 2;
  return sum;
}
