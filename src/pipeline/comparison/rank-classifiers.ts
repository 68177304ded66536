/** From the predictions of all fits to the leader board. */
import type { CrossDecided } from '../../decision/calibrate-and-decide.js';
import { REVIEW } from '../../decision/cost-matrix.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { mean } from '../../mean.js';
import { logLoss } from '../../metrics/log-loss.js';
import { correctedMean } from '../../statistics/corrected-mean.js';
import { crossValidatedMacroF1Interval } from '../../statistics/macro-f1-interval.js';
import type { FoldOutcome } from '../cross-validation/fold-fit.js';
import { type PooledPredictions, poolPredictions } from '../cross-validation/pooled-predictions.js';
import { runDecisions } from '../cross-validation/run-decisions.js';
import { scoreDecisions } from '../score-decisions.js';
import {
  type ComparisonSplit,
  type FailedFit,
  type FitScores,
  LEVEL,
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
): Promise<RankedClassifier[]> {
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
  const tasks = pooled
    .flat()
    .map(({ probabilities, y, foldOfRow }) => ({ rows: { probabilities, y }, foldOfRow }));
  const decided = await runDecisions({ plan: decision, classes, seed }, tasks, control);
  return classifiers.map((each, i) => {
    const own = pooled[i].map((pool, repeat) => ({ ...pool, ...decided[i * repeats + repeat] }));
    return scoreClassifier(each, own, plan);
  });
}

/** Pooled predictions of a repeat, calibrated and decided. */
type DecidedPredictions = PooledPredictions & CrossDecided;

function scoreClassifier(
  { name, options, outcomes }: ClassifierOutcomes,
  repeats: readonly DecidedPredictions[],
  { classes, work: { labels, foldsOfRows }, splits, decision }: ComparisonPlan,
): RankedClassifier {
  const failures: FailedFit[] = [];
  const actions = decision.costs?.review ? [...classes, REVIEW] : classes;
  const scores = outcomes.map((outcome, s): FitScores | null => {
    const { repeat, fold } = splits[s];
    if ('failure' in outcome) {
      failures.push({ repeat, fold, reason: outcome.failure });
      return null;
    }
    const { places, y, decided, probabilities } = repeats[repeat];
    const rows = Array.from(places.keys()).filter((row) => foldsOfRows[repeat][places[row]] === fold);
    const { report } = scoreDecisions(
      rows.map((row) => labels[places[row]]),
      rows.map((row) => actions[decided[row]]),
      classes,
    );
    const ofTruth = rows.map((row) => probabilities.data[row * classes.length + y[row]]);
    return { ...report.metrics, logLoss: logLoss(ofTruth), seconds: outcome.seconds };
  });
  const done = splits.flatMap((split, s) => {
    const own = scores[s];
    return own === null ? [] : [{ ...split, ...own }];
  });
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
      if (c >= 0 && c < classes) confusion[truth[row]][c]++;
    });
  }
  return confusion;
}
