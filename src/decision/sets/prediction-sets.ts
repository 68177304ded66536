/**
 * Prediction sets by class-conditional (Mondrian) split conformal prediction (Vovk, "Conditional validity of inductive
 * conformal predictors", 2012; Sadinle, Lei & Wasserman, "Least ambiguous set-valued classifiers with bounded error
 * levels", 2019).
 *
 * The score of a row for class c is its probability p_c. Of the n_c held-out rows of class c, let q_c be the
 * floor((n_c + 1) (1 - coverage))-th smallest score. The set of a new row has every class with p_c >= q_c. It contains the
 * true class with a probability of at least `coverage`, for the rows of each class, if they are exchangeable with those held
 * out. With too few rows for any threshold (n_c + 1 < 1 / (1 - coverage)) the class is in every set.
 *
 * The probabilities are those of the classifier, before the calibration of the model. Any score that is computed for
 * held-out and new rows in the same way keeps the coverage. A calibration is fitted on the held-out rows themselves, so that
 * their scores would need cross-fitted calibrations, which differ from the one for new rows, and the steps of an isotonic one
 * make many scores equal: sets are then larger, and their coverage varies more.
 */
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import type { OutOfFoldRows } from '../out-of-fold-rows.js';

export interface SetThresholds {
  readonly coverage: number;
  /** The least probability of each class with which it is in a set; 0 for a class with too few rows. */
  readonly least: Float64Array;
  /** Held-out rows of each class. */
  readonly rows: Int32Array;
  /** The classes without a threshold, which are in every set. */
  readonly unbounded: readonly number[];
}

/** Rows of a class that a coverage needs: with fewer, every set contains it. */
export function rowsForCoverage(coverage: number): number {
  // Not 20 for 1 / (1 - 0.95), which is slightly above 20.
  return Math.ceil(1 / (1 - coverage) - 1e-9) - 1;
}

/**
 * @param rows with probabilities before calibration
 * @param coverage the least share of the rows of each class whose set contains it, between 0 and 1
 * @throws InputError for another coverage
 */
export function setThresholds({ probabilities, y, weights }: OutOfFoldRows, coverage: number): SetThresholds {
  if (!(coverage > 0 && coverage < 1)) {
    throw new InputError(`coverage is ${coverage}: give a number between 0 and 1, such as 0.95`, {
      optionNames: ['coverage'],
    });
  }
  const { data, columns } = probabilities;
  const rows = new Int32Array(columns);
  for (const c of y) rows[c]++;
  const scores = Array.from({ length: columns }, (): Score[] => []);
  y.forEach((c, row) => {
    scores[c].push({ p: data[row * columns + c], weight: weights?.[row] ?? 1 });
  });
  const found = scores.map((ofClass) => threshold(ofClass, coverage));
  const unbounded = [...found.keys()].filter((c) => found[c] === undefined);
  return { coverage, least: Float64Array.from(found, (q) => q ?? 0), rows, unbounded };
}

interface Score {
  readonly p: number;
  readonly weight: number;
}

/**
 * The largest score such that the weight of the scores up to it is at most (total + one mean weight) (1 - coverage);
 * undefined if there is none.
 */
function threshold(scores: Score[], coverage: number): number | undefined {
  if (scores.length === 0) return undefined;
  scores.sort((one, other) => one.p - other.p);
  const total = scores.reduce((sum, { weight }) => sum + weight, 0);
  const one = total / scores.length;
  const room = (total + one) * (1 - coverage) + 1e-9 * one;
  let weight = 0;
  let found: number | undefined;
  for (const score of scores) {
    weight += score.weight;
    if (weight > room) break;
    found = score.p;
  }
  return found;
}

/** For each row and class whether the class is in the set: rows x classes. */
export function predictionSets({ data, rows, columns }: Matrix, { least }: SetThresholds): Uint8Array {
  return Uint8Array.from({ length: rows * columns }, (_, at) => (data[at] >= least[at % columns] ? 1 : 0));
}
