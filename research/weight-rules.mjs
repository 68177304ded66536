// Rules for the weights of the members of `auto`, from their cross-calibrated out-of-fold predictions.
import { mixtureWeights } from '../dist/classifiers/ensembles/auto/mixture-weights.js';
import { candidateClasses } from '../dist/decision/tuning/candidate-classes.js';
import { ascend, scoreOf } from '../dist/decision/tuning/coordinate-ascent.js';
import { metricNamed } from '../dist/decision/tuning/tally-metric.js';
import { priorLogWeights } from '../dist/decision/tuning/tune-weights.js';
import { RandomStream } from '../dist/index.js';
import { rowsAt } from '../dist/matrix.js';
import { heldOutFolds } from '../dist/tables/split/folds-of-rows.js';
import { greedyWeights } from './greedy-selection.mjs';
import { selectionScores } from './selection-score.mjs';

/** Macro F1 of the weighted argmax: after half a prior correction, or with the weights that are best for these very rows. */
const decided = (tuned) => (P, y) => {
  const classes = P.columns;
  const support = new Float64Array(classes);
  for (const c of y) support[c]++;
  const start = priorLogWeights({ metric: 'macro-f1', positive: 0 }, support);
  const rows = {
    candidates: candidateClasses(P, 6),
    belongs: (row, c) => (y[row] === c ? 1 : 0),
    support,
    counts: new Float64Array(y.length).fill(1),
  };
  const metric = metricNamed('macro-f1', 0);
  if (!tuned) return scoreOf(rows, metric, start);
  const present = Array.from(support.keys()).filter((c) => support[c] > 0);
  const searched = classes === 2 ? present.slice(-1) : present;
  const low = start.map((value) => value - 3);
  const high = start.map((value) => value + 3);
  return scoreOf(rows, metric, ascend(rows, { metric, start, searched, low, high }));
};

const PICKS = 8;
const BAGS = 4;
const BAG_ROWS = 1000;

/** Greedy selection, averaged over bootstrap samples (bags) of the rows. */
const bagged = (score) => (predictions, y) => {
  const random = new RandomStream(42, 'bags');
  const weights = predictions.map(() => 0);
  for (let bag = 0; bag < BAGS; bag++) {
    const rows = Int32Array.from({ length: Math.min(y.length, BAG_ROWS) }, () => random.integer(y.length));
    const parts = predictions.map((P) => rowsAt(P, rows));
    const chosen = greedyWeights(
      parts,
      Int32Array.from(rows, (row) => y[row]),
      score,
      PICKS,
    );
    for (const [i, weight] of chosen.entries()) weights[i] += weight / BAGS;
  }
  return weights;
};

/** Rows count by their class's share to a power. */
const weighted = (power) => (predictions, y) => {
  const counts = new Float64Array(predictions[0].columns);
  for (const c of y) counts[c]++;
  const raw = Float64Array.from(y, (c) => counts[c] ** -power);
  const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
  return mixtureWeights(
    predictions,
    y,
    raw.map((value) => value / mean),
  );
};

const half = (one, other) => (predictions, y) => {
  const [a, b] = [one(predictions, y), other(predictions, y)];
  return a.map((weight, i) => (weight + b[i]) / 2);
};

const { 'log-loss': gain } = selectionScores;
const halfF1 = decided(false);
const tunedF1 = decided(true);

/** @type {Record<string, (predictions: readonly import('../dist/index.js').Matrix[], y: Int32Array) => number[]>} */
export const RULES = {
  mixture: (predictions, y) => mixtureWeights(predictions, y),
  equal: (predictions) => predictions.map(() => 1 / predictions.length),
  'macro F1 after half a prior correction': bagged(halfF1),
  'macro F1 after tuning': bagged(tunedF1),
  'macro F1 after tuning less log loss': bagged((P, y) => tunedF1(P, y) + gain(P, y)),
  'greedy log loss': bagged(gain),
  'mixture with rare classes counting more': weighted(0.5),
  'mixture and macro F1 after tuning': half((P, y) => mixtureWeights(P, y), bagged(tunedF1)),
};

const FOLDS = 5;
const SMALLEST_WEIGHT = 0.02;

function sparse(weights) {
  const least = Math.min(SMALLEST_WEIGHT, Math.max(...weights));
  const kept = weights.map((weight) => (weight < least ? 0 : weight));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return kept.map((weight) => weight / total);
}

const mixed = (predictions, weights) => {
  const data = new Float32Array(predictions[0].data.length);
  for (const [k, P] of predictions.entries()) {
    if (weights[k] > 0) for (let i = 0; i < data.length; i++) data[i] += weights[k] * P.data[i];
  }
  return { ...predictions[0], data };
};

/** As `chooseWeights`, with another rule: the mixture out of fold, for the test rows, and its weights. */
export function mixtureBy(rule, members, y, seed) {
  const cross = members.map((member) => member.cross);
  const weights = sparse(RULES[rule](cross, y));
  const folds = Math.min(FOLDS, y.length);
  const { ofRow, count } = heldOutFolds(y, folds, new RandomStream(seed, 'selection'));
  const outOfFold = { ...cross[0], data: new Float32Array(cross[0].data.length) };
  const { columns } = outOfFold;
  for (let fold = 0; fold < count; fold++) {
    const others = Int32Array.from(y.keys()).filter((row) => ofRow[row] !== fold);
    const labels = others.map((row) => y[row]);
    const chosen = sparse(
      RULES[rule](
        cross.map((P) => rowsAt(P, others)),
        labels,
      ),
    );
    const own = Int32Array.from(y.keys()).filter((row) => ofRow[row] === fold);
    const { data } = mixed(
      cross.map((P) => rowsAt(P, own)),
      chosen,
    );
    own.forEach((row, i) => {
      outOfFold.data.set(data.subarray(i * columns, (i + 1) * columns), row * columns);
    });
  }
  return {
    weights,
    outOfFold,
    test: mixed(
      members.map((member) => member.test),
      weights,
    ),
  };
}
