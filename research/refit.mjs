// What refitting on all rows changes: networks with the option `refit` compared with the same runs without it. Mean differences
// in macro F1 with standard errors over the data sets: those on which choices are made, and the others.
//   npm run research -- refit                                                prints the table of research/refit.jsonl
//   npm run research -- refit results/next/default results/next/refit       makes that file anew from records first
// The records are those of `npm run records -- --only default,refit`.
import { readFileSync, writeFileSync } from 'node:fs';
import { InputError } from '../dist/errors.js';
import { isUntouched } from '../dist/paper/datasets/chosen-on.js';
import { readRecords } from '../dist/paper/node/experiments/read-records.js';
import { markdownTable } from '../dist/text/text-table.js';
import { programArguments } from '../scripts/program-arguments.mjs';
import { mean, standardError } from './mean.mjs';
import { signed } from './variant-runs.mjs';

/**
 * @typedef {object} Pair the macro F1 on the test rows of a run and of the same with `refit`
 * @property {string} dataset
 * @property {string} classifier
 * @property {number} seed
 * @property {number} plain
 * @property {number} refit
 */

const PAIRS = new URL('./refit.jsonl', import.meta.url);

/** @type {(paths: readonly string[]) => Promise<Pair[]>} */
async function pairsOf(paths) {
  const records = [];
  try {
    for (const path of paths) records.push(...(await readRecords(path)).records);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(2);
  }
  /** @type {(record: import('../dist/paper/experiments/run-record.js').RunRecord, options: object) => string} */
  const keyOf = ({ dataset, classifier, seed, protocol, tuned }, options) =>
    JSON.stringify([dataset, classifier, seed, protocol, tuned, options]);
  const scores = new Map();
  for (const record of records)
    if (record.outcome === 'done')
      scores.set(keyOf(record, record.options), Number(record.metrics.macroF1.toFixed(5)));
  return records.flatMap((record) => {
    const { refit, ...others } = record.options;
    const { dataset, classifier, seed } = record;
    const pair = {
      plain: scores.get(keyOf(record, others)),
      refit: scores.get(keyOf(record, record.options)),
    };
    if (refit !== true || pair.plain === undefined || pair.refit === undefined) return [];
    return [{ dataset, classifier, seed, ...pair }];
  });
}

const { positionals } = programArguments(import.meta.url, { allowPositionals: true });
if (positionals.length > 0) {
  const lines = (await pairsOf(positionals)).map((pair) => `${JSON.stringify(pair)}\n`);
  if (lines.length === 0) {
    console.error(`No run with refit in ${positionals.join(', ')} has one without it.`);
    process.exit(2);
  }
  writeFileSync(PAIRS, lines.sort().join(''));
}

/** @type {Map<string, Map<string, number[]>>} classifier: data set: differences by seed */
const differences = new Map();
for (const line of readFileSync(PAIRS, 'utf8').trim().split('\n')) {
  const { classifier, dataset, plain, refit } = JSON.parse(line);
  const bySet = differences.get(classifier) ?? new Map();
  differences.set(classifier, bySet);
  bySet.set(dataset, [...(bySet.get(dataset) ?? []), refit - plain]);
}

/** @typedef {{ dataset: string, gain: number }} Gain the mean over the seeds */
const overSets = (/** @type {readonly Gain[]} */ gains) => {
  const values = gains.map(({ gain }) => gain);
  return values.length < 2 ? '-' : `${signed(mean(values))} ± ${standardError(values).toFixed(3)}`;
};
const named = (/** @type {Gain} */ { dataset, gain }) => `${dataset} ${signed(gain)}`;
const rowOf = (/** @type {string} */ name, /** @type {readonly Gain[]} */ gains) => {
  const sorted = [...gains].sort((one, other) => other.gain - one.gain);
  return [
    ...[name, overSets(gains.filter(({ dataset }) => !isUntouched(dataset)))],
    ...[overSets(gains.filter(({ dataset }) => isUntouched(dataset))), named(sorted[0])],
    named(sorted[sorted.length - 1]),
  ];
};
const gainsOf = (/** @type {Map<string, number[]>} */ bySet) =>
  [...bySet].map(([dataset, all]) => ({ dataset, gain: mean(all) }));
const all = [...differences].map(([name, bySet]) => ({ name, gains: gainsOf(bySet) }));
const sets = [...new Set(all.flatMap(({ gains }) => gains.map(({ dataset }) => dataset)))];
/** The mean over the networks that have runs on a data set. */
const together = sets.map((dataset) => ({
  dataset,
  gain: mean(
    all.flatMap(({ gains }) => gains.filter((each) => each.dataset === dataset)).map(({ gain }) => gain),
  ),
}));

console.log(
  markdownTable({
    head: ['network', 'tables for choices', 'other tables', 'largest gain', 'largest loss'],
    rows: [...all.map(({ name, gains }) => rowOf(`\`${name}\``, gains)), rowOf('their mean', together)],
    notes: [],
  }),
);
