/** The default decision: the most probable class. */
import * as z from 'zod';
import type { Label, Matrix } from '../matrix.js';
import { type Decision, type DecisionKind, labelsOf } from './decision.js';

/** The index of the largest value in each row, the first of equals. */
export function argmaxRows({ data, rows, columns }: Matrix): Int32Array {
  const best = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let index = 0;
    for (let c = 1; c < columns; c++) if (data[start + c] > data[start + index]) index = c;
    best[row] = index;
  }
  return best;
}

/** The class with the largest probability for each row, the first of equals; `classes` in the order of the columns. */
export function labelsOfRows(probabilities: Matrix, classes: readonly Label[]): Label[] {
  return labelsOf(argmaxRows(probabilities), classes);
}

const KIND = 'argmax';

/** The class with the largest probability, the first of equals. */
export class Argmax implements Decision {
  readonly kind = KIND;

  decide(probabilities: Matrix): Int32Array {
    return argmaxRows(probabilities);
  }

  describe(): string {
    return 'the most probable class';
  }

  toJSON(): unknown {
    return { kind: this.kind };
  }
}

const schema = z.strictObject({ kind: z.literal(KIND) });

export const argmax: DecisionKind<typeof schema> = { kind: KIND, schema, revive: () => new Argmax() };
