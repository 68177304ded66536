// npm run bench [-- training prediction networks graphs memory baselines boosting auto-prediction ensembles statistics
// report reading] [--python PYTHON]: prints the measurements, compared with the peers. PYTHON, by default python3, is that of `boosting`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { benchAutoPrediction } from './auto-prediction.mjs';
import { benchBaselines } from './baselines.mjs';
import { benchBoosting } from './boosting.mjs';
import { benchEnsembles } from './ensembles.mjs';
import { benchGraphNetworks } from './graph-networks.mjs';
import { benchMemory } from './memory.mjs';
import { benchPrediction, benchTraining } from './network.mjs';
import { benchNetworks } from './networks.mjs';
import { hasPeer, startPeer } from './peer.mjs';
import { benchReport } from './report.mjs';
import { benchStatistics } from './statistics.mjs';

/**
 * @typedef {{ what: string, unit: string, ours: number, peer?: number, ratio?: number, target?: number,
 *   limit?: number }} Row a line of the table
 */

const suites = new Map(
  /** @type {[string, (newPeer: typeof startPeer, python: string) => Row[] | Promise<Row[]>][]} */ ([
    ['training', benchTraining],
    ['prediction', benchPrediction],
    ['networks', benchNetworks],
    ['graphs', benchGraphNetworks],
    ['memory', benchMemory],
    ['baselines', benchBaselines],
    ['boosting', benchBoosting],
    ['auto-prediction', benchAutoPrediction],
    ['ensembles', benchEnsembles],
    ['report', benchReport],
    ['statistics', benchStatistics],
  ]),
);
/** Has its own peer, csv-parse, and prints its own lines. */
const READING = 'reading';
const names = [...suites.keys(), READING];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: 'string', default: 'python3' } },
});
const wanted = positionals.length > 0 ? positionals : names;
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark named ${unknown.join(', ')}: choose from ${names.join(', ')}.`);
  process.exit(2);
}

if (!hasPeer())
  console.error('No PyTorch for /usr/bin/python3 (Debian: python3-torch): no peer and no ratios.');
const table = new Table({
  head: ['what', 'ours', 'peer', 'peer / ours', 'to reach'],
  style: { head: [], border: [] },
});
const number = (value, unit) => (value === undefined ? '' : `${value.toPrecision(3)} ${unit}`);
for (const name of wanted.filter((each) => suites.has(each))) {
  console.error(`${name} ...`);
  for (const row of await suites.get(name)(startPeer, values.python)) {
    const reach = row.limit === undefined ? `${row.target ?? ''}` : `under ${row.limit} ${row.unit}`;
    table.push([
      row.what,
      number(row.ours, row.unit),
      number(row.peer, row.unit),
      number(row.ratio, 'x'),
      reach,
    ]);
  }
}
if (table.length > 0) {
  const wide = process.env.QCL_MIXNET_WIDE === '1' ? ', QCL_MIXNET_WIDE=1' : '';
  console.log(
    `Node ${process.version}${wide}, one thread unless marked threads ours : peer, medians of alternately timed pairs`,
  );
  console.log(table.toString());
}
if (wanted.includes(READING)) {
  console.error(`${READING} ...`);
  const script = fileURLToPath(new URL('./read-csv.mjs', import.meta.url));
  process.exitCode = spawnSync(process.execPath, [script], { stdio: 'inherit' }).status;
}
