/** The checks of rows and labels that every classifier makes, with one wording. */
import { checkFinite, checkShape } from '../../check-matrix.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';

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

/** One usable label a row. */
export function checkLabels(X: FeatureMatrix, y: readonly Label[]): void {
  if (y.length !== X.rows) throw new InputError(`y has ${y.length} labels for ${X.rows} rows of X`);
  const kinds = new Set<string>();
  for (let i = 0; i < y.length; i++) {
    const label = y[i];
    const kind = typeof label;
    const usable = kind === 'number' ? Number.isFinite(label) : kind === 'string' || kind === 'boolean';
    if (!usable) {
      throw new InputError(
        `y is ${String(label)} at row ${i}: a label is a string, a finite number or a boolean`,
      );
    }
    kinds.add(kind);
  }
  if (kinds.size > 1) {
    throw new InputError(`y mixes ${[...kinds].join(' and ')} labels: use one kind`);
  }
}
