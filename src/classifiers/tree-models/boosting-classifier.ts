/** Base class of the boosting classifiers: validation rows, rounds, progress, saving, importances. */
import type * as z from 'zod';
import { argmaxRows } from '../../decision/argmax.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { macroF1 } from '../../metrics/macro-f1.js';
import { boost, type RoundReport } from '../../trees/boosting/boost.js';
import type { BoostingPlan } from '../../trees/boosting/boosting-plan.js';
import { weightsOfMeanOne } from '../contract/class-weight.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { FitResult, FittedShape, LearningControl, ValuesProblem } from '../contract/fitted-model.js';
import { holdOut } from '../contract/labelled-rows.js';
import { LearningClassifier } from '../contract/learning-classifier.js';
import { BoostingModel } from './boosting-model.js';

/** `ClassifierEntry.weights` of boosting. */
export const BOOSTING_WEIGHTS =
  'Weights, relative to their mean, multiply the loss of each row, in training and in early stopping.';

/** Options of all boosting classifiers. */
interface SharedOptions {
  readonly seed: number;
  readonly nEstimators: number;
  readonly learningRate: number;
  readonly validationFraction: number;
}

export abstract class BoostingClassifier<Schema extends z.ZodObject> extends LearningClassifier<
  Schema,
  BoostingModel
> {
  /** The name of the early stopping option, if it is set. */
  protected abstract readonly stoppingOption: string | undefined;
  protected abstract plan(problem: ValuesProblem): BoostingPlan;

  /**
   * Total gain of the splits on each column of X, normalised to sum 1; all 0 if nothing was split. Throws
   * `NotFittedError` before `fit`.
   */
  importances(): Float32Array {
    const { learned } = this;
    return learned ? this.sumByColumn(learned.trees.importances.slice()) : new Float32Array(this.columns);
  }

  /** Boosting rounds kept for prediction. */
  get rounds(): number {
    return this.learned?.rounds ?? 0;
  }

  protected override async learn(
    problem: ValuesProblem,
    { onProgress, signal, mayHoldOut }: LearningControl,
  ): Promise<FitResult> {
    const { nEstimators, learningRate } = this.options as unknown as SharedOptions;
    const start = performance.now();
    const rows = this.#rows(problem, mayHoldOut);
    const plan = this.plan(rows);
    const loss: number[] = [];
    const validationLoss: number[] = [];
    const score = ({ validationProbabilities }: RoundReport) => {
      const probabilities = validationProbabilities();
      if (probabilities === undefined || rows.validation === undefined) return undefined;
      const { y, weights } = rows.validation;
      return macroF1(y, argmaxRows(probabilities), rows.classes, weights);
    };
    const onRound = (report: RoundReport) => {
      loss.push(report.loss);
      if (report.validationLoss !== undefined) validationLoss.push(report.validationLoss);
      onProgress?.({
        unit: 'round',
        epoch: report.round,
        epochs: nEstimators,
        loss: report.loss,
        validationMacroF1: score(report),
        bestEpoch: plan.stopping?.kept || report.round,
        learningRate,
        secondsElapsed: (performance.now() - start) / 1000,
      });
    };
    const { trees, aborted } = await boost(rows, plan, { onRound, signal });
    return { model: trees && new BoostingModel(trees, { loss, validationLoss }), aborted };
  }

  protected override revive(
    state: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): BoostingModel {
    return BoostingModel.revive(this.name, state, tensors, shape);
  }

  /** Scales weights to a mean of 1, and holds out validation rows if early stopping needs them and none were given. */
  #rows(problem: ValuesProblem, mayHoldOut: boolean): ValuesProblem {
    const { seed, validationFraction } = this.options as unknown as SharedOptions;
    const rows = { ...problem, weights: problem.weights && weightsOfMeanOne(problem.weights) };
    if (this.stoppingOption === undefined || rows.validation !== undefined) return rows;
    if (validationFraction === 0 || !mayHoldOut) {
      const remedy = mayHoldOut ? 'set validationFraction above 0' : "omit validation: 'none'";
      throw new InputError(`${this.stoppingOption} needs validation rows: pass some to fit, or ${remedy}`);
    }
    return holdOut(rows, validationFraction, new RandomStream(seed, 'validation'));
  }
}
