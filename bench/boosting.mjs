// npm run bench -- boosting [--python PYTHON]: fits and predictions of boosting beside XGBoost, LightGBM, CatBoost and
// scikit-learn, in turn, on generated tables: many rows with a rare class, and many columns of 0 and 1. PYTHON has the
// libraries.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifiers } from '../dist/classifiers/registry.js';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { ThreadPool } from '../dist/node/thread-pool.js';
import { median } from './in-turn.mjs';
import { hasPeer, startPython } from './peer.mjs';

const TURNS = 3;
const SHAPE = { rounds: 100, depth: 6, rate: 0.1 };
const OPTIONS = { nEstimators: SHAPE.rounds, maxDepth: SHAPE.depth, learningRate: SHAPE.rate };
const LIBRARIES = ['XGBoost', 'LightGBM', 'CatBoost', 'HistGradientBoosting'];
/**
 * Ours, on one thread unless `threads` is given, and the libraries each is timed beside.
 * @type {{ name: string, threads?: number, options: object, peers: { library: string, threads: number }[], turns?: number }[]}
 */
const CONTENDERS = [
  ...[1, 2].map((threads) => ({
    name: 'boosting',
    threads,
    options: { ...OPTIONS, lambda: 1, subsample: 1, colsample: 1 },
    peers: LIBRARIES.map((library) => ({ library, threads })),
  })),
  { name: 'xgboost', options: OPTIONS, peers: [{ library: 'XGBoost', threads: 1 }] },
  // A fit of scikit-learn's takes minutes.
  { name: 'random-forest', options: {}, peers: [{ library: 'RandomForest', threads: 1 }], turns: 1 },
];
/** The least ratios peer / ours to reach. */
const TARGETS = {
  XGBoost: { fit: 1, predict: 1 },
  LightGBM: { fit: 0.77 },
  RandomForest: { fit: 10 },
};

/** Rows of normal values, the first of which are skewed; a logistic class of this share depends on some columns. */
function rareTable(rows, columns, share) {
  const random = new RandomStream(1, 'rare');
  const data = new Float64Array(rows * columns);
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    for (let c = 0; c < columns; c++) own[c] = c < 5 ? Math.exp(random.normal()) : random.normal();
    scores[row] = own[0] + own[6] * own[7] - 1.5 * Math.abs(own[8]) + own[9] + random.normal();
  }
  return labelled(data, rows, columns, scores, share);
}

/** The first columns are normal values, the others 0 or 1 with shares of ones between .5 and .01. */
function flagTable(rows, columns, numbers) {
  const random = new RandomStream(2, 'flags');
  const data = new Float64Array(rows * columns);
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    for (let c = 0; c < columns; c++) {
      own[c] = c < numbers ? random.normal() : Number(random.uniform() < 0.01 + 0.49 / (1 + c - numbers));
      if (c >= numbers) scores[row] += own[c] * Math.sin(c);
    }
    scores[row] += own[0] + own[1] * own[2] + 0.5 * own[3] * own[numbers] + random.normal();
  }
  return labelled(data, rows, columns, scores, 0.25);
}

function labelled(data, rows, columns, scores, share) {
  const least = scores.toSorted()[Math.floor((1 - share) * rows)];
  return { X: { data, rows, columns }, y: Array.from(scores, (score) => (score >= least ? 1 : 0)) };
}

const seconds = async (action) => {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
};

/**
 * @param {unknown} _ the peer of other benchmarks
 * @param {{ python: string }} options
 */
export async function benchBoosting(_, { python }) {
  const modules = 'sklearn, xgboost, lightgbm, catboost, threadpoolctl';
  const peer = hasPeer(modules, python)
    ? startPython(fileURLToPath(new URL('./boosting_peers.py', import.meta.url)), 'the boosting peer', python)
    : undefined;
  if (peer === undefined) console.error(`${python} lacks one of ${modules}: no peers.`);
  const folder = mkdtempSync(join(tmpdir(), 'boosting-'));
  try {
    const rows = [];
    /** @type {[string, ReturnType<typeof labelled>][]} */
    const tables = [
      ['285,000 x 30', rareTable(285_000, 30, 0.003)],
      ['20,000 x 120', flagTable(20_000, 120, 20)],
    ];
    for (const [what, table] of tables) rows.push(...(await benchTable(what, table, peer, folder)));
    return rows;
  } finally {
    peer?.stop();
    rmSync(folder, { recursive: true });
  }
}

async function benchTable(what, { X, y }, peer, folder) {
  const job = { X: join(folder, `${what} X`), y: join(folder, `${what} y`), rows: X.rows, ...SHAPE };
  writeFileSync(job.X, X.data);
  writeFileSync(job.y, Uint8Array.from(y));
  const rows = [];
  for (const { name: classifier, threads: own = 1, options, peers, turns = TURNS } of CONTENDERS) {
    const name = own === 1 ? classifier : `${classifier} with ${own}`;
    const fitOptions = own === 1 ? {} : { executor: new ThreadPool({ threads: own }) };
    if (name === 'random-forest' && X.rows < 100_000) continue;
    const model = classifiers.find((entry) => entry.name === classifier).create(options);
    const actions = { fit: () => model.fit(X, y, fitOptions), predict: () => model.predictProba(X) };
    const timers = new Map([
      [name, { fit: () => seconds(actions.fit), predict: () => seconds(actions.predict) }],
    ]);
    for (const { library, threads } of peer === undefined ? [] : peers) {
      const ask = async (kind) => (await peer.ask({ ...job, library, threads, kind })).seconds;
      timers.set(`${library}, ${threads}`, { fit: () => ask('fit'), predict: () => ask('predict') });
    }
    const times = await allInTurn(timers, turns);
    for (const kind of ['fit', 'predict']) {
      const ours = times.get(name)[kind];
      const row = { unit: 's', ours: median(ours) };
      if (peer === undefined) rows.push({ what: `${name}, ${kind} ${what}`, ...row });
      for (const { library, threads } of peer === undefined ? [] : peers) {
        const theirs = times.get(`${library}, ${threads}`)[kind];
        rows.push({
          what: `${name} : ${library} with ${threads}, ${kind} ${what}`,
          ...row,
          peer: median(theirs),
          ratio: median(ours.map((own, turn) => theirs[turn] / own)),
          target: TARGETS[library]?.[kind],
        });
      }
    }
  }
  return rows;
}

/** The seconds of each one's fits and predictions, all in turn; of several turns without those of another one before. */
async function allInTurn(timers, turns) {
  const times = new Map(Array.from(timers.keys(), (name) => [name, { fit: [], predict: [] }]));
  for (let turn = turns === 1 ? 1 : 0; turn <= turns; turn++) {
    for (const [name, { fit, predict }] of timers) {
      const own = { fit: await fit(), predict: await predict() };
      if (turn === 0) continue;
      times.get(name).fit.push(own.fit);
      times.get(name).predict.push(own.predict);
    }
  }
  return times;
}
