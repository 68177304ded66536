// The training and test rows of the tables on which category splits were tried.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { extractTarget, readTable, trainTestSplit } from '../dist/index.js';
import { loadDataset } from '../dist/paper/index.js';
import { partAt } from '../dist/pipeline/part.js';

const PAPER = ['lymph'];

/** @typedef {{ train: number[], test: number[] }} Split rows of a table */

/**
 * The splits of the mixed tables (bench/mixed_splits.py), by table and number of the split.
 *
 * @param {{ python: string, mixed: string, tables: readonly string[], splits: number }} given
 * @returns {Map<string, Split>}
 */
export function mixedSplits({ python, mixed, tables, splits }) {
  const script = fileURLToPath(new URL('../bench/mixed_splits.py', import.meta.url));
  const names = tables.filter(isMixed);
  const text = execFileSync(python, [script, mixed, String(splits), ...names], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return new Map(Object.entries(JSON.parse(text)));
}

/**
 * @param {string} name
 * @param {string} mixed folder of the mixed tables
 * @param {Split | undefined} split of a mixed table
 * @param {number} mostRows of the training rows, a stratified sample
 */
export async function partsOf(name, mixed, split, mostRows) {
  const table = await load(name, mixed);
  const { labels } = extractTarget(table, 'target');
  const all = { table, rows: Int32Array.from(labels.keys()), labels };
  const { train, test } = split ?? trainTestSplit(labels, { seed: 1 });
  const training = partAt(all, Int32Array.from(train));
  const surplus = train.length - mostRows;
  const sample =
    surplus > 0 ? trainTestSplit(training.labels, { testSize: surplus, seed: 1 }).train : undefined;
  return { training: sample ? partAt(training, sample) : training, test: partAt(all, Int32Array.from(test)) };
}

function isMixed(name) {
  return !PAPER.includes(name);
}

async function load(name, mixed) {
  return isMixed(name) ? readTable(`${mixed}/${name}.csv.gz`) : (await loadDataset(name)).table;
}
