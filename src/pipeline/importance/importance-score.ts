/** The score by which the importance of columns is measured. */
import { CostDecision } from '../../decision/cost.js';
import { isTunedMetric, metricNamed } from '../../decision/tuning/tally-metric.js';
import { WeightedArgmax } from '../../decision/weighted-argmax.js';
import { InputError } from '../../errors.js';
import { type Matrix, rowsAt } from '../../matrix.js';
import { countClasses } from '../../metrics/class-counts.js';
import { LEAST_PROBABILITY } from '../../metrics/log-loss.js';
import { probabilityReport } from '../../metrics/probability-report.js';
import { averagePrecision } from '../../metrics/threshold-curves.js';
import { quote } from '../../text/name-list.js';
import { positiveClass } from '../risk.js';
import { scoreMetric } from '../score-metrics.js';
import type { TableClassifier } from '../table-classifier.js';

/** The rows that are scored: the index of the true class of each, and what it counts. */
export interface ScoredRows {
  readonly y: Int32Array;
  readonly weights?: Float64Array;
}

export interface ImportanceScore {
  /** The name of the metric. */
  readonly metric: string;
  /** For texts, with the positive class if the metric is about it. */
  readonly title: string;
  readonly largerIsBetter: boolean;
  /**
   * The score of each set of rows by the calibrated probabilities of all of them; undefined where a set has no row that
   * the metric needs.
   *
   * @param sets places of the rows of `probabilities`
   */
  of(probabilities: Matrix, rows: ScoredRows, sets: readonly Int32Array[]): readonly (number | undefined)[];
}

const COST = 'cost';
const AVERAGE_PRECISION = 'class-average-precision';
const LOG_LOSS = 'log-loss';

/**
 * The metric that the decision of the model aims at: what it was tuned for; `cost` of decisions by cost; the average
 * precision of the positive class of floors and alerts; the log loss of the most probable class.
 */
export function aimedMetric({ decision }: TableClassifier): string {
  if (decision instanceof WeightedArgmax) return decision.metric;
  if (decision instanceof CostDecision) return COST;
  return decision.positive === undefined ? LOG_LOSS : AVERAGE_PRECISION;
}

/**
 * @param name a metric as `scoreMetric` knows it, or `cost`
 * @throws InputError for another one, and `cost` of a model without costs.
 */
export function importanceScore(model: TableClassifier, name: string = aimedMetric(model)): ImportanceScore {
  if (name === COST) return costScore(model);
  const { classes, decision } = model;
  const { index: positive } = positiveClass(model);
  const metric = scoreMetric(name);
  const { largerIsBetter, ofPositive } = metric;
  const title = ofPositive ? `${metric.title} of ${quote(String(classes[positive]))}` : metric.title;
  const named = { metric: metric.name, title, largerIsBetter };
  if (metric.name === LOG_LOSS) return { ...named, of: meansOf(lossOfRow) };
  if (metric.name === AVERAGE_PRECISION) return { ...named, of: averagePrecisionOf(positive) };
  // Of an action that is not a class, such as a review, the row counts for no class.
  const decided = (P: Matrix) => decision.decide(P).map((action) => (action < classes.length ? action : -1));
  if (!isTunedMetric(metric.name)) {
    return {
      ...named,
      of: (P, rows, sets) => {
        const predicted = decided(P).map((c) => Math.max(0, c));
        return sets.map((set) => {
          const of = at(rows, set);
          const { weights } = of;
          const report = probabilityReport(rowsAt(P, set), of.y, predictedAt(predicted, set), classes, {
            ...(weights && { weights }),
          });
          return metric.read(report, positive);
        });
      },
    };
  }
  const tally = metricNamed(metric.name, positive);
  return {
    ...named,
    of: (P, rows, sets) => {
      const predicted = decided(P);
      return sets.map((all) => {
        const set = all.filter((row) => predicted[row] >= 0);
        const { y, weights } = at(rows, set);
        if (y.length === 0) return undefined;
        const counts = countClasses(y, predictedAt(predicted, set), classes.length, weights);
        const sums = new Float64Array(tally.sums);
        classes.forEach((_, c) => {
          const [correct, support, called] = [counts.correct[c], counts.support[c], counts.predicted[c]];
          tally.add(sums, 1, c, { correct, support, predicted: called });
        });
        return tally.value(sums, totalOf(y, weights));
      });
    },
  };
}

/** The mean cost of the decided actions. */
function costScore({ decision }: TableClassifier): ImportanceScore {
  if (!(decision instanceof CostDecision)) {
    throw new InputError('metric cost needs a model that decides by cost: train it with costs', {
      optionNames: ['metric'],
    });
  }
  const { costs } = decision.matrix;
  return {
    metric: COST,
    title: 'mean cost',
    largerIsBetter: false,
    of: (P, rows, sets) => {
      const decided = decision.decide(P);
      return meansOf((_, row, c) => costs[c][decided[row]])(P, rows, sets);
    },
  };
}

function lossOfRow({ data, columns }: Matrix, row: number, c: number): number {
  return -Math.log(Math.max(LEAST_PROBABILITY, data[row * columns + c]));
}

/** Means over the rows of what each contributes. */
function meansOf(ofRow: (P: Matrix, row: number, c: number) => number): ImportanceScore['of'] {
  return (P, { y, weights }, sets) =>
    sets.map((set) => {
      let [sum, total] = [0, 0];
      for (const row of set) {
        const weight = weights ? weights[row] : 1;
        sum += weight * ofRow(P, row, y[row]);
        total += weight;
      }
      return total > 0 ? sum / total : undefined;
    });
}

function averagePrecisionOf(positive: number): ImportanceScore['of'] {
  return ({ data, columns }, rows, sets) =>
    sets.map((set) => {
      const { y, weights } = at(rows, set);
      const isPositive = Array.from(y, (c) => c === positive);
      if (!isPositive.includes(true)) return undefined;
      return averagePrecision(
        isPositive,
        Float64Array.from(set, (row) => data[row * columns + positive]),
        weights,
      );
    });
}

function at({ y, weights }: ScoredRows, set: Int32Array): ScoredRows {
  return {
    y: set.map((row) => y[row]),
    ...(weights && { weights: Float64Array.from(set, (row) => weights[row]) }),
  };
}

function predictedAt(predicted: Int32Array, set: Int32Array): Int32Array {
  return set.map((row) => predicted[row]);
}

function totalOf(y: Int32Array, weights: Float64Array | undefined): number {
  return weights ? weights.reduce((sum, weight) => sum + weight, 0) : y.length;
}
