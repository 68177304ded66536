/** What a comparison is going to do: the rows of every split, and every fit in its order. */
import { seededOptions } from '../../classifiers/contract/seeded-options.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import { extractTarget, type TargetOptions } from '../../tables/preparation/target.js';
import { stratifiedFolds } from '../../tables/split/stratified-folds.js';
import type { Table } from '../../tables/table.js';
import { type FoldFit, type FoldWork, placesOfFold } from '../cross-validation/fold-fit.js';
import { DEFAULT_SEED } from '../seeded-split.js';
import { type CheckedChoice, type ClassifierChoice, checkedChoices } from './classifier-choices.js';
import { FAST_CLASSIFIERS } from './classifier-sets.js';
import type { ComparisonSplit } from './comparison.js';

/** What is compared, and on which rows. */
export interface PlanOptions extends TargetOptions {
  /** Name of the column to predict. */
  readonly target: string;
  /** Each once, by name or with options; default `FAST_CLASSIFIERS`. */
  readonly classifiers?: readonly (string | ClassifierChoice)[];
  /** Parts of the rows, each tested on once a repeat; default 5. */
  readonly folds?: number;
  /** Divisions of the rows into folds; default 2. */
  readonly repeats?: number;
  /** Repeat r (from 0) divides the rows and seeds the classifiers by seed + r; default 42. */
  readonly seed?: number;
  /** Columns to treat otherwise than their content suggests. */
  readonly overrides?: ColumnOverrides;
  /** The prepared rows of a fit may take this much memory; default 2 GiB. */
  readonly memoryLimitBytes?: number;
}

export const DEFAULT_COMPARISON_FOLDS = 5;
export const DEFAULT_REPEATS = 2;

export interface ComparisonPlan {
  readonly work: FoldWork;
  readonly classes: readonly Label[];
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  readonly splits: readonly ComparisonSplit[];
  readonly choices: readonly CheckedChoice[];
  /** Classifier by classifier, each on all splits in their order. */
  readonly fits: readonly FoldFit[];
  readonly notices: readonly string[];
}

/** @throws InputError for whatever of the table or the options cannot be used. */
export function planComparison(table: Table, options: PlanOptions): ComparisonPlan {
  const {
    target,
    folds = DEFAULT_COMPARISON_FOLDS,
    repeats = DEFAULT_REPEATS,
    seed = DEFAULT_SEED,
  } = options;
  const { overrides, memoryLimitBytes } = options;
  if (!Number.isSafeInteger(repeats) || repeats < 1) {
    throw new InputError(`repeats is ${repeats}: give a whole number from 1`);
  }
  const choices = checkedChoices(options.classifiers ?? FAST_CLASSIFIERS);
  const { labels, classes, notices: targetNotices } = extractTarget(table, target, options);
  const divisions = Array.from({ length: repeats }, (_, repeat) =>
    stratifiedFolds(labels, folds, new RandomStream(seed + repeat, 'folds')),
  );
  const foldsOfRows = divisions.map(({ ofRow }) => ofRow);
  const splits = foldsOfRows.flatMap((ofRow, repeat) => splitsOf(ofRow, repeat, folds));
  // A table that cannot be prepared at all is an error at once, and not the failure of every fit.
  const preparation = Preparation.fit(table, undefined, target, { ...overrides, memoryLimitBytes });
  return {
    work: { table, target, rows: rowRange(table.rows), labels, foldsOfRows, overrides, memoryLimitBytes },
    classes,
    folds,
    repeats,
    seed,
    splits,
    choices,
    fits: choices.flatMap((choice) => fitsOf(choice, splits, seed)),
    notices: [...new Set([...targetNotices, ...divisions[0].notices, ...preparation.notices])],
  };
}

function splitsOf(foldOfRow: Int32Array, repeat: number, folds: number): ComparisonSplit[] {
  return Array.from({ length: folds }, (_, fold) => {
    const { train, test } = placesOfFold(foldOfRow, fold);
    return { repeat, fold, trainRows: train.length, testRows: test.length };
  });
}

function fitsOf(
  { entry, options }: CheckedChoice,
  splits: readonly ComparisonSplit[],
  seed: number,
): FoldFit[] {
  return splits.map(({ repeat, fold }) => ({
    classifier: entry.name,
    options: seededOptions(entry, options, seed + repeat),
    repeat,
    fold,
    probabilities: true,
  }));
}
