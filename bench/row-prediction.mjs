// Predictions of rows that are plain objects, as a service has them: processor time a row in calls of several lengths, of
// requests that arrive together, and the longest block of the event loop by a request of many rows. No peer.
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { predictRows, tableFromColumns, trainOnTable } from '../dist/index.js';
import { BatchingScorer } from '../dist/service/scoring/batching-scorer.js';
import { median } from './in-turn.mjs';

const TRAINING_ROWS = 3000;
const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'];
const COLUMNS = 20;
const LENGTHS = [1, 8, 64, 1000];
const TOGETHER = 16;
const MANY_ROWS = 10_000;
const TURNS = 5;
/** Rows that are timed together. */
const TIMED_ROWS = 10_000;

/** Models by what the bench calls them: the classifier, its options, the columns of words. */
const MODELS = [
  ['boosting', 'boosting', {}, 0],
  ['boosting, 5 columns of words', 'boosting', {}, 5],
  ['qcl-mixnet, folded, 5 columns of words', 'qcl-mixnet', { folded: true, epochs: 10 }, 5],
  ['random-forest', 'random-forest', {}, 0],
  ['auto, 5 columns of words', 'auto', { quality: 'fast' }, 5],
];

function rowsOf(count, words) {
  const random = new RandomStream(3, 'rows');
  return Array.from({ length: count }, () => {
    const numbers = Array.from({ length: COLUMNS - words }, () => random.normal());
    const own = Array.from({ length: words }, () => random.integer(WORDS.length));
    return Object.fromEntries([
      ...numbers.map((value, c) => [`n${c}`, value]),
      ...own.map((word, c) => [`w${c}`, WORDS[word]]),
    ]);
  });
}

async function train(rows, classifier, classifierOptions) {
  const random = new RandomStream(4, 'target');
  const isRare = ({ n0, n1, n2, n3 }) => n0 + n1 * n2 - Math.abs(n3) + random.normal() > 1.5;
  const table = tableFromColumns([
    ...Object.keys(rows[0]).map((name) => /** @type {const} */ ([name, rows.map((row) => row[name])])),
    ['target', rows.map((row) => (isRare(row) ? 'rare' : 'common'))],
  ]);
  return (await trainOnTable(table, { target: 'target', classifier, classifierOptions })).model;
}

/** The median processor time a row in microseconds, after one turn that is not counted. */
async function microseconds(rows, length, predict) {
  const calls = Math.max(1, Math.floor(TIMED_ROWS / length));
  const parts = Array.from({ length: calls }, (_, call) =>
    Array.from({ length }, (_, i) => rows[(call * length + i) % rows.length]),
  );
  const times = [];
  for (let turn = -1; turn < TURNS; turn++) {
    const start = process.cpuUsage();
    for (const part of parts) await predict(part);
    const { user, system } = process.cpuUsage(start);
    if (turn >= 0) times.push((user + system) / (calls * length));
  }
  return median(times);
}

/** The longest time in milliseconds between two turns of the event loop while `work` runs. */
async function longestBlock(work) {
  let longest = 0;
  let isDone = false;
  const watch = async () => {
    let last = performance.now();
    while (!isDone) {
      await new Promise(setImmediate);
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
  };
  const watching = watch();
  await work();
  isDone = true;
  await watching;
  return longest;
}

export async function benchRows() {
  const lines = [];
  for (const [name, classifier, options, words] of MODELS) {
    const rows = rowsOf(TRAINING_ROWS, words);
    const model = await train(rows, classifier, options);
    const scorer = new BatchingScorer(model);
    for (const length of LENGTHS) {
      const ours = await microseconds(rows, length, (part) => predictRows(model, part));
      lines.push({ what: `${name}: a row in calls of ${length}`, unit: 'us', ours });
    }
    const together = await microseconds(rows, TOGETHER, (part) =>
      Promise.all(part.map((row) => scorer.predict([row]))),
    );
    lines.push({ what: `${name}: a row, ${TOGETHER} requests together`, unit: 'us', ours: together });
    const many = rowsOf(MANY_ROWS, words);
    const blocks = [];
    for (let turn = 0; turn <= 3; turn++) blocks.push(await longestBlock(() => scorer.predict(many)));
    const block = median(blocks.slice(1));
    lines.push({ what: `${name}: longest block by ${MANY_ROWS} rows`, unit: 'ms', ours: block, limit: 20 });
    await scorer.close();
  }
  return lines;
}
