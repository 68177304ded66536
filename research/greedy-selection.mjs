/**
 * Ensemble selection (Caruana, Niculescu-Mizil, Crew & Ksikes, "Ensemble selection from libraries of models", 2004):
 * candidates are added one by one, with replacement, each time the one with which the mean of those chosen scores
 * best; a candidate's weight is how often it was chosen. Bagging over bootstrap samples of the rows keeps a lucky
 * candidate from dominating on a small table.
 */
import { timeSlices } from '../dist/event-loop.js';
import { rowsAt } from '../dist/matrix.js';
import { mean } from '../dist/mean.js';

/** The variance of the gains needs two. */
const FEWEST_BAGS = 2;
/**
 * One weight per candidate, summing to 1: the mean over the bags, or `fallback` if the bags' weights do not score
 * clearly better on their out-of-bag rows.
 *
 * @param predictions of each candidate for the same rows, rows x classes
 * @param y class index of each row
 */
export async function selectEnsemble(predictions, y, fallback, { score, picks, bags, bagRows, random }) {
  const rows = y.length;
  const size = Math.min(rows, bagRows);
  const chosenIn = [];
  const gains = [];
  const slices = timeSlices();
  while (chosenIn.length < bags) {
    if (slices.due()) await slices.pause();
    const inBag = Int32Array.from({ length: size }, () => random.integer(rows));
    const part = partOf(predictions, y, inBag);
    const chosen = greedyWeights(part.predictions, part.y, score, picks);
    chosenIn.push(chosen);
    const known = new Set(inBag);
    const outside = Int32Array.from(y.keys()).filter((row) => !known.has(row));
    if (outside.length === 0) continue;
    const rest = partOf(predictions, y, outside);
    const scoreOf = (given) => score(weightedMean(rest.predictions, given), rest.y);
    gains.push(scoreOf(chosen) - scoreOf(fallback));
  }
  if (!isClear(gains)) return fallback;
  return predictions.map((_, i) => chosenIn.reduce((sum, chosen) => sum + chosen[i] / chosenIn.length, 0));
}
/** Least mean gain over the fallback, in standard deviations over the bags. */
const EVIDENCE = 0.25;
/** Whether the mean is above `EVIDENCE` standard deviations. */
function isClear(gains) {
  if (gains.length < FEWEST_BAGS) return false;
  const centre = mean(gains);
  const variance = gains.reduce((sum, gain) => sum + (gain - centre) ** 2, 0) / (gains.length - 1);
  return centre > EVIDENCE * Math.sqrt(variance);
}
/** Weights, summing to 1, of the best-scoring ensemble along the greedy path; of ties the first. */
export function greedyWeights(predictions, y, score, picks) {
  const { rows, columns } = predictions[0];
  const counts = new Array(predictions.length).fill(0);
  const sum = new Float32Array(rows * columns);
  const tried = { data: new Float32Array(rows * columns), rows, columns };
  let best = { score: -Infinity, weights: counts };
  for (let pick = 1; pick <= picks; pick++) {
    let chosen = 0;
    let highest = -Infinity;
    for (const [i, { data }] of predictions.entries()) {
      for (let at = 0; at < sum.length; at++) tried.data[at] = (sum[at] + data[at]) / pick;
      const reached = score(tried, y);
      if (reached > highest) {
        highest = reached;
        chosen = i;
      }
    }
    counts[chosen]++;
    const { data } = predictions[chosen];
    for (let at = 0; at < sum.length; at++) sum[at] += data[at];
    if (highest > best.score) best = { score: highest, weights: counts.map((count) => count / pick) };
  }
  return best.weights;
}
/** The weighted mean of predictions for the same rows; the weights may have any positive sum. */
export function weightedMean(predictions, weights) {
  const { rows, columns } = predictions[0];
  const sums = new Float64Array(rows * columns);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  predictions.forEach(({ data }, i) => {
    if (weights[i] === 0) return;
    for (let at = 0; at < sums.length; at++) sums[at] += weights[i] * data[at];
  });
  return { data: Float32Array.from(sums, (sum) => sum / total), rows, columns };
}
function partOf(predictions, y, rows) {
  const parts = predictions.map((P) => rowsAt(P, rows));
  return { predictions: parts, y: Int32Array.from(rows, (row) => y[row]) };
}
