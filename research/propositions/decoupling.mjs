// Proposition 4: what the place of the contrastive losses does to the representation that the classifier uses.
import { qclMixNetDefinition } from '../../dist/classifiers/qcl-mixnet/network.js';
import { qclMixNetOptions } from '../../dist/classifiers/qcl-mixnet/options.js';
import { Engine } from '../../dist/engine/engine.js';
import { ParameterStore } from '../../dist/engine/parameter-store.js';
import { Program } from '../../dist/engine/program.js';
import { RandomStream } from '../../dist/index.js';
import { macroF1 } from '../../dist/metrics/macro-f1.js';
import { NetworkPredictor } from '../../dist/training/network-predictor.js';
import { FACTOR_CASES, factorTable } from './factors.mjs';
import { definitionOf, learnedPath } from './learned-path.mjs';
import { explainedShare } from './linear-probe.mjs';
import { dot, LossSurface, norm } from './loss-surface.mjs';
import { Collector } from './record.mjs';
import { effectiveDimensions, spreadOf } from './spread.mjs';
import { chosenRows, smallSplit } from './tables.mjs';

/** The paper's place, the one that the proposition warns of, and the logits. */
export const SPACES = ['embedding', 'representation', 'logits'];

export const TABLES = [
  'balance_scale',
  'ecoli',
  'glass',
  'lymph',
  'vehicle',
  'arrhythmia',
  'abalone',
  'wine_quality_red',
  'optical_digits',
  'pen_digits',
  'satimage',
  'minerals',
];

/** Shares of the training at which gradients are compared. */
export const MARKS = [0, 0.1, 0.5, 1];
const ROWS = 64;
/** The layers that both tasks share. */
const TRUNK = /^(qe1|attn|fc1|bn1|qe2|fc2|bn2)\b/;

/** @param {boolean} quick */
export async function measureDecoupling(quick) {
  const found = new Collector(4);
  const seeds = quick ? [1] : [1, 2, 3, 4, 5];
  const how = { steps: quick ? 20 : 600, train: quick ? 192 : 1024, test: quick ? 128 : 512 };
  for (const { name, deciding } of FACTOR_CASES) {
    for (const seed of seeds) {
      await measureCase(found, name, factorTable({ ...how, deciding, seed }), { ...how, seed });
    }
  }
  for (const name of quick ? ['balance_scale'] : TABLES) {
    for (const seed of seeds) {
      const split = await smallSplit(name, seed, how);
      if (split) await measureCase(found, name, withColumnsAsFactors(split), { ...how, seed });
    }
  }
  return found.measurements();
}

/** On a table, the columns themselves are what a representation may keep or lose. */
function withColumnsAsFactors({ train, test }) {
  const rowsOf = ({ data, rows, columns }) =>
    Array.from({ length: rows }, (_, row) => data.subarray(row * columns, (row + 1) * columns));
  return { train: { ...train, factors: rowsOf(train.X) }, test: { ...test, factors: rowsOf(test.X) } };
}

async function measureCase(found, name, { train, test }, { steps, seed }) {
  const order = new RandomStream(seed, 'rows of the gradients').permutation(train.X.rows).subarray(0, ROWS);
  const rows = chosenRows(train, order);
  for (const metricSpace of SPACES) {
    const snapshots = await learnedPath({ metricSpace }, train, { steps, seed, marks: MARKS });
    const setting = { space: metricSpace };
    const cosines = await gradientCosines({ metricSpace }, rows, snapshots);
    MARKS.forEach((mark, i) => {
      found.add('cosine', name, { ...setting, mark }, cosines[i]);
    });
    const { H, testH, predicted } = await seenBy(
      { metricSpace },
      { train, test },
      snapshots[MARKS.length - 1],
    );
    const { between, within } = spreadOf(testH, test.y);
    found.add('macro F1', name, setting, macroF1(test.y, predicted, train.classes));
    found.add('kept', name, setting, explainedShare(H, train.factors, testH, test.factors));
    found.add('dimensions', name, setting, effectiveDimensions(testH));
    found.add('separability', name, setting, between / within);
  }
}

/** Cosines of the gradients of the focal loss and of the contrastive and triplet losses by the shared layers, at each snapshot. */
async function gradientCosines(options, rows, snapshots) {
  const focal = { ...options, lossAlpha: 1, intraWeight: 0, interWeight: 0 };
  const surfaces = [
    await LossSurface.create(definitionOf(focal), rows),
    await LossSurface.create(definitionOf({ ...options, lossAlpha: 0 }), rows),
  ];
  const places = surfaces[0].places(TRUNK);
  const cosines = snapshots.map((snapshot) => {
    const [one, other] = surfaces.map((surface) => {
      const { gradient } = surface.at(surface.pointOf(snapshot));
      return Float64Array.from(
        places.flatMap(({ offset, size }) => [...gradient.subarray(offset, offset + size)]),
      );
    });
    // A term that is 0 everywhere has no direction, and no conflict.
    return dot(one, other) / Math.max(norm(one) * norm(other), 1e-300);
  });
  for (const surface of surfaces) surface.release();
  return cosines;
}

/** The representations of the training and test rows, and the predicted classes of the test rows. */
async function seenBy(options, { train, test }, snapshot) {
  const definition = qclMixNetDefinition(qclMixNetOptions.parse(options));
  const { columns } = train.X;
  const engine = await Engine.create();
  try {
    const store = new ParameterStore(engine);
    // The whole network is declared, so that the snapshot fits.
    const program = new Program(engine, store, ROWS, 'training');
    const targets = { labels: engine.allocateInts(ROWS), weights: engine.allocateFloats(ROWS) };
    definition.record(program, program.input(columns), targets, train.classes);
    program.compile();
    const predictor = new NetworkPredictor(
      engine,
      store,
      definition.inference(columns, train.classes),
      columns,
    );
    store.restore(snapshot);
    await predictor.refresh();
    const [H, testH] = [await predictor.representations(train.X), await predictor.representations(test.X)];
    const { data } = await predictor.probabilities(test.X);
    const predicted = Int32Array.from({ length: test.X.rows }, (_, row) => {
      const own = data.subarray(row * train.classes, (row + 1) * train.classes);
      return own.indexOf(Math.max(...own));
    });
    return { H, testH, predicted };
  } finally {
    engine.release();
  }
}
