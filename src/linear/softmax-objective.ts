/**
 * The objective of multinomial logistic regression, as in scikit-learn's LogisticRegression:
 *
 *   sum over rows of w_i (-log softmax(W x_i + b)[y_i]) + penalty / 2 * |W|^2
 *
 * The variables are one vector of weights and an intercept per class; for two classes only those of the second, with
 * zeros for the first, which is binary logistic regression.
 */
import type { Engine } from '../engine/engine.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import type { Objective } from './objective.js';
import { SoftmaxBlock } from './softmax-block.js';

export interface SoftmaxProblem {
  readonly X: Matrix;
  /** Class index of each row. */
  readonly y: Int32Array;
  /** One per row; default all 1. */
  readonly weights?: Float64Array;
  readonly classes: number;
  /** Factor of half the squared norm of the weights; intercepts are not penalised. */
  readonly penalty: number;
}

/** Number of coefficient vectors: one per class, or one for two classes. */
export function vectorCount(classes: number): number {
  return classes === 2 ? 1 : classes;
}

export class SoftmaxObjective implements Objective {
  readonly size: number;
  readonly #problem: SoftmaxProblem;
  readonly #block: SoftmaxBlock;
  readonly #labels: number;
  readonly #weights: number;
  readonly #gradient: number;
  readonly #sums: number;
  readonly #slices = timeSlices();

  constructor(engine: Engine, problem: SoftmaxProblem) {
    const { X, y, weights, classes } = problem;
    this.#problem = problem;
    this.#block = new SoftmaxBlock(engine, X.columns, classes);
    this.size = vectorCount(classes) * (X.columns + 1);
    this.#gradient = engine.allocateDoubles((X.columns + 1) * this.#block.ld);
    this.#sums = engine.allocateDoubles(this.#block.rows + 1);
    this.#labels = engine.allocateInts(X.rows);
    this.#weights = engine.allocateDoubles(X.rows);
    engine.ints(this.#labels, X.rows).set(y);
    if (weights) engine.doubles(this.#weights, X.rows).set(weights);
    else engine.doubles(this.#weights, X.rows).fill(1);
  }

  async evaluate(point: Float64Array, gradient: Float64Array, signal?: AbortSignal): Promise<number> {
    const { X, classes } = this.#problem;
    const { engine, rows: most, ld, logits, wide } = this.#block;
    const { kernels } = engine;
    const width = X.columns + 1;
    this.#block.setVectors(point);
    let loss = 0;
    for (let start = 0; start < X.rows; start += most) {
      if (this.#slices.due()) await this.#slices.pause();
      signal?.throwIfAborted();
      const rows = Math.min(most, X.rows - start);
      this.#block.load(X, start, rows);
      loss += kernels.softmaxLossF64(
        rows,
        classes,
        logits,
        this.#labels + 4 * start,
        this.#weights + 8 * start,
        this.#sums,
      );
      kernels.gemmF64(true, width, ld, rows, wide, width, logits, ld, this.#gradient, ld, start > 0);
    }
    this.#block.readVectors(this.#gradient, gradient);
    return loss + this.#addPenalty(point, gradient);
  }

  #addPenalty(point: Float64Array, gradient: Float64Array): number {
    const { X, penalty } = this.#problem;
    const width = X.columns + 1;
    let squares = 0;
    for (let start = 0; start < point.length; start += width) {
      for (let i = start; i < start + X.columns; i++) {
        squares += point[i] * point[i];
        gradient[i] += penalty * point[i];
      }
    }
    return 0.5 * penalty * squares;
  }
}
