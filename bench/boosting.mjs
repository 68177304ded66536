// npm run bench -- boosting [--python PYTHON]: fits and predictions of boosting beside XGBoost, LightGBM, CatBoost and
// scikit-learn, in turn, on generated tables: many rows with a rare class, and many columns of 0 and 1. PYTHON has the
// libraries.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifiers } from '../dist/classifiers/registry.js';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { inTurn } from './in-turn.mjs';
import { hasPeer, startPython } from './peer.mjs';

const TURNS = 3;
const SHAPE = { rounds: 100, depth: 6, rate: 0.1 };
const OPTIONS = { nEstimators: SHAPE.rounds, maxDepth: SHAPE.depth, learningRate: SHAPE.rate };
const OURS = ['xgboost'];
const LIBRARIES = ['XGBoost', 'LightGBM', 'CatBoost', 'HistGradientBoosting'];
const THREADS = [1, 2];

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
 * @param {string} python
 */
export async function benchBoosting(_, python) {
  const modules = 'sklearn, xgboost, lightgbm, catboost, threadpoolctl';
  const peer = hasPeer(modules, python)
    ? startPython(fileURLToPath(new URL('./boosting_peers.py', import.meta.url)), 'the boosting peer', python)
    : undefined;
  if (peer === undefined) console.error(`${python} lacks one of ${modules}: no peers.`);
  const folder = mkdtempSync(join(tmpdir(), 'boosting-'));
  try {
    const rows = [];
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
  const pairs = OURS.flatMap((name) => LIBRARIES.map((library) => ({ name, options: OPTIONS, library })));
  if (X.rows > 100_000) pairs.push({ name: 'random-forest', options: {}, library: 'RandomForest' });
  const rows = [];
  for (const { name, options, library } of pairs) {
    const model = classifiers.find((entry) => entry.name === name).create(options);
    const kinds = { fit: () => model.fit(X, y), predict: () => model.predictProba(X) };
    for (const threads of library === 'RandomForest' ? [1] : THREADS) {
      for (const kind of ['fit', 'predict']) {
        const ask = async () => (await peer.ask({ ...job, library, threads, kind })).seconds;
        const times = await inTurn(TURNS, () => seconds(kinds[kind]), peer && ask);
        rows.push({
          what: `${name} : ${library} with ${threads}, ${kind} ${what}`,
          unit: 's',
          ...times,
          target: TARGETS[library]?.(threads, kind),
        });
      }
    }
  }
  return rows;
}

/** The least ratios peer / ours to reach. */
const TARGETS = {
  XGBoost: (_threads, _kind) => 1,
  LightGBM: (_threads, kind) => (kind === 'fit' ? 0.77 : undefined),
  RandomForest: (_threads, kind) => (kind === 'fit' ? 10 : undefined),
};
