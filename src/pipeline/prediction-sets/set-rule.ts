/** How the prediction sets of a model and its rows for review are computed, from the options of a user. */
import type { OutOfFoldRows } from '../../decision/out-of-fold-rows.js';
import {
  predictionSets,
  rowsForCoverage,
  type SetThresholds,
  setThresholds,
} from '../../decision/sets/prediction-sets.js';
import { hasReviewCost, ReviewRule } from '../../decision/sets/review-rule.js';
import { InputError } from '../../errors.js';
import type { Label, Matrix } from '../../matrix.js';
import { quote } from '../../text/name-list.js';
import { OPTION_TYPES, type OptionTypes } from '../check-options.js';
import type { TableClassifier } from '../table-classifier.js';

export interface SetOptions {
  /**
   * Gives each row a prediction set that contains its true class with at least this probability, whatever the class: between
   * 0 and 1. Default: no sets; 0.95 if `review` has nothing else to go by.
   */
  readonly coverage?: number;
  /**
   * Whether rows are marked for a review by hand: those whose prediction set is not the predicted class alone, and with a
   * decision by cost that has the action `review` those that cost less to be reviewed than the cheapest class. Default false.
   */
  readonly review?: boolean;
}

export const SET_OPTION_TYPES: OptionTypes<SetOptions> = {
  coverage: OPTION_TYPES.number,
  review: OPTION_TYPES.boolean,
};

export const DEFAULT_COVERAGE = 0.95;

/** Of a model, for `SetOptions`. */
export interface SetRule {
  /** The sets of rows by their probabilities before calibration; undefined without a coverage. */
  readonly setsOf?: (uncalibrated: Matrix) => readonly (readonly Label[])[];
  /** The coverage that was asked for, or the default. */
  readonly coverage?: number;
  /** Undefined if no review was asked for. */
  readonly review?: ReviewRule;
  readonly notices: readonly string[];
}

/** @throws InputError for a coverage that is not between 0 and 1, or that the model has no rows for. */
export function setRule(model: TableClassifier, { coverage, review = false }: SetOptions): SetRule {
  const { classes, decision } = model;
  const isDefault = coverage === undefined && review && !hasReviewCost(decision);
  const ruleOfReview = review ? { review: new ReviewRule(classes, decision) } : {};
  const share = isDefault ? DEFAULT_COVERAGE : coverage;
  if (share === undefined) return { ...ruleOfReview, notices: [] };
  const thresholds = thresholdsOf(model, share);
  return {
    ...ruleOfReview,
    coverage: share,
    setsOf: labelSets(thresholds, classes),
    notices: [
      ...(isDefault
        ? [
            `rows are reviewed by prediction sets of coverage ${DEFAULT_COVERAGE}, because no coverage was given and the ` +
              'decision has no cost of review',
          ]
        : []),
      ...unboundedNotices(thresholds, classes, model.outOfFold?.weights !== undefined),
    ],
  };
}

function thresholdsOf({ outOfFold, classes, classifier }: TableClassifier, coverage: number): SetThresholds {
  if (classes.length < 2) {
    throw new InputError(
      'prediction sets need a model of two classes or more, but this one has one: predict without coverage and review',
      OF_COVERAGE,
    );
  }
  if (outOfFold === undefined) {
    throw new InputError(
      `the model (${classifier.name}) has no out-of-fold predictions to compute prediction sets from. It was trained by ` +
        'version 0.1.0, on too few rows, with calibration none and argmax, or was interrupted: train it again with a ' +
        'calibration, or predict without coverage',
      OF_COVERAGE,
    );
  }
  const thresholds = knownThresholds(outOfFold, coverage);
  const needed = rowsForCoverage(coverage);
  const most = thresholds.rows.reduce((largest, rows) => Math.max(largest, rows));
  if (most < needed) {
    throw new InputError(
      `coverage ${coverage} needs ${needed} out-of-fold rows of a class, but the largest class of the ` +
        `model has ${most}, so that every prediction set would contain all classes: give a lower coverage, such as ` +
        `${reachableCoverage(most)}, or train on more rows`,
      OF_COVERAGE,
    );
  }
  return thresholds;
}

/** So that predicting a row does not rank the out-of-fold rows again. */
const lastThresholds = new WeakMap<OutOfFoldRows, SetThresholds>();

function knownThresholds(outOfFold: OutOfFoldRows, coverage: number): SetThresholds {
  const last = lastThresholds.get(outOfFold);
  if (last?.coverage === coverage) return last;
  const thresholds = setThresholds(outOfFold, coverage);
  lastThresholds.set(outOfFold, thresholds);
  return thresholds;
}

const OF_COVERAGE = { optionNames: ['coverage'] };

/** The highest coverage with at most three decimals for which this number of rows is enough. */
function reachableCoverage(rows: number): number {
  return Math.floor((1000 * rows) / (rows + 1)) / 1000;
}

/** Equal sets are the same array. */
function labelSets(thresholds: SetThresholds, classes: readonly Label[]): NonNullable<SetRule['setsOf']> {
  const known = new Map<string, readonly Label[]>();
  return (uncalibrated) => {
    const isIn = predictionSets(uncalibrated, thresholds);
    const { rows, columns } = uncalibrated;
    return Array.from({ length: rows }, (_, row) => {
      const own = isIn.subarray(row * columns, (row + 1) * columns);
      const key = own.join('');
      const set = known.get(key) ?? classes.filter((_, c) => own[c] === 1);
      known.set(key, set);
      return set;
    });
  };
}

/** Classes that the notice lists. */
const MOST_LISTED = 5;

function unboundedNotices(
  { coverage, rows, unbounded }: SetThresholds,
  classes: readonly Label[],
  weighted: boolean,
): string[] {
  const needed = rowsForCoverage(coverage);
  const few = unbounded.filter((c) => rows[c] < needed);
  const listed = few.slice(0, MOST_LISTED).map((c) => `${quote(String(classes[c]))} has ${rows[c]}`);
  const more = few.length > MOST_LISTED ? ` and ${few.length - MOST_LISTED} more classes have too few` : '';
  const contain = (count: number) => `every prediction set contains ${count === 1 ? 'it' : 'them'}`;
  const notices: string[] = [];
  if (few.length > 0) {
    notices.push(
      `coverage ${coverage} needs ${needed} out-of-fold rows of a class: ${listed.join(', ')}${more}, so ` +
        `${contain(few.length)}; a lower coverage needs fewer rows`,
    );
  }
  if (weighted && few.length < unbounded.length) {
    const heavy = unbounded.filter((c) => rows[c] >= needed).map((c) => quote(String(classes[c])));
    notices.push(
      `the out-of-fold rows of ${heavy.slice(0, MOST_LISTED).join(', ')} have too unequal weights for coverage ` +
        `${coverage}: ${contain(heavy.length)}; give a lower coverage`,
    );
  }
  return notices;
}
