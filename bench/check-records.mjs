// Runs a random choice of the recorded cells again and checks that the results have the same bits. Exit code 1 if one has not, 2
// if the records cannot be repeated here: they need this version of the package and this kernel build.
//   npm run check:records [-- --cells 12] [--seed 1] [--longest 60] [--records results/default.jsonl,runs]
// --seed is that of the choice, --longest the most seconds that a cell took when it was recorded.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '../dist/errors.js';
import { bestKernelBuild } from '../dist/kernels/load.js';
import { cellTitle } from '../dist/paper/experiments/cell.js';
import { differingResults, recordsToRepeat } from '../dist/paper/experiments/repeated-cells.js';
import { runCell } from '../dist/paper/experiments/run-cell.js';
import { latestRecords } from '../dist/paper/experiments/run-record.js';
import { loadTables } from '../dist/paper/node/experiments/load-tables.js';
import { readRecords } from '../dist/paper/node/experiments/read-records.js';
import { VERSION } from '../dist/version.js';
import { programArguments } from '../scripts/program-arguments.mjs';
import { dataFolder, requireData } from './data-sets.mjs';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));
const committed = () =>
  readdirSync(RESULTS)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => `${RESULTS}${name}`);

const { values } = programArguments(import.meta.url, {
  options: {
    cells: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    longest: { type: 'string', default: '60' },
    records: { type: 'string' },
  },
});
requireData(dataFolder, 'QCL_MIXNET_DATA');
process.env.QCL_MIXNET_DATA = dataFolder;
const numbers = [values.cells, values.seed, values.longest].map(Number);
if (!numbers.every(Number.isSafeInteger) || numbers[0] < 1 || numbers[1] < 0 || numbers[2] < 1) {
  console.error('error: --cells and --longest are whole numbers from 1 on, --seed from 0 on');
  process.exit(2);
}

try {
  await check();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function check() {
  const all = [];
  for (const path of values.records?.split(',') ?? committed())
    all.push(...(await readRecords(path)).records);
  const [cells, seed, longestSeconds] = numbers;
  const here = { version: VERSION, kernelBuild: bestKernelBuild() };
  const chosen = recordsToRepeat([...latestRecords(all).values()], { cells, seed, longestSeconds, ...here });
  let different = 0;
  for (const record of chosen) {
    const { datasets, leftOut } = await loadTables([record.dataset]);
    const [found] = datasets;
    if (found === undefined) throw new InputError(leftOut[0].reason);
    if (found.checksum !== record.checksum) {
      throw new InputError(`${record.dataset} is another table here than that of the records`);
    }
    const fields = differingResults(
      record,
      await runCell(/** @type {import('../dist/tables/table.js').Table} */ (found.table), record),
    );
    if (fields.length > 0) different++;
    const node = record.node === process.version ? '' : ` (recorded with Node ${record.node})`;
    console.log(
      `${cellTitle(record)}: ${fields.length === 0 ? 'the same' : `differs in ${fields.join(', ')}${node}`}`,
    );
  }
  console.log(`${chosen.length - different} of ${chosen.length} cells have the same bits.`);
  if (different > 0) process.exitCode = 1;
}
