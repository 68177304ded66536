// Prediction by a model of `auto`, trained by the command line on a generated table of numbers and words: a row, 10,000 rows,
// the peak memory of the command, the size of the file. No peer.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { loadModel, predictRows, predictTable, readTable } from '../dist/index.js';
import { median } from './in-turn.mjs';

const TRAINING_ROWS = 3000;
const ROWS = 10_000;
const NUMBERS = 15;
const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'];
const WORD_COLUMNS = 5;
const TURNS = 5;
/** Predictions of one row that are timed together. */
const CALLS = 200;

const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const measured = `process.on('exit', () => process.stderr.write('\\nmaxrss ' + process.resourceUsage().maxRSS + '\\n'))`;

/** Rows as objects; one in ten is of the rare class. */
function rowsOf(count) {
  const random = new RandomStream(3, 'mixed');
  return Array.from({ length: count }, () => {
    const numbers = Array.from({ length: NUMBERS }, () => random.normal());
    const words = Array.from({ length: WORD_COLUMNS }, () => random.integer(WORDS.length));
    const score = numbers[0] + numbers[1] * numbers[2] + (words[0] % 3) - Math.abs(numbers[3]);
    /** @type {Record<string, number | string>} */
    const row = { target: score + random.normal() > 2.3 ? 'rare' : 'common' };
    numbers.forEach((value, c) => {
      row[`n${c}`] = value;
    });
    words.forEach((word, c) => {
      row[`w${c}`] = WORDS[word];
    });
    return row;
  });
}

function run(...args) {
  const preload = `data:text/javascript,${encodeURIComponent(measured)}`;
  const done = spawnSync(process.execPath, ['--import', preload, program, ...args, '--quiet'], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`${args[0]} failed: ${done.stderr}`);
  return Number(/maxrss (\d+)/.exec(done.stderr)?.[1]) / 1024;
}

/** The median processor time of a call in milliseconds, after one turn that is not counted. */
async function milliseconds(calls, action) {
  const times = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    const start = process.cpuUsage();
    for (let call = 0; call < calls; call++) await action();
    const { user, system } = process.cpuUsage(start);
    if (turn > 0) times.push((user + system) / 1000 / calls);
  }
  return median(times);
}

export async function benchAutoPrediction() {
  const folder = mkdtempSync(join(tmpdir(), 'auto-prediction-'));
  try {
    const rows = rowsOf(ROWS);
    const write = (name, of) => {
      const path = join(folder, name);
      const lines = [Object.keys(rows[0]), ...of.map((row) => Object.values(row))];
      writeFileSync(path, `${lines.map((cells) => cells.join()).join('\n')}\n`);
      return path;
    };
    const training = write('training.csv', rows.slice(0, TRAINING_ROWS));
    const all = write('all.csv', rows);
    const file = join(folder, 'model.safetensors');
    run('train', training, '--target', 'target', '--out', file);
    const memory = run('predict', file, all, '--proba', '--out', join(folder, 'predictions.csv'));
    const model = await loadModel(file);
    const { target: _, ...row } = rows[0];
    const table = await readTable(all);
    const one = await milliseconds(CALLS, () => predictRows(model, [row]));
    const many = await milliseconds(1, () => predictTable(model, table));
    return [
      { what: 'auto, predict 1 row of 20 columns', unit: 'ms', ours: one, limit: 0.3 },
      { what: 'auto, predict 10,000 rows', unit: 's', ours: many / 1000, limit: 2 },
      { what: 'auto, peak memory of predict, 10,000 rows', unit: 'MB', ours: memory, limit: 300 },
      { what: 'auto, size of the model', unit: 'MB', ours: statSync(file).size / 2 ** 20, limit: 10 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
