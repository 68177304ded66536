/** A fitted model of calibrated support vector machines: arrays, decision values and probabilities. */
import * as z from 'zod';
import { InputError } from '../../errors.js';
import { timeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import { pairCount } from '../../svm/class-pairs.js';
import { coupleProbabilities } from '../../svm/couple-probabilities.js';
import { type DecisionFunction, decisionFunction } from '../../svm/decision-function.js';
import { sigmoid } from '../../svm/platt.js';
import type { CalibratedMachines } from '../../svm/svm-training.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { FittedModel, FittedShape } from '../contract/fitted-model.js';
import { damaged, parseSaved, requireBetween, requireData } from '../contract/saved-classifier.js';

/** Up to these, decision values of any row of 32-bit floats are finite in 64 bits. */
const LARGEST_GAMMA = 1e200;
const LARGEST_DOUBLE = 1e200;
const LARGEST_FLOAT = 2 ** 128 - 2 ** 104;

/** Saved state besides the arrays. */
const svmState = z.object({
  kernel: z.union([
    z.object({ kind: z.literal('linear') }),
    z.object({ kind: z.literal('rbf'), gamma: z.number().positive().max(LARGEST_GAMMA) }),
  ]),
  supportVectors: z.int().min(1),
});

export class SvmModel implements FittedModel {
  #decisions: Promise<DecisionFunction> | undefined;

  /** @param mean subtracted from every row */
  constructor(
    private readonly mean: Float64Array,
    private readonly machines: CalibratedMachines,
  ) {}

  /**
   * Restores a model of the classifier `name` from `toJSON` and `tensors`. Throws `InputError` if they do not match.
   */
  static revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    { columns, classes }: FittedShape,
    name: string,
  ): SvmModel {
    const { kernel, supportVectors: count } = parseSaved(svmState, saved, name);
    const pairs = pairCount(classes);
    const doubles = (array: string, ...shape: number[]) => {
      const data = requireData(tensors, array, shape, name, 'F64');
      requireBetween(data, -LARGEST_DOUBLE, LARGEST_DOUBLE, array, name);
      return data;
    };
    const supportCounts = requireData(tensors, 'supportCounts', [classes], name, 'I32');
    if (supportCounts.some((size) => size < 0) || supportCounts.reduce((a, b) => a + b, 0) !== count) {
      throw damaged(name, `supportCounts ${supportCounts.join(', ')} do not add up to ${count} vectors`);
    }
    const mean = doubles('mean', columns);
    requireBetween(mean, -LARGEST_FLOAT, LARGEST_FLOAT, 'mean', name);
    return new SvmModel(mean, {
      kernel,
      columns,
      supportVectors: requireData(tensors, 'supportVectors', [count, columns], name, 'F32'),
      supportCounts,
      coefficients: doubles('coefficients', classes - 1, count),
      thresholds: doubles('thresholds', pairs),
      slopes: doubles('slopes', pairs),
      offsets: doubles('offsets', pairs),
    });
  }

  /** rows x pairs of classes. */
  async decisionValues(X: Matrix): Promise<Matrix> {
    const columns = this.machines.thresholds.length;
    const data = new Float32Array(X.rows * columns);
    await this.#forEachBlock(X, (values, start) => {
      data.set(values, start * columns);
    });
    return { data, rows: X.rows, columns };
  }

  async probabilities(X: Matrix): Promise<Matrix> {
    const { slopes, offsets, supportCounts } = this.machines;
    const columns = supportCounts.length;
    const data = new Float32Array(X.rows * columns);
    await this.#forEachBlock(X, (values, start) => {
      const pairwise = new Float64Array(slopes.length);
      for (let row = 0; row * pairwise.length < values.length; row++) {
        for (let p = 0; p < pairwise.length; p++) {
          pairwise[p] = sigmoid(values[row * pairwise.length + p], slopes[p], offsets[p]);
        }
        data.set(coupleProbabilities(pairwise, columns), (start + row) * columns);
      }
    });
    return { data, rows: X.rows, columns };
  }

  toJSON(): Record<string, unknown> {
    const { kernel, columns, supportVectors } = this.machines;
    return { kernel, supportVectors: supportVectors.length / columns };
  }

  tensors(): Map<string, ModelTensor> {
    const { columns, supportVectors, supportCounts, coefficients, thresholds, slopes, offsets } =
      this.machines;
    const count = supportVectors.length / columns;
    const classes = supportCounts.length;
    const doubles = (data: Float64Array, ...shape: number[]) => ({ dtype: 'F64', shape, data }) as const;
    return new Map<string, ModelTensor>([
      ['supportVectors', { dtype: 'F32', shape: [count, columns], data: supportVectors }],
      ['supportCounts', { dtype: 'I32', shape: [classes], data: supportCounts }],
      ['coefficients', doubles(coefficients, classes - 1, count)],
      ['thresholds', doubles(thresholds, thresholds.length)],
      ['slopes', doubles(slopes, slopes.length)],
      ['offsets', doubles(offsets, offsets.length)],
      ['mean', doubles(this.mean, columns)],
    ]);
  }

  async #forEachBlock(X: Matrix, use: (values: Float64Array, start: number) => void): Promise<void> {
    this.#decisions ??= decisionFunction(this.machines);
    const decide = await this.#decisions;
    const slices = timeSlices();
    for (let start = 0; start < X.rows; start += decide.maximumRows) {
      if (slices.due()) await slices.pause();
      const end = Math.min(X.rows, start + decide.maximumRows);
      use(decide.values(centredRows(X, this.mean, start, end)), start);
    }
  }
}

/** The rows `from` to `to` minus the mean. Throws `InputError` if a difference overflows a 32-bit float. */
export function centredRows(X: Matrix, mean: Float64Array, from: number, to: number): Float32Array {
  const { columns } = X;
  const rows = new Float32Array((to - from) * columns);
  for (let i = 0; i < rows.length; i++) {
    rows[i] = X.data[from * columns + i] - mean[i % columns];
    if (Number.isFinite(rows[i])) continue;
    const [row, column] = [from + Math.floor(i / columns), i % columns];
    throw new InputError(
      `X is ${X.data[row * columns + column]} at row ${row}, column ${column}: too far from the mean ` +
        `${mean[column]} of the column; scale the column first`,
    );
  }
  return rows;
}
