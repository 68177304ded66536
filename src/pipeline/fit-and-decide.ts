/** A classifier fitted on training rows, its probabilities calibrated and its decision tuned on out-of-fold rows. */
import type { FitOptions, FitProgress } from '../classifiers/contract/classifier.js';
import type { ClassifierEntry } from '../classifiers/contract/classifier-entry.js';
import { Argmax } from '../decision/argmax.js';
import { type CalibratedDecision, calibrateAndDecideSteps } from '../decision/calibrate-and-decide.js';
import { Calibrator } from '../decision/calibration/calibrator.js';
import { NoCalibration } from '../decision/calibration/no-calibration.js';
import { completePriors } from '../decision/calibration/prior-correction.js';
import { CostDecision } from '../decision/cost.js';
import type { Decision } from '../decision/decision.js';
import type { DecisionPlan } from '../decision/decision-options.js';
import { type OutOfFoldRows, withMeanWeightOne } from '../decision/out-of-fold-rows.js';
import { runInSlices } from '../event-loop.js';
import type { Label } from '../matrix.js';
import { rulesAt } from '../tables/split/split-rules.js';
import { type CrossFittedRows, crossFittedPredictions } from './cross-fitted-predictions.js';
import { decisionNotices } from './decision-notices.js';
import { type FittedRows, fitOnRows, type PreparedRows, type PrepareRowsOptions } from './fit-on-rows.js';
import { scoreReference } from './model-scores.js';
import { crossDecidedScores } from './out-of-fold-metrics.js';
import type { Part } from './part.js';
import { classCounts, type Provenance } from './provenance.js';

export interface FitAndDecideOptions extends PrepareRowsOptions {
  readonly target: string;
  readonly plan: DecisionPlan;
  /** Seeds the folds and the tuning of the decision. */
  readonly seed: number;
  readonly fit: FitOptions;
  /** Counts the fits for out-of-fold predictions. */
  readonly onFold?: (progress: FitProgress) => void;
  readonly notify: (notices: readonly string[]) => void;
}

/** The parts of a `TableClassifier` but its provenance. */
export interface DecidedFit extends FittedRows {
  readonly calibrator: Calibrator;
  readonly decision: Decision;
  /** What the classifier predicts out of fold, before calibration; undefined if nothing needed it. */
  readonly outOfFold: OutOfFoldRows | undefined;
  /** Scores of the out-of-fold rows, each calibrated and decided by what was fitted without it. */
  readonly outOfFoldScores: Provenance['outOfFold'];
  /** The class that scores of one class are about: the one of the plan or its decision, or the rarest of the training rows. */
  readonly positive: Label;
}

/**
 * Fits the classifier on the prepared rows. Where the plan needs them, its out-of-fold predictions are its own
 * (`Classifier.outOfFold`) or come from `crossFittedPredictions`, as far as these are done when the signal stops them;
 * without any, or if the signal stops their calibration, probabilities are as the classifier gives them and classes by
 * argmax or by cost, with a notice.
 *
 * @throws InputError for options or rows that the classifier refuses.
 */
export async function fitAndDecide(
  entry: ClassifierEntry,
  options: Readonly<Record<string, unknown>>,
  prepared: PreparedRows,
  part: Part,
  { target, plan, seed, fit, onFold, notify, ...prepare }: FitAndDecideOptions,
): Promise<DecidedFit> {
  const { signal } = fit;
  const fitted = await fitOnRows(entry, options, prepared, fit);
  const { classifier } = fitted;
  if (!classifier.isFitted) return { ...fitted, ...undecided(plan, [], part) };
  const { classes } = classifier;
  const without = (reason: string): DecidedFit => {
    const explicit = plan.isExplicit ? ', and the decision that was asked for is not fitted' : '';
    notify([`the probabilities are not calibrated${explicit}: ${reason}`]);
    return { ...fitted, ...undecided(plan, classes, part) };
  };
  if (!needsOutOfFold(plan) && classifier.outOfFold === undefined) {
    return { ...fitted, ...undecided(plan, classes, part) };
  }
  if (fitted.aborted) return without('the training was stopped before its out-of-fold predictions');
  let rows: CrossFittedRows | { readonly reason: string };
  try {
    rows =
      withRules(classifier.outOfFold, part, classes) ??
      (await crossFittedPredictions(
        { classifier: entry.name, options, part, target, classes, ...prepare },
        { seed, executor: fit.executor, onProgress: onFold, signal },
      ));
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    return { ...without('the training was stopped before its out-of-fold predictions'), aborted: true };
  }
  if ('reason' in rows) return without(rows.reason);
  const { stoppedAfter } = rows;
  if (stoppedAfter !== undefined) {
    const { complete, folds } = stoppedAfter;
    notify([
      `the training was stopped after ${complete} of its ${folds} out-of-fold fits: the calibration and the decision ` +
        `are fitted on the ${rows.y.length} of ${part.labels.length} training rows that these predict`,
    ]);
  }
  // What a signal that has stopped the fits leaves of them is used.
  const stop = signal?.aborted ? undefined : signal;
  fit.onStage?.('fitting the calibration and the decision');
  const predicted: OutOfFoldRows = withMeanWeightOne(rows);
  let decided: CalibratedDecision;
  try {
    decided = await runInSlices(calibrateAndDecideSteps(predicted, plan, { classes, seed }), stop);
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    return { ...without('the training was stopped before its calibration'), aborted: true };
  }
  const { impossible, calibrator, decision, outOfFold: cross } = decided;
  if (impossible !== undefined) {
    notify([`${impossible}. The decision is the one for the best macro F1 instead`]);
  }
  notify(decisionNotices(decided, predicted, classes));
  const reference = referenceOf(plan, decision, classes, part);
  return {
    ...fitted,
    aborted: fitted.aborted || stoppedAfter !== undefined,
    calibrator,
    decision,
    outOfFold: predicted,
    outOfFoldScores: crossDecidedScores(cross, predicted, decision, reference),
    positive: reference.positive,
  };
}

/** Out-of-fold predictions of an ensemble with the weights and the rules of their rows. */
function withRules(
  outOfFold: OutOfFoldRows | undefined,
  { labels, weights, split }: Part,
  classes: readonly Label[],
): OutOfFoldRows | undefined {
  if (outOfFold === undefined || (weights === undefined && split === undefined)) return outOfFold;
  // Rows of classes of weight 0 are not predicted.
  const learned = new Set(Array.from(outOfFold.y, (c) => classes[c]));
  const places = [...labels.keys()].filter((place) => learned.has(labels[place]));
  if (places.length !== outOfFold.y.length) {
    throw new Error(`${outOfFold.y.length} of ${labels.length} rows were predicted out of fold`);
  }
  return {
    ...outOfFold,
    ...(weights && { weights: Float64Array.from(places, (place) => weights[place]) }),
    ...(split && { split: rulesAt(split, places) }),
  };
}

function referenceOf(
  { positive }: DecisionPlan,
  decision: Decision,
  classes: readonly Label[],
  { labels, weights }: Part,
) {
  const ofDecision = decision.positive === undefined ? undefined : classes[decision.positive];
  return scoreReference(classes, {
    classes: classCounts(classes, labels, [], weights),
    positive: classes.find((label) => String(label) === positive) ?? ofDecision,
  });
}

/** Whether something of the plan is fitted on out-of-fold predictions. */
function needsOutOfFold({ calibration, specification: { kind } }: DecisionPlan): boolean {
  return calibration !== 'none' || (kind !== 'argmax' && kind !== 'cost');
}

function undecided(
  plan: DecisionPlan,
  classes: readonly Label[],
  part: Part,
): Omit<DecidedFit, keyof FittedRows> {
  const { costs, priors } = plan;
  const decision = costs === undefined ? new Argmax() : new CostDecision(costs);
  const observed = classCounts(classes, part.labels, [], part.weights).map(
    ({ trainingRows, trainingWeight }) => trainingWeight ?? trainingRows,
  );
  const wanted = priors.length === 0 ? undefined : completePriors(new Map(priors), observed);
  return {
    calibrator: wanted === undefined ? Calibrator.none : Calibrator.of(new NoCalibration(), observed, wanted),
    decision,
    outOfFold: undefined,
    outOfFoldScores: undefined,
    positive: referenceOf(plan, decision, classes, part).positive,
  };
}
