// Scoring a CSV file in SQL beside `predict`: seconds for 2 million rows.
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./run.mjs').Row} Row */

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const ROWS = 2_000_000;
const TRAINING_ROWS = 3000;
const BLOCK = 10_000;

/** An id, an amount, a country, a time, a truth value, a code and the label. @param {number} rows */
function* lines(rows) {
  yield 'id,amount,country,paid,flag,code,label\n';
  for (let start = 0; start < rows; start += BLOCK) {
    let text = '';
    for (let i = start; i < Math.min(rows, start + BLOCK); i++) {
      const isFraud = (i * 7919) % 10 === 0;
      const amount = i % 31 === 0 ? '' : ((i * 37) % 100_003) / 64 + (isFraud ? 400 : 0);
      const country = ['DE', 'FR', 'US', 'NG'][(i * 11) % (isFraud ? 3 : 4)];
      const paid = new Date(1_700_000_000_000 + ((i * 7_907) % 500_000) * 60_000).toISOString().slice(0, 19);
      text += `${i},${amount},${country},${paid},${(i * 3) % 7 < 3},${(i * 17) % 40},${isFraud ? 'fraud' : 'ok'}\n`;
    }
    yield text;
  }
}

/** Seconds of a command. @param {string} folder @param {string[]} args */
function seconds(folder, args) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args, '--quiet'], { cwd: folder });
  if (status !== 0) throw new Error(`qcl-mixnet ${args.join(' ')} failed:\n${stderr}`);
  return (performance.now() - started) / 1000;
}

/** @returns {Promise<Row[]>} */
export async function benchSql() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sql-'));
  try {
    for (const [name, rows] of /** @type {const} */ ([
      ['train.csv', TRAINING_ROWS],
      ['new.csv', ROWS],
    ])) {
      await pipeline(Readable.from(lines(rows)), createWriteStream(join(folder, name)));
    }
    seconds(folder, ['train', 'train.csv', '-t', 'label', '--classifier', 'boosting', '-o', 'model.st']);
    const query = "select id, predict(t), risk(t) from 'new.csv' t";
    const sql = seconds(folder, ['sql', 'model.st', query, '--out', 'sql.csv']);
    const predict = seconds(folder, [
      'predict',
      'model.st',
      'new.csv',
      '--keep',
      'id',
      '--out',
      'predict.csv',
    ]);
    return [{ what: `sql on ${ROWS} rows of CSV, beside predict`, unit: 's', ours: sql, peer: predict }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
