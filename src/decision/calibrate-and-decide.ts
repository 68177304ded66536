/** The calibration and the decision of a model, fitted on out-of-fold predictions of its classifier. */
import { exp } from '../engine/random/portable-math.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { runAtOnce, type Steps } from '../event-loop.js';
import { type Label, type Matrix, putRows, rowsAt } from '../matrix.js';
import { heldOutFolds, placesOfFold } from '../tables/split/folds-of-rows.js';
import { argmaxRows } from './argmax.js';
import type { CalibrationKind } from './calibration/calibration.js';
import { fitCalibration } from './calibration/calibration-kinds.js';
import { Calibrator } from './calibration/calibrator.js';
import { chooseCalibration, crossCalibratedSteps } from './calibration/choose-calibration.js';
import { completePriors } from './calibration/prior-correction.js';
import type { Decision } from './decision.js';
import { classIndex, type DecisionPlan } from './decision-options.js';
import { fitDecision } from './fit-decision.js';
import { countRows, type OutOfFoldRows, rarestClass, takeOutOfFold } from './out-of-fold-rows.js';
import type { DecisionSpecification } from './parse-decision.js';
import { beatsUntuned } from './tuning/beats-untuned.js';
import { priorLogWeights } from './tuning/tune-weights.js';
import { WeightedArgmax } from './weighted-argmax.js';

export interface CalibrateAndDecideOptions {
  /** The labels in the order of the probabilities. */
  readonly classes: readonly Label[];
  /** Seeds the folds of the calibration and the bootstrap samples of a tuned decision. */
  readonly seed: number;
  /** Folds for `outOfFold`, from 0, all present; default five that keep the rules of the rows, stratified without any. */
  readonly foldOfRow?: Int32Array;
}

export interface CalibratedDecision {
  readonly calibrator: Calibrator;
  readonly decision: Decision;
  /** Why the decision is not the one that was planned; undefined if it is. */
  readonly impossible?: string;
  readonly outOfFold: CrossDecided;
}

/**
 * The rows as calibrated and decided by fits on the other folds: for scores without bias. The kind of calibration alone
 * is chosen on all rows. With a single fold there are no other rows: probabilities stay, classes are by argmax.
 */
export interface CrossDecided {
  readonly probabilities: Matrix;
  /** The index of the action for each row: see `Decision.decide`. */
  readonly decided: Int32Array;
  /** Why the planned decision is replaced by the one for the best macro F1, once for each fold in which it is. */
  readonly fallbacks: readonly string[];
  /** The folds that were decided apart. */
  readonly folds: number;
}

/** Replaces a floor that cannot be kept. */
const FALLBACK: DecisionSpecification = { kind: 'metric', metric: 'macro-f1' };

/**
 * Fits the calibration on `rows`, and the decision on their cross-calibrated probabilities. Of 50,000 rows or more with
 * 200 of each class these are the calibrated ones, unless the calibration is isotonic: they differ in digits that do not
 * count.
 *
 * A decision that is tuned for a metric has to beat one that is not tuned on the out-of-fold rows (`beatsUntuned`), or that
 * one is kept: the argmax of the classifier itself, as weights for the calibrated probabilities, where the calibration
 * changes the most probable class of more than 1 % of the rows, as for classifiers that balance the classes in
 * training; else the prior correction for the metric (`priorLogWeights`). Too few rows of too many classes
 * (`lackEvidence`) keep the argmax of the classifier. A floor that cannot be kept is replaced by the decision for the best
 * macro F1, and `impossible` has the reason.
 *
 * @param rows what the classifier predicts for its training rows out of fold, before any calibration
 * @throws InputError for rows that `checkOutOfFold` refuses
 */
export function calibrateAndDecide(
  rows: OutOfFoldRows,
  plan: DecisionPlan,
  options: CalibrateAndDecideOptions,
): CalibratedDecision {
  return runAtOnce(calibrateAndDecideSteps(rows, plan, options));
}

/** `calibrateAndDecide` in steps: of 100,000 rows it takes seconds. */
export function* calibrateAndDecideSteps(
  rows: OutOfFoldRows,
  plan: DecisionPlan,
  options: CalibrateAndDecideOptions,
): Steps<CalibratedDecision> {
  const { classes, seed, foldOfRow = defaultFolds(rows, seed) } = options;
  const { calibration } = plan;
  const kind = calibration === 'auto' ? chooseCalibration(rows, seed).calibration.kind : calibration;
  const { positive: named } = plan;
  const positive =
    named === undefined
      ? rarestClass(rows.y, rows.probabilities.columns)
      : classIndex(named, classes, 'positive');
  const work: Work = { kind, plan, classes, seed, positive };
  if (plan.specification.kind === 'cost') {
    const { impossible } = yield* decideOn(rows, calibratorOf(rows, work), work);
    if (impossible !== undefined) {
      const instead = { ...plan, specification: FALLBACK, costs: undefined };
      return { ...(yield* calibrateAndDecideSteps(rows, instead, options)), impossible };
    }
  }
  const crossed = yield* crossFit(rows, work, foldOfRow);
  const calibrator = calibratorOf(rows, work);
  const { untuned } = crossed;
  if (untuned !== undefined && plan.specification.kind === 'metric') {
    const { metric } = plan.specification;
    const weights =
      untuned === 'own'
        ? calibrator.argmaxLogWeights(classes.length)
        : priorLogWeights({ metric, positive }, countRows(rows.y, classes.length, rows.weights));
    if (weights !== undefined) {
      const decision = new WeightedArgmax(metric, Array.from(weights, exp));
      return { calibrator, decision, outOfFold: crossed };
    }
    // Curves for each class cannot be passed by weights, Platt scaling can.
    if (calibration === 'auto') {
      return yield* calibrateAndDecideSteps(rows, { ...plan, calibration: 'platt' }, options);
    }
  }
  return { calibrator, ...(yield* decideOn(rows, calibrator, work)), outOfFold: crossed };
}

/** Share of rows whose most probable class a calibration leaves, for it to be the same argmax. */
const ALIKE = 0.99;

/** Fewer rows of a class say nothing reliable of its weight: without one of them the classifier is another one. */
const FEWEST_ROWS_OF_CLASS = 5;
/** Share of classes with so few rows above which nothing is tuned. */
const MOST_SCARCE_CLASSES = 0.25;

/** Whether there are three or more classes, and more than a quarter of them have fewer than five rows. */
function lackEvidence(y: Int32Array, classes: number): boolean {
  const present = countRows(y, classes).filter((count) => count > 0);
  const scarce = present.filter((count) => count < FEWEST_ROWS_OF_CLASS).length;
  return present.length > 2 && scarce > MOST_SCARCE_CLASSES * present.length;
}

/** A plan with what is chosen on all rows. */
interface Work extends Pick<CalibrateAndDecideOptions, 'classes' | 'seed'> {
  readonly plan: DecisionPlan;
  readonly kind: CalibrationKind;
  readonly positive: number;
}

interface CrossFit extends CrossDecided {
  /** What the tuned decision does not beat; undefined if it does, or is not tuned for a metric. */
  readonly untuned: 'own' | 'prior' | undefined;
}

function* crossFit(rows: OutOfFoldRows, work: Work, foldOfRow: Int32Array): Steps<CrossFit> {
  const { specification, priors } = work.plan;
  const { data: given, rows: count, columns } = rows.probabilities;
  const own = argmaxRows(rows.probabilities);
  const folds = 1 + foldOfRow.reduce((most, fold) => Math.max(most, fold), 0);
  if (folds === 1)
    return { probabilities: rows.probabilities, decided: own, fallbacks: [], folds, untuned: undefined };
  const data = new Float32Array(given.length);
  const tuned = new Int32Array(count);
  const prior = new Int32Array(count);
  const fallbacks: string[] = [];
  const partsOf = (fold: number) => placesOfFold({ ofRow: foldOfRow }, fold);
  const usesLabels = specification.kind === 'metric' || specification.kind === 'floors';
  for (let fold = 0; fold < folds; fold++) {
    const { train, test: heldOut } = partsOf(fold);
    const others = takeOutOfFold(rows, train);
    const calibrator = calibratorOf(others, work);
    const calibrated = calibrator.transform(rowsAt(rows.probabilities, heldOut));
    putRows(calibrated, heldOut, data);
    yield;
    if (!usesLabels) continue;
    const { decision, impossible } = yield* decideOn(others, calibrator, work);
    if (impossible !== undefined) fallbacks.push(impossible);
    decision.decide(calibrated).forEach((action, i) => {
      tuned[heldOut[i]] = action;
    });
    if (specification.kind !== 'metric') continue;
    const { metric } = specification;
    const weights = priorLogWeights(
      { metric, positive: work.positive },
      countRows(others.y, columns, others.weights),
    );
    new WeightedArgmax(metric, Array.from(weights, exp)).decide(calibrated).forEach((action, i) => {
      prior[heldOut[i]] = action;
    });
  }
  const probabilities = { data, rows: count, columns };
  if (!usesLabels) {
    // Alerts see all rows at once, as those of one table.
    const fit = yield* fitDecision(work.plan, { ...rows, probabilities }, work);
    const { decision } = fit as { decision: Decision };
    return { probabilities, decided: decision.decide(probabilities), fallbacks, folds, untuned: undefined };
  }
  // Another prior makes the classifier's argmax another decision.
  if (specification.kind !== 'metric' || priors.length > 0) {
    return { probabilities, decided: tuned, fallbacks, folds, untuned: undefined };
  }
  const { metric } = specification;
  const { positive, seed } = work;
  const kept = argmaxRows(probabilities).reduce((sum, c, row) => sum + (c === own[row] ? 1 : 0), 0);
  const scarce = lackEvidence(rows.y, columns);
  const isOwn = scarce || kept < ALIKE * count;
  const untuned = isOwn ? own : prior;
  const beats = function* (which: Int32Array): Steps<boolean> {
    if (scarce) return false;
    const compared = { y: rows.y, tuned, untuned, classes: columns, weights: rows.weights, rows: which };
    return yield* beatsUntuned(compared, { metric, positive, seed });
  };
  const decided = tuned.slice();
  for (let fold = 0; fold < folds; fold++) {
    const { train, test } = partsOf(fold);
    if (yield* beats(train)) continue;
    for (const row of test) decided[row] = untuned[row];
  }
  const keeps = !(yield* beats(Int32Array.from(rows.y.keys())));
  return { probabilities, decided, fallbacks, folds, untuned: keeps ? (isOwn ? 'own' : 'prior') : undefined };
}

function calibratorOf(rows: OutOfFoldRows, { kind, plan }: Work): Calibrator {
  const observed = observedCounts(rows, rows.probabilities.columns);
  const wanted = plan.priors.length === 0 ? undefined : completePriors(new Map(plan.priors), observed);
  return Calibrator.of(fitCalibration(kind, rows), observed, wanted);
}

/** Fits the decision on the rows, calibrated as new rows will be. */
function* decideOn(
  given: OutOfFoldRows,
  calibrator: Calibrator,
  work: Work,
): Steps<Pick<CalibratedDecision, 'decision' | 'impossible'>> {
  const { plan, kind, seed } = work;
  const calibrated = isDetermined(kind, given)
    ? calibrator.transform(given.probabilities)
    : calibrator.corrected(yield* crossCalibratedSteps(kind, given, seed));
  // A floor is about the rows as they are, whatever the prior.
  const isOfPrior = plan.priors.length > 0 && plan.specification.kind !== 'floors';
  const rows = {
    ...given,
    probabilities: calibrated,
    weights: isOfPrior ? priorWeights(given, calibrated.columns, plan) : given.weights,
  };
  const fit = yield* fitDecision(plan, rows, work);
  if (fit.kind === 'fitted') return { decision: fit.decision };
  const instead = yield* fitDecision({ specification: FALLBACK }, rows, work);
  if (instead.kind !== 'fitted') throw new Error(instead.reason);
  return { decision: instead.decision, impossible: fit.reason };
}

/** From so many rows, and as many of each class, on a row has no say in a calibration of a few parameters. */
const DETERMINING_ROWS = 50_000;
const DETERMINING_ROWS_OF_CLASS = 200;

/** Whether the calibration fitted on the rows calibrates them as it does new rows, so that it need not be cross-fitted. */
function isDetermined(kind: CalibrationKind, { y, probabilities: { columns } }: OutOfFoldRows): boolean {
  if (kind === 'isotonic' || y.length < DETERMINING_ROWS) return false;
  return countRows(y, columns).every((count) => count >= DETERMINING_ROWS_OF_CLASS);
}

/** Weights under which the rows have the priors of the plan; their mean is 1. */
function priorWeights(rows: OutOfFoldRows, classes: number, { priors }: DecisionPlan): Float64Array {
  const { y, weights } = rows;
  const observed = observedCounts(rows, classes);
  const wanted = completePriors(new Map(priors), observed);
  return Float64Array.from(
    y,
    (c, row) => ((wanted[c] * y.length) / observed[c]) * (weights ? weights[row] : 1),
  );
}

/** The total of each class; half a row for a class without any, of which a prior may be given. */
function observedCounts({ y, weights }: OutOfFoldRows, classes: number): Float64Array {
  return countRows(y, classes, weights).map((count) => count || 0.5);
}

const FOLDS = 5;

function defaultFolds({ y, split }: OutOfFoldRows, seed: number): Int32Array {
  return heldOutFolds(y, Math.min(FOLDS, y.length), new RandomStream(seed, 'decision-folds'), split).ofRow;
}
