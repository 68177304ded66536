/** From the predictions of all fits to the leader board. */
import type { CrossDecided } from '../../decision/calibrate-and-decide.js';
import { REVIEW } from '../../decision/cost-matrix.js';
import { withMeanWeightOne } from '../../decision/out-of-fold-rows.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { rowsAt } from '../../matrix.js';
import { mean } from '../../mean.js';
import { correctedMean } from '../../statistics/corrected-mean.js';
import { crossValidatedMacroF1Interval } from '../../statistics/macro-f1-interval.js';
import { noInterval, type ScoreInterval } from '../../statistics/score-interval.js';
import type { FoldOutcome } from '../cross-validation/fold-fit.js';
import { type PooledPredictions, poolPredictions } from '../cross-validation/pooled-predictions.js';
import { runDecisions } from '../cross-validation/run-decisions.js';
import { scoreRows } from '../model-scores.js';
import { partAt } from '../part.js';
import type { ScoreMetric } from '../score-metrics.js';
import {
  type ComparisonSplit,
  type FailedFit,
  type FitScores,
  LEVEL,
  type LeftOutClassifier,
  type MeanScore,
  type RankedClassifier,
} from './comparison.js';
import type { ComparisonPlan } from './comparison-plan.js';
import { fitScores, meanScores, trainingFrequencies } from './fit-scores.js';
import { metricInterval, WEIGHTED } from './metric-interval.js';

/** The fits of one classifier, one outcome per split. */
export interface ClassifierOutcomes {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly outcomes: readonly FoldOutcome[];
}

/** Why a classifier is not ranked: a mean over half of the splits or fewer is not comparable with those of the others. */
export function whyNotRanked(outcomes: readonly FoldOutcome[]): string | undefined {
  const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : []));
  if (2 * failures.length < outcomes.length) return undefined;
  return `${failures.length} of ${outcomes.length} fits failed; first failure: ${failures[0]}`;
}

export interface DecisionControl extends ExecutorOption {
  readonly signal?: AbortSignal;
}

/**
 * The scores of the classifiers, in their order: of each repeat, the rows of a fold are calibrated and decided by what
 * is fitted on the predictions of the other folds.
 */
export async function scoreClassifiers(
  classifiers: readonly ClassifierOutcomes[],
  plan: ComparisonPlan,
  control: DecisionControl,
): Promise<(RankedClassifier | LeftOutClassifier)[]> {
  const { classes, seed, decision, work, folds } = plan;
  const { labels, foldsOfRows } = work;
  const pooled = classifiers.map(({ outcomes }) =>
    foldsOfRows.map((ofRow, repeat) => {
      const own = outcomes.slice(repeat * folds, (repeat + 1) * folds);
      const done = own.map((outcome) => ('failure' in outcome ? undefined : outcome));
      return poolPredictions(done, ofRow, labels, classes);
    }),
  );
  const repeats = foldsOfRows.length;
  const tasks = pooled.flat().map(({ probabilities, y, foldOfRow, places }) => {
    const { weights, split } = partAt(work, places);
    return { rows: withMeanWeightOne({ probabilities, y, weights, split }), foldOfRow };
  });
  const decided = await runDecisions({ plan: decision, classes, seed }, tasks, control);
  return classifiers.map((each, i) => {
    const own = pooled[i].map((pool, repeat) => ({ ...pool, ...decided[i * repeats + repeat] }));
    return scoreClassifier(each, own, plan);
  });
}

/** Pooled predictions of a repeat, calibrated and decided. */
type DecidedPredictions = PooledPredictions & CrossDecided;

/** A classifier with its scores, or the reason why it cannot be ranked. */
function scoreClassifier(
  { name, options, outcomes }: ClassifierOutcomes,
  repeats: readonly DecidedPredictions[],
  plan: ComparisonPlan,
): RankedClassifier | LeftOutClassifier {
  const { classes, work, splits, decision, metric } = plan;
  const { labels, foldsOfRows } = work;
  const failures: FailedFit[] = [];
  const actions = decision.costs?.review ? [...classes, REVIEW] : classes;
  const scores = outcomes.map((outcome, s): FitScores | null => {
    const { repeat, fold } = splits[s];
    if ('failure' in outcome) {
      failures.push({ repeat, fold, reason: outcome.failure });
      return null;
    }
    const { places, decided, probabilities } = repeats[repeat];
    const rows = Array.from(places.keys()).filter((row) => foldsOfRows[repeat][places[row]] === fold);
    const found = scoreRows(
      rows.map((row) => labels[places[row]]),
      rows.map((row) => actions[decided[row]]),
      rowsAt(probabilities, rows),
      { classes, frequencies: trainingFrequencies(plan, s) },
      partAt(
        work,
        Int32Array.from(rows, (row) => places[row]),
      ).weights,
    );
    return fitScores(found, plan, outcome.seconds);
  });
  const defined = scores.filter((each) => each !== null && each.metric !== null).length;
  if (defined < 2) {
    return { name, reason: `${metric.title} can be computed on ${defined} of its ${scores.length} splits` };
  }
  const predictions = repeats.map(({ places, decided }) => {
    const predicted = new Int32Array(labels.length).fill(-1);
    places.forEach((place, row) => {
      predicted[place] = decided[row];
    });
    return predicted;
  });
  const indexOf = new Map(classes.map((label, c) => [label, c]));
  const truth = Int32Array.from(labels, (label) => indexOf.get(label) as number);
  const confusion = pooledConfusion(truth, predictions, classes.length);
  const interval = work.weights
    ? noInterval(WEIGHTED)
    : crossValidatedMacroF1Interval(confusion, foldsOfRows.length, { coverage: 1 - LEVEL });
  const macroF1 = meanScore(scores, splits, ({ macroF1 }) => macroF1, interval);
  return {
    name,
    options,
    scores,
    failures,
    means: meanScores(scores.filter((each) => each !== null)),
    macroF1,
    score:
      metric.name === 'macro-f1'
        ? macroF1
        : meanScore(scores, splits, (each) => each.metric, metricInterval(plan, repeats)),
    confusion,
    predictions,
    fallbacks: repeats.flatMap(({ fallbacks }) => fallbacks),
  };
}

/** Means that differ by less count as equal. */
const ROUNDING = 1e-12;

/** By the mean of the metric, the best first; with equal means the faster one first. */
export function byScore({ largerIsBetter }: ScoreMetric) {
  const sign = largerIsBetter ? 1 : -1;
  return (one: RankedClassifier, other: RankedClassifier): number => {
    const difference = sign * (other.score.mean - one.score.mean);
    return Math.abs(difference) > ROUNDING ? difference : one.means.seconds - other.means.seconds;
  };
}

function meanScore(
  scores: readonly (FitScores | null)[],
  splits: readonly ComparisonSplit[],
  read: (scores: FitScores) => number | null,
  interval: ScoreInterval,
): MeanScore {
  const done = splits.flatMap((split, s) => {
    const own = scores[s];
    const value = own === null ? null : read(own);
    return value === null ? [] : [{ ...split, value }];
  });
  const corrected = correctedMean(
    'scores',
    done.map(({ value }) => value),
    mean(done.map(({ trainRows }) => trainRows)),
    mean(done.map(({ testRows }) => testRows)),
  );
  if (interval.reason !== undefined) return { ...corrected, ...interval };
  // Scores of small folds are lower on average than that of all predictions together.
  const { low, high } = interval;
  return { ...corrected, low: Math.min(low, corrected.mean), high: Math.max(high, corrected.mean) };
}

function pooledConfusion(truth: Int32Array, predictions: readonly Int32Array[], classes: number): number[][] {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const predicted of predictions) {
    predicted.forEach((c, row) => {
      if (c >= 0 && c < classes) confusion[truth[row]][c]++;
    });
  }
  return confusion;
}
