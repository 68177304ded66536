// npm run bench [-- training prediction circuit networks graphs memory baselines boosting auto-prediction rows ensembles
// explain neighbours mixup-rows statistics report sql reading] [--python PYTHON] [--torch PYTHON]: prints the measurements, compared with
// the peers. The first PYTHON, by default python3, is that of `boosting`, `explain` and `neighbours`; the other one, by default
// /usr/bin/python3, has PyTorch; if that can
// compile, compiled training steps are shown too.
//   npm run bench -- novelty [--python PYTHON]: areas under the curve of novelty and of scikit-learn's isolation forest; not
// among the others, for it takes half an hour.
//   npm run bench -- automl ...: automl.mjs with its own options; not among the others, for it takes hours.
//   npm run bench -- service ...: service.mjs with its own options; not among the others, for its clients need a core.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { benchAutoPrediction } from './auto-prediction.mjs';
import { benchBaselines } from './baselines.mjs';
import { benchBoosting } from './boosting.mjs';
import { benchCircuit } from './circuit.mjs';
import { benchEnsembles } from './ensembles.mjs';
import { benchExplain } from './explain.mjs';
import { benchGraphNetworks } from './graph-networks.mjs';
import { benchMemory } from './memory.mjs';
import { benchMixupRows } from './mixup-rows.mjs';
import { benchNeighbours } from './neighbours.mjs';
import { benchPrediction, benchTraining } from './network.mjs';
import { benchNetworks } from './networks.mjs';
import { benchNovelty } from './novelty.mjs';
import { compiles, hasPeer, startPeer } from './peer.mjs';
import { benchReport } from './report.mjs';
import { benchRows } from './row-prediction.mjs';
import { benchSql } from './sql.mjs';
import { benchStatistics } from './statistics.mjs';

/**
 * @typedef {{ what: string, unit: string, ours: number, peer?: number, ratio?: number, target?: number,
 *   limit?: number }} Row a line of the table
 */

const suites = new Map(
  /** @type {[string, (newPeer: (script?: string) => ReturnType<typeof startPeer>, options: { python: string,
   *   compiles: boolean }) => Row[] | Promise<Row[]>][]} */ ([
    ['training', benchTraining],
    ['prediction', benchPrediction],
    ['circuit', benchCircuit],
    ['networks', benchNetworks],
    ['graphs', benchGraphNetworks],
    ['memory', benchMemory],
    ['baselines', benchBaselines],
    ['boosting', benchBoosting],
    ['auto-prediction', benchAutoPrediction],
    ['rows', benchRows],
    ['ensembles', benchEnsembles],
    ['explain', benchExplain],
    ['neighbours', benchNeighbours],
    ['mixup-rows', benchMixupRows],
    ['novelty', benchNovelty],
    ['report', benchReport],
    ['sql', benchSql],
    ['statistics', benchStatistics],
  ]),
);
/** Has its own peer, csv-parse, and prints its own lines. */
const READING = 'reading';
const names = [...suites.keys(), READING];
if (process.argv[2] === 'automl' || process.argv[2] === 'service') {
  const script = fileURLToPath(new URL(`./${process.argv[2]}.mjs`, import.meta.url));
  process.exit(spawnSync(process.execPath, [script, ...process.argv.slice(3)], { stdio: 'inherit' }).status);
}
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: 'python3' },
    torch: { type: 'string', default: '/usr/bin/python3' },
  },
});
const wanted = positionals.length > 0 ? positionals : names.filter((name) => name !== 'novelty');
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark named ${unknown.join(', ')}: choose from ${names.join(', ')}.`);
  process.exit(2);
}

const hasTorch = hasPeer('torch', values.torch);
if (!hasTorch)
  console.error(`No PyTorch for ${values.torch} (Debian: python3-torch): no peer and no ratios.`);
const steps = wanted.some((name) => name === 'training' || name === 'networks');
const options = { python: values.python, compiles: steps && hasTorch && compiles(values.torch) };
if (steps && hasTorch && !options.compiles)
  console.error(
    `PyTorch of ${values.torch} cannot compile (that takes 2.0 or newer, g++ and the headers of Python): only steps as written.`,
  );
const table = new Table({
  head: ['what', 'ours', 'peer', 'peer / ours', 'to reach'],
  style: { head: [], border: [] },
});
const number = (value, unit) => (value === undefined ? '' : `${value.toPrecision(3)} ${unit}`);
for (const name of wanted.filter((each) => suites.has(each))) {
  console.error(`${name} ...`);
  for (const row of await suites.get(name)((script) => startPeer(script, values.torch), options)) {
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
