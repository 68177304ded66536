/** From the predictions of every fit to places on the leader board. */
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

/** What the fits of one classifier gave, one a split. */
export interface ClassifierOutcomes {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly outcomes: readonly FoldOutcome[];
}

/**
 * The scores of a classifier, or why it has no place: a mean over half of the splits or fewer is not comparable
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
      reason: `${failures.length} of ${splits.length} fits failed, the first because: ${failures[0].reason}`,
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

/** Means that differ by less are equal but for rounding. */
const ROUNDING = 1e-12;

/** By falling mean macro F1; of equal means the faster first. */
export function byMacroF1(one: RankedClassifier, other: RankedClassifier): number {
  const difference = other.means.macroF1 - one.means.macroF1;
  return Math.abs(difference) > ROUNDING ? difference : one.means.seconds - other.means.seconds;
}

function meanMacroF1(
  done: readonly (FitScores & ComparisonSplit)[],
  confusion: readonly (readonly number[])[],
  repeats: number,
): MeanMacroF1 {
  const mean = (of: 'trainRows' | 'testRows') =>
    done.reduce((sum, split) => sum + split[of], 0) / done.length;
  const values = done.map(({ macroF1 }) => macroF1);
  const corrected = correctedMean('scores', values, mean('trainRows'), mean('testRows'));
  const interval = crossValidatedMacroF1Interval(confusion, repeats, { coverage: 1 - LEVEL });
  if (interval.reason !== undefined) return { ...corrected, ...interval };
  // Scores of small folds are lower on average than that of all predictions together.
  const { low, high } = interval;
  return { ...corrected, low: Math.min(low, corrected.mean), high: Math.max(high, corrected.mean) };
}

function meanScores(done: readonly FitScores[]): FitScores {
  const mean = (of: keyof FitScores) => done.reduce((sum, scores) => sum + scores[of], 0) / done.length;
  return {
    accuracy: mean('accuracy'),
    macroPrecision: mean('macroPrecision'),
    macroRecall: mean('macroRecall'),
    macroF1: mean('macroF1'),
    harmonicF1: mean('harmonicF1'),
    balancedAccuracy: mean('balancedAccuracy'),
    logLoss: mean('logLoss'),
    seconds: mean('seconds'),
  };
}

function pooledConfusion(truth: Int32Array, predictions: readonly Int32Array[], classes: number): number[][] {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const predicted of predictions) {
    predicted.forEach((guess, row) => {
      if (guess >= 0) confusion[truth[row]][guess]++;
    });
  }
  return confusion;
}
