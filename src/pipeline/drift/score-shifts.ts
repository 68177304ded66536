/** How the model's probabilities and predictions moved. */
import { columnOf } from '../../decision/class-threshold.js';
import { decidedLabels } from '../../decision/decision.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { Label, Matrix } from '../../matrix.js';
import { mean } from '../../mean.js';
import { chiSquaredTest } from '../../statistics/chi-squared-test.js';
import { shareInterval } from '../../statistics/share-interval.js';
import type { Table } from '../../tables/table.js';
import { predictTable } from '../predict-table.js';
import { countLabels } from '../provenance.js';
import { positiveClass } from '../risk.js';
import type { TableClassifier } from '../table-classifier.js';
import { shareOfTrainingRows } from '../training-fingerprint.js';
import { distributionOf, distributionShift } from './distribution-shift.js';
import type { AlertDrift, DriftReport, PredictedShare, ScoreDrift } from './drift.js';

/** Predictions of a model. */
export interface Predictions {
  readonly labels: readonly Label[];
  /** Calibrated. */
  readonly probabilities: Matrix;
}

export interface PredictionsBefore extends Predictions {
  readonly from: NonNullable<DriftReport['scoresBefore']>;
}

/**
 * The out-of-fold predictions of the training rows, which are like those of new rows, or predictions of the reference table.
 * Undefined without either: predictions for rows that the model was fitted on are too good to compare with.
 */
export async function predictionsBefore(
  model: TableClassifier,
  reference: Table | undefined,
  options: ExecutorOption,
): Promise<PredictionsBefore | undefined> {
  const { outOfFold, calibrator, decision, classes } = model;
  const isTraining = reference !== undefined && isTrainingTable(model, reference);
  if (reference !== undefined && !isTraining) {
    return { ...(await predictTable(model, reference, options)), from: 'reference table' };
  }
  if (outOfFold === undefined) return undefined;
  const probabilities = calibrator.transform(outOfFold.probabilities);
  const labels = decidedLabels(decision, probabilities, classes);
  return { labels, probabilities, from: 'out-of-fold predictions' };
}

/** Whether at least half of the rows are training rows; so for models that keep nothing to know them by, if they can do without. */
function isTrainingTable({ preparation, provenance, outOfFold }: TableClassifier, table: Table): boolean {
  const { fingerprint, target } = provenance;
  const share = fingerprint && shareOfTrainingRows(fingerprint, preparation, target, table);
  return share === undefined ? outOfFold !== undefined : share >= 0.5;
}

export type ScoreShift = Omit<ScoreDrift, 'level' | 'adjustedP'>;

/** Of the positive class for two classes, otherwise of each. */
export function scoreShifts(model: TableClassifier, before: Predictions, now: Predictions): ScoreShift[] {
  const { classes } = model;
  const compared = classes.length === 2 ? [positiveClass(model).index] : [...classes.keys()];
  return compared.map((c) => {
    const [then, here] = [before, now].map(({ probabilities }) =>
      Float64Array.from(columnOf(probabilities, c)),
    );
    const names = { categories: false, nameOf: (value: number) => String(Number(value.toPrecision(3))) };
    return {
      label: classes[c],
      ...distributionShift(distributionOf(then), distributionOf(here), names),
      mean: { before: mean(then), now: mean(here) },
      distance: distanceBetween(then, here),
    };
  });
}

/** The mean distance of equal quantiles, in mean absolute deviations of `then`. */
export function distanceBetween(then: Float64Array, here: Float64Array): number {
  const [one, other] = [then.toSorted(), here.toSorted()];
  let distance = 0;
  for (let i = 0, j = 0, at = 0; i < one.length && j < other.length; ) {
    const [ofOne, ofOther] = [(i + 1) / one.length, (j + 1) / other.length];
    const next = Math.min(ofOne, ofOther);
    distance += (next - at) * Math.abs(one[i] - other[j]);
    at = next;
    if (ofOne <= next) i++;
    if (ofOther <= next) j++;
  }
  const centre = mean(then);
  const deviation = mean(then.map((value) => Math.abs(value - centre)));
  return distance === 0 ? 0 : distance / Math.max(deviation, Number.EPSILON);
}

/** The shares of the labels that the decision gives, also those of other actions such as a review. */
export function predictedShares(
  { decision, classes }: TableClassifier,
  before: Predictions,
  now: Predictions,
): PredictedShare[] {
  const [then, here] = [before, now].map(({ labels }) => countLabels(labels));
  return (decision.actionsOf?.(classes) ?? classes).map((label) => ({
    label,
    before: (then.get(label) ?? 0) / before.labels.length,
    now: (here.get(label) ?? 0) / now.labels.length,
  }));
}

export type AlertShift = Omit<AlertDrift, 'level' | 'adjustedP'>;

export function alertShift(model: TableClassifier, before: Predictions, now: Predictions): AlertShift {
  const label = model.classes[positiveClass(model).index];
  const [then, here] = [before, now].map(({ labels }) => labels.filter((each) => each === label).length);
  const rows = [before.labels.length, now.labels.length];
  const interval = shareInterval(here, rows[1]);
  return {
    label,
    before: then / rows[0],
    now: here / rows[1],
    ...(interval.reason === undefined && { interval: [interval.low, interval.high] as const }),
    p: chiSquaredTest([then, rows[0] - then], [here, rows[1] - here]).p,
    counts: !model.decision.needsAllRows,
  };
}
