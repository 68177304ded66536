// Target functions of known kind on the cube [-2, 2]^4, each with mean 0 and variance 1 on the rows it is made for.
import { RandomStream } from '../../dist/index.js';
import { mean } from '../mean.mjs';

export const COLUMNS = 4;
export const HALF_WIDTH = 2;

/** @typedef {(x: ArrayLike<number>) => number} Target */

/** What each is made of; random parts are drawn by the seed. @type {Map<string, (random: RandomStream) => Target>} */
const KINDS = new Map([
  ['product', () => (x) => x[0] * x[1] + x[2] * x[3]],
  ['periodic', periodic],
  ['rotation', () => rotated],
  ['random network', randomNetwork],
  ['gate', gate],
]);

export const TARGETS = [...KINDS.keys()];

/** A sine along a random direction: about three periods from end to end of the cube. */
function periodic(random) {
  const a = direction(random);
  return (x) => Math.sin(3 * dot(a, x));
}

/** The first coordinate after a rotation of the first two by the length of the row. */
function rotated(x) {
  const angle = Math.sqrt(dot(x, x));
  return x[0] * Math.cos(angle) - x[1] * Math.sin(angle);
}

/** Sixteen units of tanh. */
function randomNetwork(random) {
  const units = Array.from({ length: 16 }, () => ({
    direction: Array.from({ length: COLUMNS }, () => random.normal()),
    offset: random.normal(),
    weight: random.normal(),
  }));
  return (x) =>
    units.reduce((sum, unit) => sum + unit.weight * Math.tanh(dot(unit.direction, x) + unit.offset), 0);
}

/** What one entanglement layer with a linear map does: sigmoid(a x) (b x). */
function gate(random) {
  const [a, b] = [direction(random), direction(random)];
  return (x) => dot(b, x) / (1 + Math.exp(-2 * dot(a, x)));
}

function direction(random) {
  const a = Array.from({ length: COLUMNS }, () => random.normal());
  const length = Math.sqrt(dot(a, a));
  return a.map((value) => value / length);
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * Rows drawn evenly from the cube with the values of the target, standardised.
 * @param {string} kind @param {number} seed @param {number} rows
 */
export function sampledTarget(kind, seed, rows) {
  const make = KINDS.get(kind);
  if (make === undefined) throw new Error(`there is no target ${kind}: ${TARGETS.join(', ')}`);
  const target = make(new RandomStream(seed, `target ${kind}`));
  const random = new RandomStream(seed, `rows of ${kind}`);
  const data = Float32Array.from({ length: rows * COLUMNS }, () => HALF_WIDTH * (2 * random.uniform() - 1));
  const values = Array.from({ length: rows }, (_, row) =>
    target(data.subarray(row * COLUMNS, (row + 1) * COLUMNS)),
  );
  const centre = mean(values);
  const scale = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return {
    X: { data, rows, columns: COLUMNS },
    t: Float32Array.from(values, (value) => (value - centre) / scale),
  };
}
