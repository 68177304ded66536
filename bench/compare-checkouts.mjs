// Compares the scores of another checkout (both must be built): trainings on the same rows with the same seeds, protocol
// honest. Prints the mean macro F1 of both, their mean difference with its standard error, the number of trainings with
// equal scores, and whether the prepared rows were the same bits.
//   node bench/compare-checkouts.mjs ../other [--seeds 5] [--datasets glass,...] [--classifiers decision-tree,...]
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder, dataPath, requireData } from './data-sets.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '5' },
    datasets: { type: 'string' },
    classifiers: { type: 'string', default: 'decision-tree,random-forest,gradient-boosting,xgboost' },
    data: { type: 'string', default: dataFolder },
  },
});
requireData(values.data);
if (positionals.length !== 1) {
  console.error('Give the folder of the other checkout, which must be built.');
  process.exit(2);
}
const here = await import('../dist/index.js');
const there = await import(resolve(positionals[0], 'dist/index.js'));
const datasets =
  values.datasets?.split(',') ??
  readdirSync(values.data).flatMap((file) => (file.endsWith('.csv.gz') ? [file.slice(0, -7)] : []));

async function train(library, table, classifier, seed) {
  const { model, report } = await library.trainOnTable(table, { target: 'target', classifier, seed });
  return { macroF1: report.metrics.macroF1, model };
}

/** Whether both prepare the rows of `table` for a network with the same bits. */
function sameBits(table, one, other) {
  const [a, b] = [one, other].map(({ preparation }) => preparation.prepare(table).matrix.data);
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
function summary(differences) {
  const centre = mean(differences);
  const squares = differences.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  const error = Math.sqrt(squares / (differences.length - 1) / differences.length);
  return `${centre >= 0 ? '+' : ''}${centre.toFixed(4)} ± ${error.toFixed(4)}`;
}

const all = new Map(values.classifiers.split(',').map((name) => [name, []]));
for (const dataset of datasets) {
  const path = dataPath(values.data, dataset);
  const [table, theirTable] = [await here.readTable(path), await there.readTable(path)];
  for (const [classifier, perSet] of all) {
    const [ours, theirs] = [[], []];
    let isPreparedAlike = true;
    for (let seed = 0; seed < Number(values.seeds); seed++) {
      const one = await train(here, table, classifier, seed);
      const other = await train(there, theirTable, classifier, seed);
      ours.push(one.macroF1);
      theirs.push(other.macroF1);
      isPreparedAlike &&= sameBits(table, one.model, other.model);
    }
    const differences = ours.map((score, i) => score - theirs[i]);
    perSet.push(mean(differences));
    const equal = differences.filter((difference) => difference === 0).length;
    console.log(
      `${dataset} ${classifier}: ${mean(ours).toFixed(4)} against ${mean(theirs).toFixed(4)}, ` +
        `${summary(differences)}, equal in ${equal} of ${differences.length}, ` +
        `${isPreparedAlike ? 'the same' : 'different'} prepared rows`,
    );
  }
}
if (datasets.length > 1) {
  for (const [classifier, perSet] of all)
    console.log(`${classifier}, mean over data sets: ${summary(perSet)}`);
}
