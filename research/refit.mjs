// What refitting on all rows changes: networks with the option `refit` compared with the same runs without it, from records.
// Mean differences in macro F1 with standard errors over the data sets: those on which choices are made, and the others.
//   npm run records -- --only default,refit
//   npm run build && node research/refit.mjs results/next/default results/next/refit
import { parseArgs } from 'node:util';
import { isUntouched } from '../dist/paper/datasets/chosen-on.js';
import { readRecords } from '../dist/paper/node/experiments/read-records.js';
import { markdownTable } from '../dist/text/text-table.js';
import { mean, standardError } from './mean.mjs';
import { signed } from './variant-runs.mjs';

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length === 0) {
  console.error('Give the folders or the files of the records.');
  process.exit(2);
}
const records = [];
for (const path of positionals) records.push(...(await readRecords(path)).records);

/** @type {(record: import('../dist/paper/experiments/run-record.js').RunRecord, options: object) => string} */
const keyOf = ({ dataset, classifier, seed, protocol, tuned }, options) =>
  JSON.stringify([dataset, classifier, seed, protocol, tuned, options]);
const done = records.filter(({ outcome }) => outcome === 'done');
const byKey = new Map(done.map((record) => [keyOf(record, record.options), record]));

/** @type {Map<string, Map<string, number[]>>} classifier: data set: differences by seed */
const differences = new Map();
for (const record of done) {
  const { refit, ...others } = record.options;
  const plain = refit === true ? byKey.get(keyOf(record, others)) : undefined;
  if (plain?.outcome !== 'done' || record.outcome !== 'done') continue;
  const bySet = differences.get(record.classifier) ?? new Map();
  differences.set(record.classifier, bySet);
  const difference = record.metrics.macroF1 - plain.metrics.macroF1;
  bySet.set(record.dataset, [...(bySet.get(record.dataset) ?? []), difference]);
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
  differences.size === 0
    ? 'No run with refit has one without it.'
    : markdownTable({
        head: ['network', 'tables for choices', 'other tables', 'largest gain', 'largest loss'],
        rows: [...all.map(({ name, gains }) => rowOf(`\`${name}\``, gains)), rowOf('their mean', together)],
        notes: [],
      }),
);
