/** Checks of training rows, weights and categories, shared by all classifiers. */
import { checkCategories, checkFinite } from '../../check-matrix.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import { BASIC_TYPES, isObject, type OptionTypes } from '../../options/check-options.js';
import { countOf } from '../../text/name-list.js';
import type { FitOptions } from './classifier.js';
import { checkLabels } from './labels.js';

export const FIT_OPTION_TYPES: OptionTypes<FitOptions> = {
  sampleWeight: BASIC_TYPES.numbers,
  groups: BASIC_TYPES.numbers,
  times: BASIC_TYPES.numbers,
  validation: {
    isValid: (value) => value === 'none' || (isObject(value) && isObject(value.X) && 'y' in value),
    expected: "{ X, y }, or 'none'",
  },
  columnNames: BASIC_TYPES.texts,
  unusedColumns: BASIC_TYPES.texts,
  onProgress: BASIC_TYPES.callback,
  onStage: BASIC_TYPES.callback,
  onWarning: BASIC_TYPES.callback,
  warnsOfOptions: BASIC_TYPES.boolean,
  signal: BASIC_TYPES.signal,
  startedAt: BASIC_TYPES.number,
  executor: BASIC_TYPES.executor,
};

/** Checks of `fit`, after `checkShape`: X has at least two rows, y one label per row, and the weights are valid. */
export function checkTrainingInput(
  X: FeatureMatrix,
  y: readonly Label[],
  sampleWeight: ArrayLike<number> | undefined,
  missingAllowed: boolean,
): void {
  checkFinite(X, missingAllowed);
  if (X.rows < 2) throw new InputError('X has one row: fit needs at least two');
  checkLabels(X, y);
  if (sampleWeight !== undefined) checkSampleWeight(sampleWeight, X.rows, 'sampleWeight');
}

/** One finite weight per row, not negative, not all 0; `name` names it in messages. */
export function checkSampleWeight(sampleWeight: ArrayLike<number>, rows: number, name: string): void {
  if (sampleWeight.length !== rows) {
    throw new InputError(`${name} has ${sampleWeight.length} values for ${rows} rows`);
  }
  let total = 0;
  for (let i = 0; i < sampleWeight.length; i++) {
    const w = sampleWeight[i];
    if (!(w >= 0 && Number.isFinite(w))) {
      throw new InputError(`${name} is ${w} at row ${i}: weights must be finite and not negative`);
    }
    total += w;
  }
  if (total === 0) throw new InputError(`${name} is 0 for every row: at least one weight must be positive`);
}

/** The levels of each column of categories, null for a column of numbers. */
export type Categories = NonNullable<FeatureMatrix['categories']>;

/** The categories of X; undefined if all its columns are numbers. Throws `InputError` if they are not valid. */
export function categoriesOf(X: FeatureMatrix): Categories | undefined {
  checkCategories(X);
  return X.categories?.some((levels) => levels !== null) ? X.categories : undefined;
}

/** Throws `InputError` if X says what categories its columns have, and they are not those that were fitted. */
export function checkSameCategories(X: FeatureMatrix, fitted: Categories | undefined): void {
  if (X.categories === undefined) return;
  checkCategories(X);
  const text = (levels: number | null | undefined) => (levels ? countOf(levels, 'level') : 'numbers');
  X.categories.forEach((levels, column) => {
    if (levels === (fitted?.[column] ?? null)) return;
    throw new InputError(
      `column ${column} of X has ${text(levels)}, but the classifier was fitted on ${text(fitted?.[column])}`,
    );
  });
}
