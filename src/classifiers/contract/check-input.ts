/** The checks of training rows and weights that every classifier makes, with one wording. */
import { checkFinite, checkShape } from '../../check-matrix.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import { checkLabels } from './labels.js';

/** Checks of `fit`: X as above with at least two rows, a label a row, weights that can be used. */
export function checkTrainingInput(
  X: FeatureMatrix,
  y: readonly Label[],
  sampleWeight: ArrayLike<number> | undefined,
  missingAllowed: boolean,
): void {
  checkShape(X);
  checkFinite(X, missingAllowed);
  if (X.rows < 2) throw new InputError('X has one row: a classifier needs at least two to learn from');
  checkLabels(X, y);
  if (sampleWeight !== undefined) checkSampleWeight(sampleWeight, X.rows, 'sampleWeight');
}

/** One finite weight a row, not negative, not all 0; `name` is what it is called in messages. */
export function checkSampleWeight(sampleWeight: ArrayLike<number>, rows: number, name: string): void {
  if (sampleWeight.length !== rows) {
    throw new InputError(`${name} has ${sampleWeight.length} values for ${rows} rows`);
  }
  let total = 0;
  for (let i = 0; i < sampleWeight.length; i++) {
    const w = sampleWeight[i];
    if (!(w >= 0 && Number.isFinite(w))) {
      throw new InputError(`${name} is ${w} at row ${i}: weights are finite and not negative`);
    }
    total += w;
  }
  if (total === 0) throw new InputError(`${name} is 0 for every row: at least one must be positive`);
}
