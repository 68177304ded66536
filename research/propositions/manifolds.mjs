// Manifolds with rows on them and the distance of any row from them, in units of their size: the root mean square of the
// coordinates' deviations from their mean is 1.
import { RandomStream } from '../../dist/index.js';

/**
 * @typedef {object} Manifold
 * @property {string} name
 * @property {number} dimension
 * @property {number} columns
 * @property {(random: RandomStream) => number[]} draw a row on it
 * @property {(x: ArrayLike<number>) => number} distance
 */

const squared = (x) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return sum;
};

/** The unit sphere in `columns` columns. @returns {Manifold} */
function sphere(columns) {
  return {
    name: `sphere of dimension ${columns - 1}`,
    dimension: columns - 1,
    columns,
    draw(random) {
      const x = Array.from({ length: columns }, () => random.normal());
      const length = Math.sqrt(squared(x));
      return x.map((value) => value / length);
    },
    distance: (x) => Math.abs(Math.sqrt(squared(x)) - 1),
  };
}

/** `circles` circles of radius 1 / sqrt(circles), each in two columns of its own. @returns {Manifold} */
function flatTorus(circles) {
  const radius = 1 / Math.sqrt(circles);
  return {
    name: `flat torus of dimension ${circles}`,
    dimension: circles,
    columns: 2 * circles,
    draw: (random) =>
      Array.from({ length: circles }, () => 2 * Math.PI * random.uniform()).flatMap((angle) => [
        radius * Math.cos(angle),
        radius * Math.sin(angle),
      ]),
    distance(x) {
      let sum = 0;
      for (let c = 0; c < circles; c++) sum += (Math.hypot(x[2 * c], x[2 * c + 1]) - radius) ** 2;
      return Math.sqrt(sum);
    },
  };
}

/** The torus in space with tube radius 1 around a circle of radius 2, drawn evenly in both angles. @returns {Manifold} */
function torus() {
  // The mean square of the distance from the centre: 2^2 + 1^2.
  const size = Math.sqrt(5);
  return {
    name: 'torus in space',
    dimension: 2,
    columns: 3,
    draw(random) {
      const [around, tube] = [2 * Math.PI * random.uniform(), 2 * Math.PI * random.uniform()];
      const radius = 2 + Math.cos(tube);
      return [radius * Math.cos(around), radius * Math.sin(around), Math.sin(tube)].map(
        (value) => value / size,
      );
    },
    distance(x) {
      const fromCircle = Math.hypot(size * Math.hypot(x[0], x[1]) - 2, size * x[2]);
      return Math.abs(fromCircle - 1) / size;
    },
  };
}

const [INNER, OUTER] = [1.5 * Math.PI, 4.5 * Math.PI];
/** Length of each straight edge of the swiss roll. */
const HEIGHT = 21;

/** The swiss roll of scikit-learn, its spiral times a cube of `heights` edges. @returns {Manifold} */
function swissRoll(heights) {
  // Mean square of the spiral's radius, minus that of its centre, plus HEIGHT^2 / 12 for each edge.
  const { centre, square } = spiralMoments();
  const size = Math.sqrt(square - squared(centre) + (heights * HEIGHT * HEIGHT) / 12);
  return {
    name: `swiss roll of dimension ${1 + heights}`,
    dimension: 1 + heights,
    columns: 2 + heights,
    draw(random) {
      const t = INNER + (OUTER - INNER) * random.uniform();
      const edges = Array.from({ length: heights }, () => HEIGHT * random.uniform());
      return [t * Math.cos(t), t * Math.sin(t), ...edges].map((value) => value / size);
    },
    distance(x) {
      let outside = fromSpiral(size * x[0], size * x[1]) ** 2;
      for (let j = 2; j < x.length; j++) {
        const beyond = Math.max(0, -x[j], x[j] - HEIGHT / size);
        outside += (size * beyond) ** 2;
      }
      return Math.sqrt(outside) / size;
    },
  };
}

const CELLS = 600;
const parameterOf = (cell) => INNER + ((OUTER - INNER) * cell) / CELLS;

/** Points of the spiral: x, y of each cell's start. */
const GRID = Float64Array.from({ length: 2 * (CELLS + 1) }, (_, i) => {
  const t = parameterOf(Math.floor(i / 2));
  return t * (i % 2 === 0 ? Math.cos(t) : Math.sin(t));
});

function spiralMoments() {
  const centre = [0, 0];
  let square = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const t = parameterOf(cell + 0.5);
    centre[0] += (t * Math.cos(t)) / CELLS;
    centre[1] += (t * Math.sin(t)) / CELLS;
    square += (t * t) / CELLS;
  }
  return { centre, square };
}

/** The distance of a point of the plane from the spiral (t cos t, t sin t): the best of a grid, then golden sections. */
function fromSpiral(x, y) {
  const squareAt = (t) => (x - t * Math.cos(t)) ** 2 + (y - t * Math.sin(t)) ** 2;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let cell = 0; cell <= CELLS; cell++) {
    const square = (x - GRID[2 * cell]) ** 2 + (y - GRID[2 * cell + 1]) ** 2;
    if (square < least) [best, least] = [cell, square];
  }
  let [low, high] = [parameterOf(Math.max(0, best - 1)), parameterOf(Math.min(CELLS, best + 1))];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 40; i++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (squareAt(left) < squareAt(right)) high = right;
    else low = left;
  }
  return Math.sqrt(squareAt((low + high) / 2));
}

export const MANIFOLDS = [
  ...[2, 3, 5, 10].map(sphere),
  ...[1, 2, 4].map(swissRoll),
  torus(),
  ...[2, 4].map(flatTorus),
];

/**
 * Rows near the manifold: each coordinate has noise of this standard deviation, times 1 / sqrt(columns), so that `noise` is the
 * root mean square of a row's distance from its place.
 * @param {Manifold} manifold @param {{ rows: number, noise: number, seed: number }} how
 */
export function noisyRows({ name, columns, draw }, { rows, noise, seed }) {
  const [places, noises] = [
    new RandomStream(seed, `places on ${name}`),
    new RandomStream(seed, `noise on ${name}`),
  ];
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    draw(places).forEach((value, j) => {
      data[row * columns + j] = value + (noise * noises.normal()) / Math.sqrt(columns);
    });
  }
  return { data, rows, columns };
}
