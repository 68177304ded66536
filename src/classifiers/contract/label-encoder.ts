/** Labels as the user has them to class indices and back; classes sorted as scikit-learn's LabelEncoder. */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';

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

  decode(indices: Int32Array): Label[] {
    return Array.from(indices, (i) => this.classes[i]);
  }
}
