// Ways of selecting an ensemble from the portfolio, scored on the test rows of repeated splits of the tables for choices.
//   node research/selection.mjs [--seeds 42-51] [--tables ecoli,...] [--cache FOLDER] [--log FILE]
import { writeFileSync } from 'node:fs';
import { RandomStream } from '../dist/index.js';
import { greedyWeights, selectEnsemble, weightedMean } from './greedy-selection.mjs';
import { mean } from './mean.mjs';
import { crossFit } from './members.mjs';
import { classFrequencies, correctPriors } from './prior-correction.mjs';
import { selectionScores } from './selection-score.mjs';
import { DECIDING, splitOf } from './splits.mjs';
import { NET_OPTIONS, readArguments, WayScores } from './ways.mjs';

const { first, last, tables, cache, log } = readArguments({
  seeds: '42-51',
  tables: DECIDING,
  log: './selection.json',
});
/**
 * Name, candidate, and whether it is also entered with a prior correction of 0.5.
 * @type {[string, Omit<import('./members.mjs').Candidate, 'folds'>, boolean][]}
 */
const PORTFOLIO = [
  ['net', { classifier: 'qcl-mixnet', options: NET_OPTIONS, scale: 'standard', partition: 0 }, false],
  [
    'net on quantiles',
    { classifier: 'qcl-mixnet', options: NET_OPTIONS, scale: 'quantile-normal', partition: 1 },
    false,
  ],
  ...['gradient-boosting', 'xgboost', 'random-forest', 'logistic-regression', 'knn'].map(
    (classifier) =>
      /** @type {[string, Omit<import('./members.mjs').Candidate, 'folds'>, boolean]} */ ([
        classifier,
        { classifier, options: {}, scale: 'standard', partition: 0 },
        true,
      ]),
  ),
];
const macroF1 = selectionScores['macro-f1'];
const equal = (chosen) => chosen.map((is) => (is ? 1 : 0));

const scores = new WayScores();
for (const table of tables) {
  for (let seed = first; seed <= last; seed++) {
    const split = await splitOf(table, seed);
    const frequencies = classFrequencies(split, split.classes);
    const variants = [];
    for (const [name, { classifier, options, scale, partition }, corrected] of PORTFOLIO) {
      const candidate = { classifier, options, scale, folds: 5, partition };
      const { test, outOfFold } = await crossFit(candidate, table, seed, split, cache);
      for (const power of corrected ? [0, 0.5] : [0]) {
        variants.push({
          name: power === 0 ? name : `${name}, corrected`,
          isDefault: power === 0.5 || !corrected,
          test: correctPriors(test, frequencies, power),
          outOfFold: correctPriors(outOfFold, frequencies, power),
        });
      }
    }
    const known = variants.map(({ outOfFold }) => outOfFold);
    const singles = known.map((P) => macroF1(P, split.y));
    const defaults = equal(variants.map(({ isDefault }) => isDefault));
    const total = defaults.reduce((sum, weight) => sum + weight, 0);
    const options = { score: macroF1, picks: 12, bags: 30, bagRows: 5000 };
    const bagged = (fallback) =>
      selectEnsemble(known, split.y, fallback, { ...options, random: new RandomStream(seed, 'selection') });
    const ways = {
      'all, equal weights': variants.map(() => 1),
      'all as they are, equal weights': equal(variants.map(({ name }) => !name.endsWith('corrected'))),
      'corrected where it can be, equal weights': defaults,
      'both nets': equal(variants.map(({ name }) => name.startsWith('net'))),
      'the best one out of fold': equal(singles.map((score) => score === Math.max(...singles))),
      'greedy, 12 picks': greedyWeights(known, split.y, macroF1, 12),
      'greedy in 30 bags, equal weights unless clearly better': await bagged(
        defaults.map((weight) => weight / total),
      ),
      ...Object.fromEntries(variants.map(({ name }, i) => [name, equal(variants.map((_, j) => i === j))])),
    };
    for (const [way, weights] of Object.entries(ways)) {
      const mean = weightedMean(
        variants.map(({ test }) => test),
        weights,
      );
      scores.add(way, table, macroF1(mean, split.testY));
    }
  }
}
const result = Array.from(scores, ([way, tables]) => ({
  way,
  macroF1: Number(mean([...tables.values()].map(mean)).toFixed(4)),
  scores: Object.fromEntries(tables),
}));
for (const { way, macroF1: level } of result) console.log(`${way.padEnd(58)}${level.toFixed(4)}`);
writeFileSync(log, `${JSON.stringify({ seeds: [first, last], ways: result }, undefined, 1)}\n`);
