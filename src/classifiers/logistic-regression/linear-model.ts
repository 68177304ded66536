/** A fitted softmax regression: coefficients, intercepts and predicted probabilities. */
import * as z from 'zod';
import { Engine } from '../../engine/engine.js';
import { timeSlices } from '../../event-loop.js';
import { SoftmaxBlock } from '../../linear/softmax-block.js';
import { vectorCount } from '../../linear/softmax-objective.js';
import type { Matrix } from '../../matrix.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { Contributions } from '../contract/contributions.js';
import type { FittedModel, FittedShape } from '../contract/fitted-model.js';
import { parseSaved, requireBetween, requireData } from '../contract/saved-classifier.js';

/** Saved state besides the arrays. */
const linearState = z.object({
  iterations: z.int().min(0),
  converged: z.boolean(),
});

/** Up to this, the logits of any row of 32-bit floats are finite in 64 bits. */
const LARGEST_COEFFICIENT = 1e200;

const MEANS = 'means';

export type LinearState = z.output<typeof linearState>;

export class LinearModel implements FittedModel {
  readonly #block: SoftmaxBlock;
  readonly #out: number;

  private constructor(
    engine: Engine,
    readonly shape: FittedShape,
    readonly vectors: Float64Array,
    readonly state: LinearState,
    /** Of the columns over the training rows; undefined in files before 0.2.0. */
    readonly means: Float64Array | undefined,
  ) {
    this.#block = new SoftmaxBlock(engine, shape.columns, shape.classes);
    this.#out = engine.allocateFloats(this.#block.rows * shape.classes);
    this.#block.setVectors(vectors);
  }

  /**
   * @param vectors as in `SoftmaxObjective`: one per class, or only that of the second of two classes, each with
   *   `columns` coefficients and an intercept
   */
  static async create(
    shape: FittedShape,
    vectors: Float64Array,
    state: LinearState,
    means: Float64Array | undefined,
  ): Promise<LinearModel> {
    return new LinearModel(await Engine.create(), shape, vectors, state, means);
  }

  static async revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
    name: string,
  ): Promise<LinearModel> {
    const state = parseSaved(linearState, saved, name);
    const count = vectorCount(shape.classes);
    const coefficients = requireData(tensors, 'coefficients', [count, shape.columns], name, 'F64');
    const intercepts = requireData(tensors, 'intercepts', [count], name, 'F64');
    requireBetween(coefficients, -LARGEST_COEFFICIENT, LARGEST_COEFFICIENT, 'coefficients', name);
    requireBetween(intercepts, -LARGEST_COEFFICIENT, LARGEST_COEFFICIENT, 'intercepts', name);
    const width = shape.columns + 1;
    const means = tensors.has(MEANS) ? requireData(tensors, MEANS, [shape.columns], name, 'F64') : undefined;
    const vectors = new Float64Array(count * width);
    for (let v = 0; v < count; v++) {
      vectors.set(coefficients.subarray(v * shape.columns, (v + 1) * shape.columns), v * width);
      vectors[v * width + shape.columns] = intercepts[v];
    }
    return LinearModel.create(shape, vectors, state, means);
  }

  /** softmax(W x + b) in 64 bits, for each row. */
  async probabilities(X: Matrix): Promise<Matrix> {
    const { engine, rows: most, logits } = this.#block;
    const { classes } = this.shape;
    const data = new Float32Array(X.rows * classes);
    const slices = timeSlices();
    for (let start = 0; start < X.rows; start += most) {
      if (slices.due()) await slices.pause();
      const rows = Math.min(most, X.rows - start);
      this.#block.load(X, start, rows);
      engine.kernels.softmaxF64(rows, classes, logits, this.#out);
      data.set(engine.floats(this.#out, rows * classes), start * classes);
    }
    return { data, rows: X.rows, columns: classes };
  }

  /**
   * Coefficient x (value - mean) for each column: of the class among more than two, or with the sign of the class of two.
   * Undefined without means.
   */
  async contributions(X: Matrix, output: number): Promise<Contributions | undefined> {
    const { means, vectors } = this;
    if (means === undefined) return undefined;
    const { columns, classes } = this.shape;
    const binary = classes === 2;
    const own = vectors.subarray((binary ? 0 : output) * (columns + 1));
    const sign = binary && output === 0 ? -1 : 1;
    const values = Float64Array.from(X.data, (value, i) => {
      const column = i % columns;
      return sign * own[column] * (value - means[column]);
    });
    const expected = sign * means.reduce((sum, mean, column) => sum + own[column] * mean, own[columns]);
    return { scale: binary ? 'log-odds' : 'logit', expected, values };
  }

  /** Vectors x columns. */
  get coefficients(): Float64Array {
    const { columns } = this.shape;
    return this.vectors.filter((_, i) => i % (columns + 1) < columns);
  }

  get intercepts(): Float64Array {
    const { columns } = this.shape;
    return this.vectors.filter((_, i) => i % (columns + 1) === columns);
  }

  toJSON(): Record<string, unknown> {
    return { ...this.state };
  }

  tensors(): Map<string, ModelTensor> {
    const count = vectorCount(this.shape.classes);
    return new Map<string, ModelTensor>([
      ['coefficients', { dtype: 'F64', shape: [count, this.shape.columns], data: this.coefficients }],
      ['intercepts', { dtype: 'F64', shape: [count], data: this.intercepts }],
      ...(this.means === undefined
        ? []
        : [[MEANS, { dtype: 'F64', shape: [this.means.length], data: this.means }] as const]),
    ]);
  }
}
