// Proposition 1: what stacked entanglement layers add to a linear map and to an MLP with as many parameters.

import { Engine } from '../../dist/engine/engine.js';
import { ParameterStore } from '../../dist/engine/parameter-store.js';
import { Program } from '../../dist/engine/program.js';
import { RandomStream } from '../../dist/index.js';
import { relu } from '../../dist/nn/layers/activation.js';
import { sequential } from '../../dist/nn/layers/composition.js';
import { constant, standardNormal } from '../../dist/nn/layers/initializers.js';
import { linear } from '../../dist/nn/layers/linear.js';
import { quantumEntanglement } from '../../dist/nn/layers/quantum-entanglement.js';
import { Collector } from './record.mjs';
import { regressionError } from './regression.mjs';
import { COLUMNS, HALF_WIDTH, sampledTarget, TARGETS } from './targets.mjs';

/** Near theta 0, where a layer halves its input. @type {import('../../dist/engine/parameter-store.js').Initializer} */
const small = (values, random) => {
  for (let i = 0; i < values.length; i++) values[i] = 0.1 * random.normal();
};

/**
 * Entanglement layers before a linear map or an MLP, and behind its hidden layer, with theta drawn from a standard normal or from
 * a tenth of it.
 */
export const MODELS = {
  plain: { before: 0, behind: 0, theta: standardNormal },
  'one layer': { before: 1, behind: 0, theta: standardNormal },
  'one layer, small theta': { before: 1, behind: 0, theta: small },
  'two layers, small theta': { before: 2, behind: 0, theta: small },
  'four layers, small theta': { before: 4, behind: 0, theta: small },
  'before and behind, small theta': { before: 1, behind: 1, theta: small },
};

const stack = (name, depth, theta) =>
  Array.from({ length: depth }, (_, i) => quantumEntanglement(`${name}${i}`, theta));

/** A network of `width` ReLU units; width 0: a linear map. */
export function networkOf(model, width) {
  const { before, behind, theta } = MODELS[model];
  const hidden = width === 0 ? [] : [linear('fc1', width), relu(), ...stack('behind', behind, theta)];
  return sequential([...stack('before', before, theta), ...hidden, linear('fc2', 1)]);
}

/** The number of its parameters. */
export function parametersOf(model, width) {
  const { before, behind } = MODELS[model];
  const entangled = before * COLUMNS + behind * width;
  return entangled + (width === 0 ? COLUMNS + 1 : width * (COLUMNS + 2) + 1);
}

/** The narrowest plain network with at least as many parameters. */
export function matchedWidth(model, width) {
  let matched = width;
  while (parametersOf('plain', matched) < parametersOf(model, width)) matched++;
  return matched;
}

/** @param {boolean} quick */
export async function measureExpressiveness(quick) {
  const found = new Collector(1);
  const seeds = quick ? [1, 2] : [1, 2, 3, 4, 5];
  const widths = quick ? [2, 4] : [2, 4, 8, 16, 32];
  const trainRows = quick ? 256 : 2048;
  const how = { trainRows, steps: quick ? 50 : 1500, maximum: 0.02 };
  const settings = settingsOf(widths);
  for (const seed of seeds) {
    for (const kind of TARGETS) {
      const sample = sampledTarget(kind, seed, trainRows + 1024);
      for (const { model, width } of settings) {
        const error = await regressionError(networkOf(model, width), sample, { ...how, seed });
        found.add('error', kind, { model, width, parameters: parametersOf(model, width) }, error);
      }
    }
    await measureMap(found, seed, quick);
  }
  return found.measurements();
}

/** Every model and width, and the plain networks that they are compared with. */
function settingsOf(widths) {
  const models = Object.keys(MODELS);
  const settings = new Map();
  const put = (model, width) => settings.set(`${model} ${width}`, { model, width });
  for (const model of models) {
    for (const width of [0, ...widths]) {
      if (MODELS[model].behind > 0 && width === 0) continue;
      put(model, width);
      put('plain', matchedWidth(model, width));
    }
  }
  return [...settings.values()];
}

/**
 * The layer as a map: whether it is x / 2 with theta 0; how many rows of the cube share their image with another row (z sigmoid(z)
 * falls below z = -1.278, so each row there has a second one on its ray); and how far apart in the image are two such rows.
 */
async function measureMap(found, seed, quick) {
  const rows = quick ? 200 : 2000;
  const random = new RandomStream(seed, 'rows of the map');
  const X = Float64Array.from({ length: rows * COLUMNS }, () => HALF_WIDTH * (2 * random.uniform() - 1));
  const still = await imageOf(X, constant(0), seed);
  found.add(
    'map',
    'theta 0',
    { quantity: 'largest distance from x / 2' },
    largest(still.Y, (y, i) => y - X[i] / 2),
  );
  const { Y, theta } = await imageOf(X, standardNormal, seed);
  const z = Array.from({ length: rows }, (_, row) => projected(X, theta, row));
  const folded = z.filter((value) => value < TURNING_POINT).length / rows;
  found.add('map', 'theta drawn', { quantity: 'rows with a twin' }, folded);
  // Twins: the same ray, at the other root of z sigmoid(z) = c.
  const twins = Float64Array.from(X, (value, i) => {
    const row = Math.floor(i / COLUMNS);
    return z[row] < TURNING_POINT ? (value * twinOf(z[row])) / z[row] : value;
  });
  const other = await imageOf(twins, standardNormal, seed);
  found.add(
    'map',
    'theta drawn',
    { quantity: 'largest distance of the images of twins' },
    largest(other.Y, (y, i) => y - Y[i]),
  );
  found.add(
    'map',
    'theta drawn',
    { quantity: 'largest distance of twins' },
    largest(twins, (value, i) => value - X[i]),
  );
}

const largest = (values, of) => values.reduce((most, value, i) => Math.max(most, Math.abs(of(value, i))), 0);

/** Where z sigmoid(z) has its minimum. */
const TURNING_POINT = -1.278464542761074;

const gated = (z) => z / (1 + Math.exp(-z));

/** The z above the turning point with the same z sigmoid(z), by bisection. */
function twinOf(z) {
  let [low, high] = [TURNING_POINT, 0];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (gated(middle) < gated(z)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function projected(X, theta, row) {
  let sum = 0;
  for (let j = 0; j < COLUMNS; j++) sum += X[row * COLUMNS + j] * Math.cos(theta[j]) * Math.sin(theta[j]);
  return sum;
}

/** The image of rows under one layer in 64 bits, and its theta. */
async function imageOf(X, theta, seed) {
  const engine = await Engine.create('typescript-float64');
  try {
    const store = new ParameterStore(engine);
    const program = new Program(engine, store, X.length / COLUMNS, 'inference');
    const input = program.input(COLUMNS);
    const output = quantumEntanglement('qe', theta).record(program, input);
    program.compile();
    store.initialize(new RandomStream(seed, 'theta'));
    engine.floats(input.value, X.length).set(X);
    program.forward();
    const [angles] = store.parameters();
    return {
      Y: Float64Array.from(engine.floats(output.value, X.length)),
      theta: Float64Array.from(engine.floats(angles.value, COLUMNS)),
    };
  } finally {
    engine.release();
  }
}
