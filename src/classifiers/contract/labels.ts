/** The user's labels: validation, and encoding as class indices. */
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';

/** y must have one valid label per row. */
export function checkLabels(X: FeatureMatrix, y: readonly Label[]): void {
  if (y.length !== X.rows) throw new InputError(`y has ${y.length} labels for ${X.rows} rows of X`);
  const kinds = new Set<string>();
  for (let i = 0; i < y.length; i++) {
    const label = y[i];
    const kind = typeof label;
    const usable = kind === 'number' ? Number.isFinite(label) : kind === 'string' || kind === 'boolean';
    if (!usable) {
      throw new InputError(
        `y is ${String(label)} at row ${i}: a label must be a string, a finite number or a boolean`,
      );
    }
    kinds.add(kind);
  }
  if (kinds.size > 1) {
    throw new InputError(`y mixes ${[...kinds].join(' and ')} labels: use one type`);
  }
}

/** Encodes labels as class indices; classes are sorted as in scikit-learn's LabelEncoder. */
export class LabelEncoder {
  readonly #indices: Map<Label, number>;

  /** `classes` in the order of their indices. */
  constructor(readonly classes: readonly Label[]) {
    this.#indices = new Map(classes.map((label, i) => [label, i]));
  }

  /** The distinct labels: numbers ascending, strings by code unit, false before true. */
  static from(y: readonly Label[]): LabelEncoder {
    const distinct = [...new Set(y)];
    return new LabelEncoder(distinct.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  }

  /** Class indices. Throws `InputError` for a label that is not a class. */
  encode(y: readonly Label[]): Int32Array {
    return Int32Array.from(y, (label) => {
      const index = this.#indices.get(label);
      if (index === undefined) {
        throw new InputError(
          `label ${JSON.stringify(label)} was not among the training labels ${JSON.stringify(this.classes.slice(0, 10))}`,
        );
      }
      return index;
    });
  }
}
