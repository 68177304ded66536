/** The calibration and the decision of a model, fitted on out-of-fold predictions of its classifier. */
import { RandomStream } from '../engine/random/random-stream.js';
import { type Label, type Matrix, rowsAt } from '../matrix.js';
import { stratifiedFolds } from '../tables/split/stratified-folds.js';
import { argmaxRows } from './argmax.js';
import type { CalibrationKind } from './calibration/calibration.js';
import { fitCalibration } from './calibration/calibration-kinds.js';
import { Calibrator } from './calibration/calibrator.js';
import { chooseCalibration, crossCalibrated } from './calibration/choose-calibration.js';
import { completePriors } from './calibration/prior-correction.js';
import type { Decision } from './decision.js';
import { classIndex, type DecisionPlan } from './decision-options.js';
import { fitDecision } from './fit-decision.js';
import { countRows, type OutOfFoldRows, rarestClass } from './out-of-fold-rows.js';
import type { DecisionSpecification } from './parse-decision.js';

export interface CalibrateAndDecideOptions {
  /** The labels in the order of the probabilities. */
  readonly classes: readonly Label[];
  /** Seeds the folds of the calibration and the bootstrap samples of a tuned decision. */
  readonly seed: number;
}

export interface CalibratedDecision {
  readonly calibrator: Calibrator;
  readonly decision: Decision;
  /** Why the decision is not the one that was planned; undefined if it is. */
  readonly impossible?: string;
}

/** Replaces a floor that cannot be kept. */
const FALLBACK: DecisionSpecification = { kind: 'metric', metric: 'macro-f1' };

/**
 * Fits the calibration on `rows`, and the decision on their cross-calibrated probabilities. A floor that cannot be kept
 * is replaced by the decision for the best macro F1, and `impossible` has the reason.
 *
 * @param rows what the classifier predicts for its training rows out of fold, before any calibration
 * @throws InputError for rows that `checkOutOfFold` refuses, and for a prior of a class without rows.
 */
export function calibrateAndDecide(
  rows: OutOfFoldRows,
  plan: DecisionPlan,
  { classes, seed }: CalibrateAndDecideOptions,
): CalibratedDecision {
  const kind = calibrationKind(rows, plan, seed);
  const calibrator = calibratorOf(kind, rows, plan);
  const calibrated = calibrator.corrected(crossCalibrated(kind, rows, seed));
  const positive = positiveClass(rows, plan, classes);
  const decided = decideOn({ ...rows, probabilities: calibrated }, plan, { classes, seed, positive });
  return { calibrator, ...decided };
}

/** Out-of-fold rows as calibrated and decided without their own fold. */
export interface CrossDecided {
  readonly probabilities: Matrix;
  /** The index of the action for each row: see `Decision.decide`. */
  readonly decided: Int32Array;
}

/**
 * What `calibrateAndDecide` gives for rows that it does not see: each row is calibrated and decided by a fit on the
 * other folds. For scores without bias. The kind of calibration alone is chosen on all rows.
 *
 * @param foldOfRow the fold of each row from 0, all present; default five stratified folds. With a single fold there are
 *   no other rows: probabilities stay, and classes are decided by argmax.
 */
export function crossDecide(
  rows: OutOfFoldRows,
  plan: DecisionPlan,
  { classes, seed }: CalibrateAndDecideOptions,
  foldOfRow: Int32Array = defaultFolds(rows.y, seed),
): CrossDecided {
  const folds = 1 + foldOfRow.reduce((most, fold) => Math.max(most, fold), 0);
  if (folds === 1) {
    return { probabilities: rows.probabilities, decided: argmaxRows(rows.probabilities) };
  }
  const kind = calibrationKind(rows, plan, seed);
  const positive = positiveClass(rows, plan, classes);
  const { rows: count, columns } = rows.probabilities;
  const data = new Float32Array(count * columns);
  const decided = new Int32Array(count);
  const places = Array.from(rows.y.keys());
  for (let fold = 0; fold < folds; fold++) {
    const heldOut = places.filter((row) => foldOfRow[row] === fold);
    const others = takeRows(
      rows,
      places.filter((row) => foldOfRow[row] !== fold),
    );
    const calibrator = calibratorOf(kind, others, plan);
    const calibrated = calibrator.transform(rowsAt(rows.probabilities, heldOut));
    heldOut.forEach((row, i) => {
      data.set(calibrated.data.subarray(i * columns, (i + 1) * columns), row * columns);
    });
    if (!learnsFromLabels(plan)) continue;
    const inner = calibrator.corrected(crossCalibrated(kind, others, seed));
    const { decision } = decideOn({ ...others, probabilities: inner }, plan, { classes, seed, positive });
    decision.decide(calibrated).forEach((action, i) => {
      decided[heldOut[i]] = action;
    });
  }
  const probabilities = { data, rows: count, columns };
  if (learnsFromLabels(plan)) return { probabilities, decided };
  const { decision } = decideOn({ ...rows, probabilities }, plan, { classes, seed, positive });
  return { probabilities, decided: decision.decide(probabilities) };
}

function calibrationKind(rows: OutOfFoldRows, { calibration }: DecisionPlan, seed: number): CalibrationKind {
  return calibration === 'auto' ? chooseCalibration(rows, seed).calibration.kind : calibration;
}

function calibratorOf(kind: CalibrationKind, rows: OutOfFoldRows, { priors }: DecisionPlan): Calibrator {
  const observed = countRows(rows.y, rows.probabilities.columns);
  const wanted = priors.length === 0 ? undefined : completePriors(new Map(priors), observed);
  return Calibrator.of(fitCalibration(kind, rows), observed, wanted);
}

function positiveClass(
  { y, probabilities }: OutOfFoldRows,
  { positive }: DecisionPlan,
  classes: readonly Label[],
) {
  return positive === undefined ? rarestClass(y, probabilities.columns) : classIndex(positive, classes);
}

function decideOn(
  calibrated: OutOfFoldRows,
  plan: DecisionPlan,
  options: CalibrateAndDecideOptions & { readonly positive: number },
): Omit<CalibratedDecision, 'calibrator'> {
  const rows =
    plan.priors.length === 0 ? calibrated : { ...calibrated, weights: priorWeights(calibrated, plan) };
  const fit = fitDecision(plan, rows, options);
  if (fit.kind === 'fitted') return { decision: fit.decision };
  const instead = fitDecision({ specification: FALLBACK }, rows, options);
  if (instead.kind !== 'fitted') throw new Error(instead.reason);
  return { decision: instead.decision, impossible: fit.reason };
}

/** Weights under which the rows have the priors of the plan; their mean is 1. */
function priorWeights({ y, probabilities }: OutOfFoldRows, { priors }: DecisionPlan): Float64Array {
  const observed = countRows(y, probabilities.columns);
  const wanted = completePriors(new Map(priors), observed);
  return Float64Array.from(y, (c) => (wanted[c] * y.length) / observed[c]);
}

/** Whether a fit of the decision uses the labels of the rows. */
function learnsFromLabels({ specification: { kind } }: DecisionPlan): boolean {
  return kind === 'metric' || kind === 'floors';
}

function takeRows({ probabilities, y }: OutOfFoldRows, places: readonly number[]): OutOfFoldRows {
  return { probabilities: rowsAt(probabilities, places), y: Int32Array.from(places, (row) => y[row]) };
}

const FOLDS = 5;

function defaultFolds(y: Int32Array, seed: number): Int32Array {
  const folds = Math.min(FOLDS, y.length);
  if (folds < 2) return new Int32Array(y.length);
  return stratifiedFolds(Array.from(y), folds, new RandomStream(seed, 'decision-folds')).ofRow;
}
