/** From the predictions of all fits to the leader board. */
import { mean } from '../../mean.js';
import { classificationReport } from '../../metrics/classification-report.js';
import { logLoss } from '../../metrics/log-loss.js';
import { correctedMean } from '../../statistics/corrected-mean.js';
import { crossValidatedMacroF1Interval } from '../../statistics/macro-f1-interval.js';
import { type FoldOutcome, placesOfFold } from '../cross-validation/fold-fit.js';
import {
  type ComparisonSplit,
  type FailedFit,
  type FitScores,
  LEVEL,
  type LeftOutClassifier,
  type MeanMacroF1,
  type RankedClassifier,
} from './comparison.js';
import type { ComparisonPlan } from './comparison-plan.js';

/** The fits of one classifier, one outcome per split. */
export interface ClassifierOutcomes {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly outcomes: readonly FoldOutcome[];
}

/**
 * The scores of a classifier, or why it is not ranked: a mean over half of the splits or fewer is not comparable
 * with those of the others.
 */
export function scoreClassifier(
  { name, options, outcomes }: ClassifierOutcomes,
  { classes, work: { labels, foldsOfRows }, splits }: ComparisonPlan,
): RankedClassifier | LeftOutClassifier {
  const indexOf = new Map(classes.map((label, c) => [label, c]));
  const predictions = foldsOfRows.map((ofRow) => new Int32Array(ofRow.length).fill(-1));
  const failures: FailedFit[] = [];
  const scores = outcomes.map((outcome, s): FitScores | null => {
    const { repeat, fold } = splits[s];
    if ('failure' in outcome) {
      failures.push({ repeat, fold, reason: outcome.failure });
      return null;
    }
    const { test } = placesOfFold(foldsOfRows[repeat], fold);
    outcome.predicted.forEach((label, i) => {
      predictions[repeat][test[i]] = indexOf.get(label) as number;
    });
    const truth = Array.from(test, (place) => labels[place]);
    return {
      ...classificationReport(truth, outcome.predicted).metrics,
      logLoss: logLoss(outcome.probabilitiesOfTruth as Float32Array),
      seconds: outcome.seconds,
    };
  });
  const done = splits.flatMap((split, s) => {
    const own = scores[s];
    return own === null ? [] : [{ ...split, ...own }];
  });
  if (2 * done.length <= splits.length) {
    return {
      name,
      reason: `${failures.length} of ${splits.length} fits failed; first failure: ${failures[0].reason}`,
    };
  }
  const truth = Int32Array.from(labels, (label) => indexOf.get(label) as number);
  const confusion = pooledConfusion(truth, predictions, classes.length);
  return {
    name,
    options,
    scores,
    failures,
    means: meanScores(done),
    macroF1: meanMacroF1(done, confusion, foldsOfRows.length),
    confusion,
    predictions,
  };
}

/** Means that differ by less count as equal. */
const ROUNDING = 1e-12;

/** By decreasing mean macro F1; with equal means the faster one first. */
export function byMacroF1(one: RankedClassifier, other: RankedClassifier): number {
  const difference = other.means.macroF1 - one.means.macroF1;
  return Math.abs(difference) > ROUNDING ? difference : one.means.seconds - other.means.seconds;
}

function meanMacroF1(
  done: readonly (FitScores & ComparisonSplit)[],
  confusion: readonly (readonly number[])[],
  repeats: number,
): MeanMacroF1 {
  const meanRows = (of: 'trainRows' | 'testRows') => mean(done.map((split) => split[of]));
  const values = done.map(({ macroF1 }) => macroF1);
  const corrected = correctedMean('scores', values, meanRows('trainRows'), meanRows('testRows'));
  const interval = crossValidatedMacroF1Interval(confusion, repeats, { coverage: 1 - LEVEL });
  if (interval.reason !== undefined) return { ...corrected, ...interval };
  // Scores of small folds are lower on average than that of all predictions together.
  const { low, high } = interval;
  return { ...corrected, low: Math.min(low, corrected.mean), high: Math.max(high, corrected.mean) };
}

function meanScores(done: readonly FitScores[]): FitScores {
  const meanOf = (of: keyof FitScores) => mean(done.map((scores) => scores[of]));
  return {
    accuracy: meanOf('accuracy'),
    macroPrecision: meanOf('macroPrecision'),
    macroRecall: meanOf('macroRecall'),
    macroF1: meanOf('macroF1'),
    harmonicF1: meanOf('harmonicF1'),
    balancedAccuracy: meanOf('balancedAccuracy'),
    logLoss: meanOf('logLoss'),
    seconds: meanOf('seconds'),
  };
}

function pooledConfusion(truth: Int32Array, predictions: readonly Int32Array[], classes: number): number[][] {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const predicted of predictions) {
    predicted.forEach((c, row) => {
      if (c >= 0) confusion[truth[row]][c]++;
    });
  }
  return confusion;
}
