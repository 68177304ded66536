// Other portfolios of `auto` and other ways of selecting from them, scored on the test rows of repeated splits of the
// tables for choices (except one_hundred_plants_texture, whose hundred classes take most of the time).
//   node research/portfolios.mjs [--seeds 42-46] [--tables ecoli,...] [--cache FOLDER] [--log FILE]
import { writeFileSync } from 'node:fs';
import { RandomStream } from '../dist/index.js';
import { rowsAt } from '../dist/matrix.js';
import { greedyWeights, selectEnsemble, weightedMean } from './greedy-selection.mjs';
import { mean, standardError } from './mean.mjs';
import { crossFit } from './members.mjs';
import { classFrequencies, correctPriors } from './prior-correction.mjs';
import { selectionScores } from './selection-score.mjs';
import { DECIDING, splitOf } from './splits.mjs';
import { NET_OPTIONS, readArguments, WayScores } from './ways.mjs';

const { first, last, tables, cache, log } = readArguments({
  seeds: '42-46',
  tables: DECIDING.filter((name) => name !== 'one_hundred_plants_texture'),
  log: './portfolios.json',
});
const SAMPLED = { minimumSteps: 800, samplingPower: 0.5, snapshots: 'both' };
const SLOW = { nEstimators: 300, learningRate: 0.05, maxDepth: 6, subsample: 0.8, colsampleByTree: 0.5 };
/** @type {(classifier: string, options?: object, scale?: import('./members.mjs').Candidate['scale'], partition?: number) => import('./members.mjs').Candidate} */
const candidate = (classifier, options = {}, scale = 'standard', partition = 0) => ({
  folds: 5,
  classifier,
  options,
  scale,
  partition,
});
/** Candidates that are also entered with a prior correction of 0.5. */
const CORRECTED = {
  xgboost: candidate('xgboost'),
  'random-forest': candidate('random-forest'),
  'logistic-regression': candidate('logistic-regression'),
  knn: candidate('knn'),
  'gradient-boosting': candidate('gradient-boosting'),
  'slow xgboost': candidate('xgboost', SLOW),
};
const BALANCED = {
  net: candidate('qcl-mixnet', NET_OPTIONS),
  'net on quantiles': candidate('qcl-mixnet', NET_OPTIONS, 'quantile-normal', 1),
  'balanced-random-forest': candidate('balanced-random-forest'),
  'svm-smote': candidate('svm-smote'),
  mlp: candidate('mlp', SAMPLED),
  resnet: candidate('resnet', SAMPLED),
  'resnet on quantiles': candidate('resnet', SAMPLED, 'quantile-normal', 1),
  'slow xgboost of balanced classes': candidate('xgboost', { ...SLOW, classWeight: 'balanced' }),
};
const ALL = { ...CORRECTED, ...BALANCED };
const NOW = [
  ...['net', 'xgboost', 'random-forest', 'logistic-regression', 'knn', 'net on quantiles'],
  ...['gradient-boosting', 'balanced-random-forest', 'svm-smote'],
];
const PORTFOLIOS = {
  'as it is': NOW,
  'and mlp': [...NOW, 'mlp'],
  'and mlp, resnet': [...NOW, 'mlp', 'resnet'],
  'and both resnets': [...NOW, 'resnet', 'resnet on quantiles'],
  'resnets for the nets': [
    ...NOW.filter((name) => !name.startsWith('net')),
    ...['resnet', 'resnet on quantiles'],
  ],
  'and slow xgboost of balanced classes': [...NOW, 'slow xgboost of balanced classes'],
  'and slow xgboost, also of balanced classes': [
    ...NOW,
    ...['slow xgboost', 'slow xgboost of balanced classes'],
  ],
};
const macroF1 = selectionScores['macro-f1'];

/** Macro F1 of expected counts, so that all probabilities of a row matter. */
function softMacroF1(P, y) {
  const classes = P.columns;
  const [hits, predicted, support] = Array.from({ length: 3 }, () => new Float64Array(classes));
  y.forEach((label, i) => {
    support[label]++;
    hits[label] += P.data[i * classes + label];
    for (let c = 0; c < classes; c++) predicted[c] += P.data[i * classes + c];
  });
  const present = [...support.keys()].filter((c) => support[c] > 0);
  return mean(present.map((c) => (2 * hits[c]) / (predicted[c] + support[c])));
}

/** Bagged selection without the guard of `selectEnsemble`; with `start`, each network starts with that many picks. */
function unguarded(predictions, y, random, { score = macroF1, isNet = [], start = 0 }) {
  const weights = predictions.map(() => 0);
  const nets = predictions.filter((_, i) => isNet[i]);
  for (let bag = 0; bag < 30; bag++) {
    const rows = Int32Array.from({ length: y.length }, () => random.integer(y.length));
    const parts = predictions.map((P) => rowsAt(P, rows));
    const labels = Int32Array.from(rows, (row) => y[row]);
    const chosen = greedyWeights(parts, labels, score, 12);
    const share = (start * nets.length) / (start * nets.length + 12);
    chosen.forEach((weight, i) => {
      weights[i] += ((1 - share) * weight + (isNet[i] ? share / nets.length : 0)) / 30;
    });
  }
  return weights;
}

const scores = new WayScores();
for (const table of tables) {
  for (let seed = first; seed <= last; seed++) {
    const split = await splitOf(table, seed);
    const frequencies = classFrequencies(split, split.classes);
    const fitted = new Map();
    for (const [name, each] of Object.entries(ALL))
      fitted.set(name, await crossFit(each, table, seed, split, cache));
    const put = (way, mean) => scores.add(way, table, macroF1(mean, split.testY));
    for (const [name, { test }] of fitted) put(name, test);
    for (const [portfolio, names] of Object.entries(PORTFOLIOS)) {
      const variants = names.flatMap((name) =>
        (name in CORRECTED ? [0, 0.5] : [0]).map((power) => ({
          isNet: name.startsWith('net'),
          isDefault: power === 0.5 || name in BALANCED,
          test: correctPriors(fitted.get(name).test, frequencies, power),
          known: correctPriors(fitted.get(name).outOfFold, frequencies, power),
        })),
      );
      const known = variants.map((variant) => variant.known);
      const isNet = variants.map((variant) => variant.isNet);
      const total = variants.filter(({ isDefault }) => isDefault).length;
      const equal = variants.map(({ isDefault }) => (isDefault ? 1 / total : 0));
      const random = () => new RandomStream(seed, 'selection');
      const guarded = { score: macroF1, picks: 12, bags: 30, bagRows: 5000, random: random() };
      const mixed = (P, y) => macroF1(P, y) + softMacroF1(P, y);
      const ways = {
        'as it is': await selectEnsemble(known, split.y, equal, guarded),
        'without its guard': unguarded(known, split.y, random(), {}),
        'without it, a third of the weight for the nets': unguarded(known, split.y, random(), {
          isNet,
          start: 3,
        }),
        'without it, on macro F1 and expected macro F1': unguarded(known, split.y, random(), {
          score: mixed,
        }),
      };
      for (const [way, weights] of Object.entries(ways)) {
        if (way !== 'as it is' && portfolio !== 'as it is' && way !== 'without its guard') continue;
        const tests = variants.map(({ test }) => test);
        put(`portfolio ${portfolio}, choice ${way}`, weightedMean(tests, weights));
      }
    }
  }
}

const base = scores.get('portfolio as it is, choice as it is');
const result = Array.from(scores, ([way, tables]) => {
  const gains = Array.from(tables, ([table, of]) => of.map((score, i) => score - base.get(table)[i]));
  const overSeeds = gains[0].map((_, i) => mean(gains.map((gain) => gain[i])));
  const rounded = (value) => Number(value.toFixed(4));
  return {
    way,
    macroF1: rounded(mean([...tables.values()].map(mean))),
    gain: rounded(mean(overSeeds)),
    standardErrors: {
      seeds: rounded(standardError(overSeeds)),
      tables: rounded(standardError(gains.map(mean))),
    },
    scores: Object.fromEntries(tables),
  };
});
for (const { way, macroF1: level, gain, standardErrors } of result)
  console.log(
    `${way.padEnd(92)}${level.toFixed(4)}  ${gain < 0 ? '' : '+'}${gain.toFixed(4)}  ${standardErrors.seeds}, ${standardErrors.tables}`,
  );
writeFileSync(log, `${JSON.stringify({ seeds: [first, last], ways: result }, undefined, 1)}\n`);
