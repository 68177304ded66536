/**
 * Logistic regression with an L2 penalty: binary for two classes, multinomial for more. It minimises
 *
 *   C * sum over rows of w_i (-log p(y_i | x_i)) + 1/2 * |coefficients|^2
 *
 * as in scikit-learn's LogisticRegression(multi_class='multinomial'); intercepts are not penalised. Weights are
 * relative to their mean. Like every penalised model it expects features on one scale.
 */

import { Engine } from '../../engine/engine.js';
import { lbfgs, type Minimum } from '../../linear/lbfgs.js';
import { SoftmaxObjective, type SoftmaxProblem } from '../../linear/softmax-objective.js';
import { isWorthPreconditioning, softmaxPreconditioner } from '../../linear/softmax-preconditioner.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import { columnMeans } from '../../mean.js';
import { weightsOfMeanOne } from '../contract/class-weight.js';
import type { ModelTensor } from '../contract/classifier.js';
import { classifierEntry } from '../contract/classifier-entry.js';
import type { Contributions } from '../contract/contributions.js';
import type { FitResult, FittedShape, LearningControl, LearningProblem } from '../contract/fitted-model.js';
import { LearningClassifier } from '../contract/learning-classifier.js';
import { LinearModel } from './linear-model.js';
import {
  type LogisticRegressionOptions,
  logisticRegressionGrid,
  logisticRegressionOptions,
} from './options.js';
import { logisticRegressionSpace } from './search-space.js';

/**
 * Logistic regression with an L2 penalty, multinomial for more than two classes (as scikit-learn).
 * Options and defaults: docs/classifiers.md.
 */
export class LogisticRegression extends LearningClassifier<typeof logisticRegressionOptions, LinearModel> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: LogisticRegressionOptions = {}) {
    super(logisticRegression, options);
  }

  /** Iterations of L-BFGS; 0 for a single class. */
  get iterations(): number {
    return this.learned?.state.iterations ?? 0;
  }

  /** Whether the gradient reached the tolerance, or is as near to 0 as 64 bits allow. */
  get converged(): boolean {
    return this.learned?.state.converged ?? true;
  }

  /**
   * The mean absolute coefficient of each feature over the classes, normalised to sum 1 (all 0 if every coefficient
   * is); of a column of categories the sum over the columns that it is encoded as. They are comparable only for features on one scale, such as standardised ones.
   */
  importances(): Float32Array {
    const { learned } = this;
    if (learned === undefined) return new Float32Array(this.columns);
    const { columns } = learned.shape;
    const sums = new Float64Array(columns);
    learned.coefficients.forEach((value, i) => {
      sums[i % columns] += Math.abs(value);
    });
    const total = sums.reduce((a, b) => a + b, 0);
    return this.sumByColumn(Float32Array.from(sums, (sum) => (total > 0 ? sum / total : 0)));
  }

  /** See `Classifier.contributions`. */
  contributions(X: FeatureMatrix, label: Label): Promise<Contributions | undefined> {
    return this.contributionsOf(X, label);
  }

  protected override async learn(problem: LearningProblem, control: LearningControl): Promise<FitResult> {
    const { X, y, weights, classes } = problem;
    const engine = await Engine.create();
    const { stop, iterations, point } = await this.#minimise(
      engine,
      { X, y, classes, weights: weights && weightsOfMeanOne(weights), penalty: 1 / this.options.C },
      control,
    ).finally(() => engine.release());
    const aborted = stop === 'aborted';
    if (aborted && iterations === 0) return { model: undefined, aborted };
    const shape = { columns: X.columns, classes };
    const state = { iterations, converged: stop === 'converged' || stop === 'precision' };
    return { model: await LinearModel.create(shape, point, state, columnMeans(X, weights)), aborted };
  }

  protected override revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): Promise<LinearModel> {
    return LinearModel.revive(saved, tensors, shape, this.name);
  }

  async #minimise(engine: Engine, problem: SoftmaxProblem, control: LearningControl): Promise<Minimum> {
    const { tolerance, maxIterations } = this.options;
    const { onProgress, signal } = control;
    const started = performance.now();
    return lbfgs(new SoftmaxObjective(engine, problem), {
      tolerance,
      maxIterations,
      signal,
      preconditioner: isWorthPreconditioning(problem)
        ? () => softmaxPreconditioner(engine, problem, signal)
        : undefined,
      onIteration: (iteration, value) =>
        onProgress?.({
          unit: 'iteration',
          epoch: iteration,
          epochs: maxIterations,
          loss: value / problem.X.rows,
          bestEpoch: iteration,
          secondsElapsed: (performance.now() - started) / 1000,
        }),
    });
  }
}

export const logisticRegression = classifierEntry(LogisticRegression, {
  name: 'logistic-regression',
  summary: 'logistic regression with an L2 penalty, multinomial for several classes',
  options: logisticRegressionOptions,
  grid: logisticRegressionGrid,
  space: logisticRegressionSpace,
  weights: 'Weights, relative to their mean, multiply the loss of each row.',
});
