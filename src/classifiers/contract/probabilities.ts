/** Class probabilities, and the final check of each prediction, so that no model returns NaN. */
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';

/** Rounding error of a sum of 32-bit probabilities: this much, and as much again for every 16 classes. */
const ROUNDING = 2 ** -16;
const ROUNDING_OF = 16;

export interface ProbabilityDefect {
  readonly row: number;
  /** Text after the row in a message: `are NaN, 0.5, ...`. */
  readonly what: string;
}

/** The first row that is not a distribution (values in [0, 1] with sum 1 up to rounding); undefined if all rows are. */
export function probabilityDefect({ data, rows, columns }: Matrix): ProbabilityDefect | undefined {
  const tolerance = ROUNDING * (1 + columns / ROUNDING_OF);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let inside = true;
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      sum += data[i];
      inside &&= data[i] >= 0 && data[i] <= 1;
    }
    if (inside && Math.abs(sum - 1) <= tolerance) continue;
    const shown = Array.from(data.subarray(row * columns, row * columns + 4));
    return { row, what: `are ${shown.join(', ')}${columns > 4 ? ', ...' : ''}, which are not probabilities` };
  }
  return undefined;
}

/** A row for which a model gives no valid probabilities. */
export class UnpredictableRow extends InputError {
  /**
   * @param row counted from 0
   * @param place the row in the message
   */
  constructor(
    readonly row: number,
    private readonly what: string,
    place = `row ${row} of X`,
  ) {
    super(
      `${place} cannot be predicted (${what}): its values are too far from those of the training rows, or the model ` +
        'is damaged; correct the row, or fit the model again',
    );
  }

  /** The same error for the whole table, in which these rows start after `before` others. */
  within(before: number, place?: (row: number) => string): UnpredictableRow {
    const row = before + this.row;
    return new UnpredictableRow(row, this.what, place?.(row));
  }
}

/**
 * Returns `P` after checking it.
 *
 * @param classifier its name, for the message
 * @throws UnpredictableRow for the first row that is not a distribution.
 */
export function checkedProbabilities(P: Matrix, classifier: string): Matrix {
  const defect = probabilityDefect(P);
  if (defect === undefined) return P;
  throw new UnpredictableRow(defect.row, `its probabilities by ${classifier} ${defect.what}`);
}

/** Runs `work` on some rows of a table; an `UnpredictableRow` is renumbered to its row in the table. */
export async function inTable<T>(
  work: Promise<T>,
  before: number,
  place?: (row: number) => string,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw rowInTable(error, before, place);
  }
}

/** An `UnpredictableRow` renumbered to its row in the table, any other error as it is. */
export function rowInTable(error: unknown, before: number, place?: (row: number) => string): unknown {
  return error instanceof UnpredictableRow ? error.within(before, place) : error;
}

/** The columns of `P` are the classes `of`; the others of `classes` get probability 0. */
export function spread(P: Matrix, of: readonly number[], classes: number): Matrix {
  const { data, rows, columns } = P;
  if (columns === classes) return P;
  const out = new Float32Array(rows * classes);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < columns; c++) out[i * classes + of[c]] = data[i * columns + c];
  }
  return { data: out, rows, columns: classes };
}
