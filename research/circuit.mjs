// What the quantum part of QCL-MixNet is worth: the paper's layers, none, and circuits, on the same splits.
//   npm run research -- circuit [OUT.jsonl] [--tables ecoli,glass] [--seeds 42-46] [--variants layers,none,circuit-4-2-cnot]
//   npm run research -- circuit [OUT.jsonl] --summary [the same choices]
// A finished run is one line of the file, and is not run again. A variant `circuit-QUBITS-LAYERS-ENTANGLER` is a circuit. Each
// network learns by its defaults, with held-out rows that choose its epoch; the score is macro F1 on the test rows.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { QclMixNet } from '../dist/index.js';
import { macroF1 } from '../dist/metrics/macro-f1.js';
import { DatasetUnavailable, datasets } from '../dist/paper/index.js';
import { mean, standardError } from './mean.mjs';
import { splitOf } from './splits.mjs';

const VARIANTS = [
  'layers',
  'none',
  'circuit-4-2-cnot',
  'circuit-4-2-cz',
  'circuit-8-2-cnot',
  'circuit-8-4-cnot',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tables: { type: 'string', default: datasets.map(({ name }) => name).join() },
    seeds: { type: 'string', default: '42-46' },
    variants: { type: 'string', default: VARIANTS.join() },
    summary: { type: 'boolean', default: false },
  },
});
const [out = fileURLToPath(new URL('./circuit.jsonl', import.meta.url))] = positionals;

const recorded = () =>
  existsSync(out)
    ? readFileSync(out, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

function optionsOf(variant) {
  const [, qubits, circuitLayers, entangler] = /^circuit-(\d+)-(\d+)-(cnot|cz)$/.exec(variant) ?? [];
  if (qubits === undefined) return { quantum: variant };
  return { quantum: 'circuit', qubits: Number(qubits), circuitLayers: Number(circuitLayers), entangler };
}

function chosenSeeds() {
  const [first, last = first] = values.seeds.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

async function run() {
  const done = new Set(recorded().map(({ table, variant, seed }) => `${table} ${variant} ${seed}`));
  for (const table of values.tables.split(',')) {
    for (const seed of chosenSeeds()) {
      const split = await splitIfThere(table, seed);
      if (split === undefined) continue;
      for (const variant of values.variants.split(',')) {
        if (done.has(`${table} ${variant} ${seed}`)) continue;
        const network = new QclMixNet(/** @type {any} */ ({ ...optionsOf(variant), seed }));
        const before = process.cpuUsage();
        await network.fit(split.X, Array.from(split.y));
        const { user, system } = process.cpuUsage(before);
        const predicted = Int32Array.from(/** @type {number[]} */ (await network.predict(split.testX)));
        const score = macroF1(split.testY, predicted, split.classes);
        const record = {
          table,
          variant,
          seed,
          macroF1: Number(score.toFixed(5)),
          cpuSeconds: (user + system) / 1e6,
        };
        appendFileSync(out, `${JSON.stringify(record)}\n`);
        console.log(JSON.stringify(record));
      }
    }
  }
}

/** Undefined, with a message, for a table that is not on this machine. */
async function splitIfThere(table, seed) {
  try {
    return await splitOf(table, seed);
  } catch (error) {
    if (!(error instanceof DatasetUnavailable)) throw error;
    console.error(error.message);
    return undefined;
  }
}

/** Means over the tables on which all variants ran, with gains over two of them, paired by table and seed. */
function summarise() {
  const scores = new Map(recorded().map((each) => [`${each.table} ${each.variant} ${each.seed}`, each]));
  const [tables, variants] = [values.tables.split(','), values.variants.split(',')];
  const seeds = chosenSeeds();
  const of = (table, variant, seed) => scores.get(`${table} ${variant} ${seed}`);
  const common = tables.filter((table) =>
    variants.every((variant) => seeds.every((seed) => of(table, variant, seed) !== undefined)),
  );
  if (common.length === 0)
    throw new Error(`no table of ${out} has all of ${variants.join(', ')} for all seeds`);
  console.log(`${common.length} tables (${common.join(', ')}), ${seeds.length} seeds`);
  console.log('| quantum part | macro F1 | gain over the layers | gain over none | CPU seconds of a fit |');
  console.log('| --- | --- | --- | --- | --- |');
  const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
  const gain = (variant, base) => {
    if (variant === base || !variants.includes(base)) return '';
    const ofTable = common.map((table) =>
      mean(seeds.map((seed) => of(table, variant, seed).macroF1 - of(table, base, seed).macroF1)),
    );
    const ofSeed = seeds.map((seed) =>
      mean(common.map((table) => of(table, variant, seed).macroF1 - of(table, base, seed).macroF1)),
    );
    return `${signed(mean(ofTable))} (${standardError(ofSeed).toFixed(3)}, ${standardError(ofTable).toFixed(3)})`;
  };
  for (const variant of variants) {
    const cells = common.flatMap((table) => seeds.map((seed) => of(table, variant, seed)));
    const level = mean(cells.map((cell) => cell.macroF1)).toFixed(3);
    const seconds = mean(cells.map((cell) => cell.cpuSeconds)).toFixed(2);
    console.log(
      `| ${variant} | ${level} | ${gain(variant, 'layers')} | ${gain(variant, 'none')} | ${seconds} |`,
    );
  }
  console.log('In brackets: standard errors over seeds and over tables.');
}

if (values.summary) summarise();
else await run();
