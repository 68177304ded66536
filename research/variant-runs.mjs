// Runs of QCL-MixNet in several variants on the same splits, for research/NAME.mjs:
//   npm run research -- NAME [OUT.jsonl] [--tables ecoli,glass] [--seeds 42-46] [--variants a,b] [--options JSON]
//   npm run research -- NAME [OUT.jsonl] --summary [the same choices]
// A finished run is one line of the file, and is not run again. Each network learns by its defaults, the options of its variant
// and those of --options, with held-out rows that choose its epoch (protocol honest); the score is macro F1 on the test rows.
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { QclMixNet } from '../dist/index.js';
import { macroF1 } from '../dist/metrics/macro-f1.js';
import { datasets } from '../dist/paper/index.js';
import { programArguments } from '../scripts/program-arguments.mjs';
import { ifThere } from './if-there.mjs';
import { splitOf } from './splits.mjs';

/**
 * @typedef {object} Choice
 * @property {string} out the file of the runs
 * @property {readonly string[]} tables
 * @property {readonly number[]} seeds
 * @property {readonly string[]} variants
 * @property {Record<string, unknown>} options of all variants
 * @property {boolean} summary whether to summarise the runs instead
 */

/**
 * The command line. Defaults: all tables, seeds 42 to 46, all variants.
 * @param {readonly string[]} variants
 * @param {string} usual the file of the runs, if the command line names no other
 * @returns {Choice}
 */
export function chosenRuns(variants, usual) {
  const { values, positionals } = programArguments(import.meta.url, {
    allowPositionals: true,
    options: {
      tables: { type: 'string', default: datasets.map(({ name }) => name).join() },
      seeds: { type: 'string', default: '42-46' },
      variants: { type: 'string', default: variants.join() },
      options: { type: 'string', default: '{}' },
      summary: { type: 'boolean', default: false },
    },
  });
  const [first, last = first] = values.seeds.split('-').map(Number);
  return {
    out: positionals[0] ?? usual,
    tables: values.tables.split(','),
    seeds: Array.from({ length: last - first + 1 }, (_, i) => first + i),
    variants: values.variants.split(','),
    options: JSON.parse(values.options),
    summary: values.summary,
  };
}

const keyOf = ({ table, variant, seed, options = {} }) => JSON.stringify([table, variant, seed, options]);

/** The finished runs; an incomplete last line is none. */
function recorded(out) {
  if (!existsSync(out)) return [];
  const lines = readFileSync(out, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/**
 * Finds a run; undefined if it is not in the file.
 * @param {Choice} choice
 */
export function finishedRuns({ out, options }) {
  const runs = new Map(recorded(out).map((each) => [keyOf(each), each]));
  return (table, variant, seed) => runs.get(keyOf({ table, variant, seed, options }));
}

/** Cuts off the incomplete last line of a run that was killed. */
function cutIncompleteLine(out) {
  if (!existsSync(out)) return;
  const bytes = readFileSync(out);
  truncateSync(out, bytes.lastIndexOf('\n') + 1);
}

/**
 * Runs what is missing.
 * @param {Choice} choice
 * @param {(variant: string) => object} optionsOf
 * @param {(network: QclMixNet) => object} [details] further fields of a run's line
 */
export async function runMissing(choice, optionsOf, details = () => ({})) {
  const { out, tables, seeds, variants, options } = choice;
  cutIncompleteLine(out);
  const find = finishedRuns(choice);
  for (const table of tables) {
    for (const seed of seeds) {
      const missing = variants.filter((variant) => find(table, variant, seed) === undefined);
      const split = missing.length > 0 ? await ifThere(() => splitOf(table, seed)) : undefined;
      if (split === undefined) continue;
      for (const variant of missing) {
        const network = new QclMixNet(/** @type {any} */ ({ ...options, ...optionsOf(variant), seed }));
        const before = process.cpuUsage();
        await network.fit(split.X, Array.from(split.y));
        const { user, system } = process.cpuUsage(before);
        const predicted = Int32Array.from(/** @type {number[]} */ (await network.predict(split.testX)));
        const score = macroF1(split.testY, predicted, split.classes);
        const record = {
          table,
          variant,
          seed,
          ...(Object.keys(options).length > 0 && { options }),
          macroF1: Number(score.toFixed(5)),
          cpuSeconds: (user + system) / 1e6,
          ...details(network),
        };
        appendFileSync(out, `${JSON.stringify(record)}\n`);
        console.log(JSON.stringify(record));
      }
    }
  }
}

/**
 * The tables on which all variants ran for all seeds. Exits with 2 if there is none.
 * @param {Choice} choice
 */
export function completeTables(choice) {
  const { out, tables, seeds, variants } = choice;
  const find = finishedRuns(choice);
  const complete = tables.filter((table) =>
    variants.every((variant) => seeds.every((seed) => find(table, variant, seed) !== undefined)),
  );
  if (complete.length === 0) {
    console.error(`error: no table of ${out} has all of ${variants.join(', ')} for all seeds`);
    process.exit(2);
  }
  return complete;
}

/** With its sign, to three digits. */
export const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
