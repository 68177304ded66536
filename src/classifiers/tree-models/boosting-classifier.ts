/** Base class of the boosting classifiers: validation rows, rounds, progress, saving, importances. */
import type * as z from 'zod';
import { argmaxRows } from '../../decision/argmax.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import { macroF1 } from '../../metrics/macro-f1.js';
import { type BoostingRun, boost, type RoundReport } from '../../trees/boosting/boost.js';
import type { BoostedTrees } from '../../trees/boosting/boosted-trees.js';
import { weightsOfMeanOne } from '../contract/class-weight.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { Contributions } from '../contract/contributions.js';
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
  /** Whether, after early stopping on rows that were held out, as many rounds are fitted on all rows. */
  protected readonly refits: boolean = false;
  protected abstract prepare(problem: ValuesProblem, control: LearningControl): BoostingRun;

  /**
   * Total gain of the splits on each column of X, normalised to sum 1; all 0 if nothing was split. Throws
   * `NotFittedError` before `fit`.
   */
  importances(): Float32Array {
    const { learned } = this;
    return learned ? this.sumByColumn(learned.importances.slice()) : new Float32Array(this.columns);
  }

  /** Boosting rounds kept for prediction. */
  get rounds(): number {
    return this.learned?.rounds ?? 0;
  }

  /** See `Classifier.contributions`. */
  contributions(X: FeatureMatrix, label: Label): Promise<Contributions | undefined> {
    return this.contributionsOf(X, label);
  }

  protected override async learn(problem: ValuesProblem, control: LearningControl): Promise<FitResult> {
    const { onProgress, signal, mayHoldOut } = control;
    const { learningRate, nEstimators } = this.options as unknown as SharedOptions;
    const start = performance.now();
    const all = { ...problem, weights: problem.weights && weightsOfMeanOne(problem.weights) };
    const rows = this.#rows(all, mayHoldOut);
    const run = this.prepare(rows, control);
    const loss: number[] = [];
    const validationLoss: number[] = [];
    const score = ({ validationProbabilities }: RoundReport) => {
      const probabilities = validationProbabilities();
      if (probabilities === undefined || rows.validation === undefined) return undefined;
      const { y, weights } = rows.validation;
      return macroF1(y, argmaxRows(probabilities), rows.classes, weights);
    };
    const reporter = (before: number, epochs: number) => (report: RoundReport) => {
      if (before === 0) loss.push(report.loss);
      if (report.validationLoss !== undefined) validationLoss.push(report.validationLoss);
      onProgress?.({
        unit: 'round',
        epoch: before + report.round,
        epochs,
        loss: report.loss,
        validationMacroF1: score(report),
        bestEpoch: before + (run.stopping?.kept || report.round),
        learningRate,
        secondsElapsed: (performance.now() - start) / 1000,
      });
    };
    const planned = rows === all ? nEstimators : this.plannedRounds(problem, control);
    const first = await boost(rows, run, { onRound: reporter(0, planned), signal });
    const history = { loss, validationLoss };
    const fitted = (trees: BoostedTrees | undefined) => trees && new BoostingModel(trees, history);
    if (!this.refits || rows === all || first.aborted || first.trees === undefined) {
      return { model: fitted(first.trees), aborted: first.aborted };
    }
    const rounds = run.stopping?.kept ?? nEstimators;
    const onRound = reporter(loss.length, loss.length + rounds);
    // It has warned before.
    const again = { rounds, create: this.prepare(all, { ...control, onWarning: undefined }).create };
    const { trees, aborted } = await boost(all, again, { onRound, signal });
    // Fewer rounds on more rows are not better than all rounds on fewer rows.
    return { model: fitted(aborted ? first.trees : trees), aborted };
  }

  /** The most rounds of a fit on these rows, those of a second fit on all rows included. */
  protected plannedRounds(
    { validation }: Pick<ValuesProblem, 'validation'>,
    { mayHoldOut }: LearningControl,
  ): number {
    const { nEstimators } = this.options as unknown as SharedOptions;
    const holdsOut = this.stoppingOption !== undefined && validation === undefined && mayHoldOut;
    return this.refits && holdsOut ? 2 * nEstimators : nEstimators;
  }

  protected override revive(
    state: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): BoostingModel {
    return BoostingModel.revive(this.name, state, tensors, shape);
  }

  /** Holds out validation rows if early stopping needs them and none were given. */
  #rows(rows: ValuesProblem, mayHoldOut: boolean): ValuesProblem {
    const { seed, validationFraction } = this.options as unknown as SharedOptions;
    if (this.stoppingOption === undefined || rows.validation !== undefined) return rows;
    if (validationFraction === 0 || !mayHoldOut) {
      const remedy = mayHoldOut ? 'set validationFraction above 0' : "omit validation: 'none'";
      throw new InputError(`${this.stoppingOption} needs validation rows: pass some to fit, or ${remedy}`);
    }
    return holdOut(rows, validationFraction, new RandomStream(seed, 'validation'));
  }
}
