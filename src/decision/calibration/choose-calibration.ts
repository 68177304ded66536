/** Which calibration suits some probabilities, by cross-validation. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { runAtOnce, type Steps } from '../../event-loop.js';
import { type Matrix, putRows, rowsAt } from '../../matrix.js';
import { mean } from '../../mean.js';
import { logLoss } from '../../metrics/log-loss.js';
import { heldOutFolds, placesOfFold } from '../../tables/split/folds-of-rows.js';
import { checkOutOfFold, countRows, type OutOfFoldRows, takeOutOfFold } from '../out-of-fold-rows.js';
import type { Calibration, CalibrationKind } from './calibration.js';
import { fitCalibration } from './calibration-kinds.js';

export interface ChosenCalibration {
  /** Fitted on all rows. */
  readonly calibration: Calibration;
  /** The cross-validated log loss of each kind that was tried, in the order in which they were. */
  readonly losses: ReadonlyMap<CalibrationKind, number>;
}

const FOLDS = 5;
/** The kinds are compared on a stratified sample of about this many rows, if there are more. */
const MOST_ROWS = 5000;
/** With fewer rows nothing is tried: a fold would have one or two. */
const FEWEST_ROWS = 20;
/** Isotonic regression has as many parameters as it finds steps. */
const FEWEST_ROWS_OF_CLASS_FOR_ISOTONIC = 30;
/** A more flexible kind must gain this many standard errors over the best simpler one. */
const SURE_GAIN = 0.5;

/**
 * Tries `none`, `temperature`, `platt`, `beta` and `isotonic` in this order, from the stiffest to the most flexible, by
 * stratified cross-validation with five folds. A kind replaces the one chosen so far if it lowers the mean log loss by
 * more than half a standard error of the differences between the rows. `isotonic` is tried with at least 30 rows of
 * every class; with fewer than 20 rows, or a class with all rows, it is `none`.
 *
 * @throws InputError for rows that `checkOutOfFold` refuses.
 */
export function chooseCalibration(rows: OutOfFoldRows, seed = 42): ChosenCalibration {
  checkOutOfFold(rows);
  const { kind, losses } = compareKinds(sampled(rows, seed), seed);
  return { calibration: fitCalibration(kind, rows), losses };
}

function compareKinds(rows: OutOfFoldRows, seed: number) {
  const { probabilities, y, weights } = rows;
  const counts = countRows(y, probabilities.columns);
  const losses = new Map<CalibrationKind, number>();
  let chosen = { kind: 'none' as CalibrationKind, rowLosses: rowLosses(probabilities, y) };
  if (y.length < FEWEST_ROWS || Math.max(...counts) === y.length) return { kind: chosen.kind, losses };
  losses.set('none', weightedMean(chosen.rowLosses, weights));
  const kinds: CalibrationKind[] = ['temperature', 'platt', 'beta'];
  if (Math.min(...counts) >= FEWEST_ROWS_OF_CLASS_FOR_ISOTONIC) kinds.push('isotonic');
  for (const kind of kinds) {
    const tried = { kind, rowLosses: rowLosses(crossCalibrated(kind, rows, seed), y) };
    losses.set(kind, weightedMean(tried.rowLosses, weights));
    if (isSureGain(chosen.rowLosses, tried.rowLosses, weights)) chosen = tried;
  }
  return { kind: chosen.kind, losses };
}

function sampled(rows: OutOfFoldRows, seed: number): OutOfFoldRows {
  const { y } = rows;
  const parts = Math.floor(y.length / MOST_ROWS);
  if (parts < 2) return rows;
  // A sample, not a test: it may have a part of a group.
  const { ofRow } = heldOutFolds(y, parts, new RandomStream(seed, 'calibration-sample'));
  return takeOutOfFold(rows, placesOfFold({ ofRow }, 0).test);
}

/**
 * The probabilities of each row calibrated by a fit on the other folds: for scores and a picture of how well a
 * calibration does on rows that it did not learn. Same folds as `chooseCalibration` for the same seed, up to 10,000 rows.
 * Rows of one group or time have no other folds: they are calibrated by a fit on themselves.
 */
export function crossCalibrated(kind: CalibrationKind, given: OutOfFoldRows, seed = 42): Matrix {
  return runAtOnce(crossCalibratedSteps(kind, given, seed));
}

/** `crossCalibrated` with a step a fold. */
export function* crossCalibratedSteps(kind: CalibrationKind, given: OutOfFoldRows, seed = 42): Steps<Matrix> {
  const { probabilities, y, split } = given;
  const { rows, columns } = probabilities;
  const data = new Float32Array(rows * columns);
  const random = new RandomStream(seed, 'calibration-folds');
  const { ofRow, count: folds } = heldOutFolds(y, Math.min(FOLDS, rows), random, split);
  if (folds === 1) return fitCalibration(kind, given).transform(probabilities);
  for (let fold = 0; fold < folds; fold++) {
    const { train, test } = placesOfFold({ ofRow }, fold);
    const calibration = fitCalibration(kind, takeOutOfFold(given, train));
    putRows(calibration.transform(rowsAt(probabilities, test)), test, data);
    yield;
  }
  return { data, rows, columns };
}

function rowLosses({ data, columns }: Matrix, y: Int32Array): Float64Array {
  return Float64Array.from(y, (c, row) => logLoss([data[row * columns + c]]));
}

function weightedMean(values: Float64Array, weights?: Float64Array): number {
  if (weights === undefined) return mean(values);
  return mean(values.map((value, row) => value * weights[row])) / mean(weights);
}

function isSureGain(before: Float64Array, after: Float64Array, weights?: Float64Array): boolean {
  const gains = before.map((loss, row) => loss - after[row]);
  const gain = weightedMean(gains, weights);
  if (weights !== undefined) {
    const squares = gains.reduce((sum, each, row) => sum + (weights[row] * (each - gain)) ** 2, 0);
    return gain > (SURE_GAIN * Math.sqrt(squares)) / weights.reduce((sum, weight) => sum + weight, 0);
  }
  const variance = gains.reduce((sum, each) => sum + (each - gain) ** 2, 0) / (gains.length - 1);
  return gain > SURE_GAIN * Math.sqrt(variance / gains.length);
}
