// Generated tables with known factors: columns are a random network of eight independent factors, and the class depends on the
// first one, two or three of them. The other factors show what a representation keeps beyond the class.
import { RandomStream } from '../../dist/index.js';

const FACTORS = 8;
const HIDDEN = 24;
const COLUMNS = 12;
const NOISE = 0.05;
/** Upper limits of the score's quantiles: a frequent, a rare and a very rare class. */
const SHARES = [0.75, 0.95, 1];

export const FACTOR_CASES = [1, 2, 3].map((deciding) => ({
  name: deciding === 1 ? '1 deciding factor' : `${deciding} deciding factors`,
  deciding,
}));

/** What the class is cut from: f1, f1 f2, or f1 f2 + f3. */
function score(f, deciding) {
  if (deciding === 1) return f[0];
  return f[0] * f[1] + (deciding === 3 ? f[2] : 0);
}

/**
 * Training and test rows; `factors` has those that do not decide the class, in the order of the rows.
 * @param {{ deciding: number, seed: number, train: number, test: number }} how
 */
export function factorTable({ deciding, seed, train, test }) {
  const random = new RandomStream(seed, `factors ${deciding}`);
  const weights = (n, inputs) =>
    Array.from({ length: n }, () =>
      Array.from({ length: inputs }, () => random.normal() / Math.sqrt(inputs)),
    );
  const [first, second] = [weights(HIDDEN, FACTORS), weights(COLUMNS, HIDDEN)];
  const through = (matrix, x) => matrix.map((row) => row.reduce((sum, w, j) => sum + w * x[j], 0));
  const rows = Array.from({ length: train + test }, () => {
    const f = Array.from({ length: FACTORS }, () => random.normal());
    const hidden = through(first, f).map((value) => Math.tanh(2 * value));
    return { f, x: through(second, hidden).map((value) => 2 * value + NOISE * random.normal()) };
  });
  const scores = rows.map(({ f }) => score(f, deciding));
  const sorted = scores.toSorted((a, b) => a - b);
  const limits = SHARES.map((share) => sorted[Math.ceil(share * sorted.length) - 1]);
  const part = (from, to) => {
    const own = rows.slice(from, to);
    return {
      X: { data: Float32Array.from(own.flatMap(({ x }) => x)), rows: own.length, columns: COLUMNS },
      y: Int32Array.from(scores.slice(from, to), (value) => limits.findIndex((limit) => value <= limit)),
      classes: SHARES.length,
      factors: own.map(({ f }) => f.slice(deciding)),
    };
  };
  return { train: part(0, train), test: part(train, train + test) };
}
