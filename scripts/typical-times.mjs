// How long a run of each classifier typically takes, by rows and columns, from records: the source of a module.
import Regression from 'ml-regression-multivariate-linear';
import { classifiers } from '../dist/classifiers/registry.js';
import { mean } from '../dist/mean.js';

/** @typedef {{ rows: number, features: number, seconds: number }} Measured a data set, its mean over the runs */

/**
 * The text of src/paper/experiments/typical-times.ts. A classifier without records gets the law of all records.
 * @param {readonly import('../dist/paper/experiments/run-record.js').RunRecord[]} records
 */
export function typicalTimes(records) {
  const own = records.filter(
    (record) => record.outcome === 'done' && !record.tuned && Object.keys(record.options).length === 0,
  );
  const all = classifiers.map(({ name }) => measured(own.filter(({ classifier }) => classifier === name)));
  const laws = classifiers.map(({ name }, i) => {
    const law = powerLaw(all[i].length > 0 ? all[i] : all.flat());
    return `  ['${name}', [${law.map((value) => Number(value.toPrecision(3))).join(', ')}]],\n`;
  });
  return (
    '/** Made by `npm run results` from the records in results/. */\n\n' +
    '/**\n * Typical seconds of a run with default options on one core, by classifier: [a, b, c] for a rows^b features^c, fitted to\n' +
    ' * the logarithms over the data sets and scaled to their sum.\n */\n' +
    'export const TYPICAL_TIMES: ReadonlyMap<string, readonly [number, number, number]> = new Map([\n' +
    `${laws.join('')}]);\n`
  );
}

/** @returns {Measured[]} */
function measured(records) {
  const names = [...new Set(records.map(({ dataset }) => dataset))];
  return names.map((name) => {
    const runs = records.filter(({ dataset }) => dataset === name);
    const { rows, columns: features } = runs[0];
    return { rows: rows.train + rows.test, features, seconds: mean(runs.map(({ seconds }) => seconds)) };
  });
}

/** @param {readonly Measured[]} sets */
function powerLaw(sets) {
  const { weights } = new Regression(
    sets.map(({ rows, features }) => [Math.log(rows), Math.log(features)]),
    sets.map(({ seconds }) => [Math.log(seconds)]),
  );
  const [byRows, byFeatures] = weights.map(([weight]) => weight);
  const sum = (/** @type {readonly number[]} */ values) => values.reduce((one, other) => one + other, 0);
  const scale =
    sum(sets.map(({ seconds }) => seconds)) /
    sum(sets.map(({ rows, features }) => rows ** byRows * features ** byFeatures));
  return [scale, byRows, byFeatures];
}
