// node bench/linear-baselines.mjs [classifier ...]: fits on 80 % of some real tables and predicts the rest,
// beside scikit-learn in the same run, one thread each. The tables are those of QCL_MIXNET_DATA or the cache.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { classifiers, extractTarget, loadDataset, Preparation, trainTestSplit } from '../dist/index.js';
import { median } from './in-turn.mjs';

const ROUNDS = 5;
const TABLES = ['letter', 'satimage', 'satimage_multi'];
const PAIRS = [
  {
    classifier: 'logistic-regression',
    options: {},
    // Of the same tolerance; version 1.2 also stops at a relative decrease of 2e-9, which comes earlier.
    peer: { estimator: 'LogisticRegression', params: { tol: 1e-4, max_iter: 1000 } },
  },
  {
    classifier: 'knn',
    options: {},
    peer: { estimator: 'KNeighborsClassifier', params: { algorithm: 'brute' } },
  },
  {
    classifier: 'knn',
    options: { weights: 'distance', k: 15 },
    peer: {
      estimator: 'KNeighborsClassifier',
      params: { algorithm: 'brute', weights: 'distance', n_neighbors: 15 },
    },
  },
];

const folder = mkdtempSync(join(tmpdir(), 'qcl-baselines-'));
const script = fileURLToPath(new URL('./estimators-peer.py', import.meta.url));
const python = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();

async function ask(job) {
  python.stdin.write(`${JSON.stringify(job)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error('the peer stopped: is scikit-learn there for /usr/bin/python3?');
  return JSON.parse(value);
}

/** A part of a table: for us, and as the peer reads it. */
function part(name, X, y) {
  const x = join(folder, `${name}.x`);
  const labels = join(folder, `${name}.y`);
  writeFileSync(x, X.data);
  writeFileSync(labels, y);
  return { X, y: Array.from(y), files: { x, y: labels, columns: X.columns } };
}

async function parts(name) {
  const { table } = await loadDataset(name);
  const { features, indices } = extractTarget(table, 'target');
  const { train, test } = trainTestSplit(indices);
  const preparation = Preparation.fit(features, train);
  const take = (rows, kind) =>
    part(
      `${name}-${kind}`,
      preparation.prepare(features, rows).matrix,
      Int32Array.from(rows, (r) => indices[r]),
    );
  return { train: take(train, 'train'), test: take(test, 'test') };
}

async function ours({ classifier, options }, { train, test }) {
  const model = classifiers.find(({ name }) => name === classifier).create(options);
  const start = performance.now();
  await model.fit(train.X, train.y);
  const fitted = performance.now();
  const predicted = await model.predict(test.X);
  const done = performance.now();
  const right = predicted.filter((label, i) => label === test.y[i]).length;
  return { fit: (fitted - start) / 1000, predict: (done - fitted) / 1000, accuracy: right / test.y.length };
}

const wanted = process.argv.slice(2);
const table = new Table({
  head: ['classifier', 'table', 'what', 'ours', 'scikit-learn', 'ratio', 'accuracy', "scikit-learn's"],
  style: { head: [], border: [] },
});
try {
  for (const name of TABLES) {
    const data = await parts(name);
    for (const pair of PAIRS.filter(({ classifier }) => wanted.length === 0 || wanted.includes(classifier))) {
      const mine = [];
      const theirs = [];
      const job = { ...pair.peer, train: data.train.files, test: data.test.files };
      for (let round = 0; round <= ROUNDS; round++) {
        mine.push(await ours(pair, data));
        theirs.push(await ask(job));
      }
      for (const what of ['fit', 'predict']) {
        // The first round warms both up.
        const seconds = (list) => list.slice(1).map((each) => each[what]);
        const [our, their] = [seconds(mine), seconds(theirs)];
        const label = [pair.classifier, ...Object.entries(pair.options).map((each) => each.join(' '))].join(
          ', ',
        );
        table.push([
          label,
          name,
          what,
          `${(1000 * median(our)).toPrecision(3)} ms`,
          `${(1000 * median(their)).toPrecision(3)} ms`,
          `${median(our.map((value, i) => their[i] / value)).toPrecision(3)} x`,
          mine[0].accuracy.toFixed(4),
          theirs[0].accuracy.toFixed(4),
        ]);
      }
    }
  }
  console.log(
    `Node ${process.version}, one thread, medians of ${ROUNDS} rounds timed in turn; ratio: theirs / ours`,
  );
  console.log(table.toString());
} finally {
  python.stdin.end();
  rmSync(folder, { recursive: true });
}
