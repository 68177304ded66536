// Columns of categories as 0/1 columns of all their levels, for classifiers that split categories natively.
import { LevelGroups } from '../dist/trees/binning/level-groups.js';

/**
 * A column for each code that occurs in X; of more than 255 levels the 254 most frequent of X have a code each
 * (`LevelGroups`).
 *
 * @param {import('../dist/matrix.js').FeatureMatrix} X
 * @param {import('../dist/matrix.js').FeatureMatrix} others
 */
export function oneHotLevels(X, others) {
  const groups = LevelGroups.of(X);
  if (groups === undefined) return { training: X, others };
  const sources = [];
  for (let column = 0; column < X.columns; column++) {
    if (!groups.has(column)) {
      sources.push({ column });
      continue;
    }
    const codes = new Set();
    for (let row = 0; row < X.rows; row++) codes.add(groups.code(column, X.data[row * X.columns + column]));
    for (const code of [...codes].sort((a, b) => a - b)) sources.push({ column, code });
  }
  const encode = ({ data, rows, columns }) => {
    const out = new Float64Array(rows * sources.length);
    for (let row = 0; row < rows; row++) {
      sources.forEach(({ column, code }, at) => {
        const value = data[row * columns + column];
        out[row * sources.length + at] =
          code === undefined ? value : Number(groups.code(column, value) === code);
      });
    }
    return { data: out, rows, columns: sources.length };
  };
  return { training: encode(X), others: encode(others) };
}
