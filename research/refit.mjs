// What refitting on all rows changes: networks with the option `refit` compared with the same runs without it, from records:
//   qcl-mixnet benchmark --classifiers mlp,resnet,qcl-mixnet,... --seeds 5 --out runs
//   qcl-mixnet benchmark --classifiers mlp,resnet,qcl-mixnet,... --seeds 5 --refit --out runs
//   npm run build && node research/refit.mjs runs [--leave-out ecoli,glass,vehicle,wine_quality_red]
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { meanInterval } from '../dist/paper/experiments/repeats.js';
import { differenceText, intervalText } from '../dist/paper/experiments/score-text.js';
import { readRecords } from '../dist/paper/node/experiments/read-records.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'leave-out': { type: 'string', default: '' } },
});
if (positionals.length === 0) {
  console.error('Give the folder or the files of the records.');
  process.exit(2);
}
const leftOut = values['leave-out'].split(',');
const records = [];
for (const path of positionals) records.push(...(await readRecords(path)).records);

/** @type {(record: import('../dist/paper/experiments/run-record.js').RunRecord, options: object) => string} */
const keyOf = ({ dataset, classifier, seed, protocol, tuned }, options) =>
  JSON.stringify([dataset, classifier, seed, protocol, tuned, options]);
const done = records.filter(({ outcome, dataset }) => outcome === 'done' && !leftOut.includes(dataset));
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

const table = new Table({
  head: ['refit', 'data sets', 'runs', 'mean difference', '95 % interval', 'lowest', 'highest'],
  style: { head: [], border: [] },
});
const rowOf = (name, bySets) => {
  const sets = bySets.flatMap((bySet) => [...bySet]);
  const means = sets.map(([dataset, all]) => ({ dataset, mean: meanInterval(all).mean }));
  const overall = meanInterval(means.map(({ mean }) => mean));
  const sorted = means.sort((one, other) => one.mean - other.mean);
  const named = ({ dataset, mean }) => `${dataset} ${differenceText(mean)}`;
  const runs = sets.reduce((sum, [, all]) => sum + all.length, 0);
  table.push([
    ...[name, String(means.length), String(runs), differenceText(overall.mean), intervalText(overall)],
    ...[named(sorted[0]), named(sorted[sorted.length - 1])],
  ]);
};
for (const [classifier, bySet] of differences) rowOf(classifier, [bySet]);
if (differences.size > 1) rowOf('all', [...differences.values()]);
console.log(differences.size === 0 ? 'No run with refit has one without it.' : table.toString());
