import * as z from 'zod';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import { countOf } from '../../text/name-list.js';
import { writeDistribution } from './log-probabilities.js';

const schema = z.strictObject({ factors: z.array(z.number().gt(0).lt(1e30)).min(1) });

/**
 * Undoes the frequencies that a classifier was trained with: p_c is multiplied by the true prior of c over that of the
 * training, and the row divided by its sum (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier to
 * new a priori probabilities", 2002). For training that samples or weights classes, and for scored tables in which an
 * event is rarer or commoner than in the training table. For two classes the order of the rows stays.
 */
export class PriorCorrection {
  /** @param factors one a class, by which its probability is multiplied */
  private constructor(readonly factors: readonly number[]) {}

  /**
   * @param trained what each class counted in the training: frequencies, rows or sums of weights
   * @param wanted likewise, of the rows that are predicted
   * @throws InputError unless both have a positive number for each class.
   */
  static between(trained: ArrayLike<number>, wanted: ArrayLike<number>): PriorCorrection {
    if (trained.length !== wanted.length) {
      throw new InputError(`there are ${countOf(wanted.length, 'prior')} for ${trained.length} classes`);
    }
    const factors = Array.from(trained, (before, c) => {
      const ratio = wanted[c] / before;
      if (before > 0 && wanted[c] > 0 && Number.isFinite(ratio)) return ratio;
      throw new InputError(
        `the prior of class ${c} is ${wanted[c]}, in the training ${before}: both must be above 0`,
      );
    });
    const largest = Math.max(...factors);
    return new PriorCorrection(factors.map((factor) => factor / largest));
  }

  /** @throws InputError for what no `toJSON` gave, or another number of classes. */
  static revive(json: unknown, classes: number): PriorCorrection {
    const parsed = schema.safeParse(json);
    if (parsed.success && parsed.data.factors.length === classes)
      return new PriorCorrection(parsed.data.factors);
    throw new InputError(`its prior correction must have a positive factor for each of ${classes} classes`);
  }

  transform({ data, rows, columns }: Matrix): Matrix {
    const out = new Float32Array(data.length);
    const values = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < columns; c++) values[c] = data[row * columns + c] * this.factors[c];
      writeDistribution(values, out, row * columns);
    }
    return { data: out, rows, columns };
  }

  toJSON(): z.output<typeof schema> {
    return { factors: [...this.factors] };
  }
}

/**
 * Frequencies of all classes from those that are known: the others share the rest in proportion to `observed`.
 *
 * @param known by class index, each in (0, 1)
 * @throws InputError for known ones out of range or with a sum of 1 or more while others are left.
 */
export function completePriors(
  known: ReadonlyMap<number, number>,
  observed: ArrayLike<number>,
): Float64Array {
  let knownSum = 0;
  for (const [c, prior] of known) {
    if (!(c >= 0 && c < observed.length)) throw new InputError(`there is no class ${c}`);
    if (!(prior > 0 && prior < 1)) {
      throw new InputError(`the prior of class ${c} is ${prior}: give a number between 0 and 1`);
    }
    knownSum += prior;
  }
  const left = Array.from(observed, (count, c) => (known.has(c) ? 0 : count));
  const leftSum = left.reduce((sum, count) => sum + count, 0);
  const rest = 1 - knownSum;
  if (leftSum > 0 ? rest <= 0 : Math.abs(rest) > 1e-6) {
    throw new InputError(`the priors given sum to ${knownSum}, which leaves ${rest} for the other classes`);
  }
  return Float64Array.from(observed, (_, c) => known.get(c) ?? (rest * left[c]) / leftSum);
}
