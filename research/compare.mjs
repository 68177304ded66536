// Compares the trials of log.jsonl with one of them, paired by table and seed.
//   node research/compare.mjs BASE [--log FILE]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mean, standardError } from './mean.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { log: { type: 'string', default: fileURLToPath(new URL('./log.jsonl', import.meta.url)) } },
});
const trials = readFileSync(values.log, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const base = trials.find(({ name }) => name === positionals[0]);
if (base === undefined)
  throw new Error(`no trial ${positionals[0]}: ${trials.map(({ name }) => name).join(', ')}`);

const signed = (value) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;

const width = Math.max(...trials.map(({ name }) => name.length)) + 2;
console.log(`${'trial'.padEnd(width)}macro F1   seeds   gain     standard error over seeds, over tables`);
for (const { name, seeds, scores } of trials) {
  const tables = Object.keys(base.scores).filter((table) => table in scores);
  const common = Array.from({ length: seeds[1] - seeds[0] + 1 }, (_, i) => seeds[0] + i).filter(
    (seed) => seed >= base.seeds[0] && seed <= base.seeds[1],
  );
  if (common.length === 0) continue;
  const gain = (table, seed) => scores[table][seed - seeds[0]] - base.scores[table][seed - base.seeds[0]];
  const overSeeds = common.map((seed) => mean(tables.map((table) => gain(table, seed))));
  const overTables = tables.map((table) => mean(common.map((seed) => gain(table, seed))));
  const level = mean(tables.map((table) => mean(scores[table])));
  console.log(
    `${name.padEnd(width)}${level.toFixed(4)}     ${String(common.length).padEnd(6)}${signed(mean(overSeeds))}  ` +
      `${standardError(overSeeds).toFixed(4)}, ${standardError(overTables).toFixed(4)}`,
  );
}
