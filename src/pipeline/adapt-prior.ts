/** A model whose probabilities are corrected to the class shares of a table without labels. */
import { type ClassShares, estimateClassShares } from '../decision/calibration/class-shares.js';
import { InputError } from '../errors.js';
import type { ExecutorOption } from '../jobs/executor.js';
import type { Label, Matrix } from '../matrix.js';
import { columnMeans } from '../mean.js';
import type { Table } from '../tables/table.js';
import { countOf, listNames, quote } from '../text/name-list.js';
import { checkModel, checkOptions, checkTable, EXECUTOR_OPTION_TYPE } from './check-options.js';
import { shareText } from './drift/drift-reasons.js';
import { predictTable } from './predict-table.js';
import { TableClassifier } from './table-classifier.js';

export interface AdaptedModel {
  /**
   * The model with the correction after its calibration; its decision is the same, on the corrected probabilities. The model
   * itself if the shares do not differ significantly (likelihood-ratio test, level 0.05).
   */
  readonly model: TableClassifier;
  readonly classes: readonly {
    readonly label: Label;
    /** The share that the probabilities of the model are calibrated for. */
    readonly trained: number;
    readonly estimated: number;
    /** 95 % interval of the estimate; absent for a class that keeps the share of training, because it had too few rows there. */
    readonly interval?: readonly [number, number];
  }[];
  /** The old and the new shares, and whether there are too few rows. */
  readonly notices: readonly string[];
}

/** With fewer rows the estimate is hardly better than the shares of the training. */
const FEW_ROWS = 200;
/** Shares that do not differ at this level are left as they are: a correction would add noise. */
const LEVEL = 0.05;
/**
 * With fewer training rows a class keeps its share: simulated on real tables its estimate is off by more than the share itself,
 * and by half of it with 40 rows.
 */
const FEWEST_CLASS_ROWS = 20;
/** Classes in a notice. */
const MOST_LISTED = 6;

/**
 * Estimates the class shares of the table (`estimateClassShares`) and corrects the model's probabilities to them. For tables
 * in which the classes are rarer or more frequent than in training, but otherwise look the same; if the columns have
 * drifted too, the estimate can be far off. It predicts the table once; predicting it with the corrected model takes a
 * second pass.
 *
 * @throws InputError as `predictTable`, for a table without rows, and for a model with a class without training rows.
 */
export async function adaptPrior(
  model: TableClassifier,
  table: Table,
  options: ExecutorOption = {},
): Promise<AdaptedModel> {
  checkModel('adaptPrior', model);
  checkTable('adaptPrior', table);
  checkOptions('adaptPrior', options, EXECUTOR_OPTION_TYPE);
  const { probabilities } = await predictTable(model, table, options);
  if (table.rows === 0)
    throw new InputError(`${table.source}: there are no rows to estimate class shares from`);
  const trained = trainedShares(model);
  const estimate = classSharesOf(model, probabilities);
  // An estimate of 0 would rule the class out for ever.
  const priors = estimate.shares.map((share) => Math.max(share, 0.5 / table.rows));
  const sum = priors.reduce((total, share) => total + share, 0);
  const calibrator = model.calibrator.withPriors(
    trained,
    priors.map((share) => share / sum),
  );
  const isChanged = estimate.p <= LEVEL;
  const classes = model.classes.map((label, c) => ({
    label,
    trained: trained[c],
    estimated: estimate.shares[c],
    ...(estimate.intervals[c] && { interval: estimate.intervals[c] }),
  }));
  return {
    model: isChanged ? new TableClassifier({ ...model, calibrator }) : model,
    classes,
    notices: noticesOf(classes, estimate, model, { rows: table.rows, isChanged }),
  };
}

/** The estimated class shares of rows that the model predicted. Classes with few training rows keep their shares. */
export function classSharesOf(model: TableClassifier, probabilities: Matrix): ClassShares {
  const { calibrator, outOfFold, provenance } = model;
  return estimateClassShares(probabilities, trainedShares(model), {
    kept: provenance.classes.map(({ trainingRows }) => trainingRows < FEWEST_CLASS_ROWS),
    ...(outOfFold && {
      calibratedOn: { ...outOfFold, probabilities: calibrator.transform(outOfFold.probabilities) },
    }),
  });
}

/**
 * The class shares that the calibrated probabilities of a model are for: their means over the out-of-fold rows, so that rows
 * like those of training give the shares of training even if the calibration of a rare class is a little off.
 */
export function trainedShares({ calibrator, outOfFold, provenance }: TableClassifier): number[] {
  const { calibration, correction, priors } = calibrator;
  if (outOfFold === undefined) {
    const rows = provenance.classes.map(({ trainingRows, trainingWeight }) => trainingWeight ?? trainingRows);
    return inShares(priors ?? rows);
  }
  const means = columnMeans(calibration.transform(outOfFold.probabilities), outOfFold.weights);
  return inShares(Array.from(means, (share, c) => share * (correction?.factors[c] ?? 1)));
}

function inShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

function noticesOf(
  classes: AdaptedModel['classes'],
  { standardErrors }: ClassShares,
  { calibrator, outOfFold }: TableClassifier,
  { rows, isChanged }: { readonly rows: number; readonly isChanged: boolean },
): string[] {
  const few = classes.filter(({ interval }) => interval === undefined).map(({ label }) => label);
  const keptText = `classes with fewer than ${FEWEST_CLASS_ROWS} training rows keep their share: ${listNames(few)}`;
  if (classes.length - few.length < 2) {
    return [
      `warning: the probabilities stay as they are: to estimate class shares, at least two classes need ` +
        `${FEWEST_CLASS_ROWS} training rows; fewer have ${listNames(few)}`,
    ];
  }
  const estimated = classes.filter(({ interval }) => interval !== undefined);
  const listed = estimated
    .slice(0, MOST_LISTED)
    .map(
      (each) =>
        `${quote(String(each.label))} ${shareText(each.trained)} in training, ${shareText(each.estimated)} here ` +
        `(95 % interval ${each.interval?.map(shareText).join(' to ')})`,
    );
  const more = estimated.length - listed.length;
  const imprecise = classes.some(
    ({ estimated }, c) => standardErrors[c] > Math.min(estimated, 1 - estimated),
  );
  return [
    `${isChanged ? 'the probabilities are corrected to' : 'the probabilities stay as they are, because no change is significant in the'} ` +
      `class shares estimated from the table, without its labels: ${listed.join('; ')}${more > 0 ? ` and ${more} more` : ''}`,
    ...(few.length > 0 ? [keptText] : []),
    ...(rows < FEW_ROWS || imprecise
      ? [`warning: class shares estimated from ${countOf(rows, 'row')} are imprecise: see their intervals`]
      : []),
    ...(calibrator.calibration.kind === 'none' && outOfFold === undefined
      ? [
          'warning: the probabilities of the model are not calibrated, so the estimated class shares can be wrong',
        ]
      : []),
  ];
}
