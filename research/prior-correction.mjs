/** @param frequencies of the classes, each above 0 */
export function correctPriors(P, frequencies, power) {
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
/** Each class's share of the rows; every class occurs. */
export function classFrequencies({ y }, classes) {
  const shares = new Array(classes).fill(0);
  for (const c of y) shares[c] += 1 / y.length;
  return shares;
}
