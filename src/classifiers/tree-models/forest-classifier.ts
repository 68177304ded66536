/** Base class of the decision tree and the forests: growing, progress, saving, importances. */
import type * as z from 'zod';
import type { FeatureMatrix, Label } from '../../matrix.js';
import { type ForestSettings, growForest } from '../../trees/forests/grow-forest.js';
import { countFeatures, type MaxFeatures } from '../../trees/growing/max-features.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { Contributions } from '../contract/contributions.js';
import type { FitResult, FittedShape, LearningControl, ValuesProblem } from '../contract/fitted-model.js';
import { LearningClassifier } from '../contract/learning-classifier.js';
import { ForestModel } from './forest-model.js';
import { countRows, type treeOptions } from './tree-options.js';

type TreeOptions = z.output<z.ZodObject<typeof treeOptions>> & { readonly maxFeatures: MaxFeatures };

/** The settings that differ between kinds of forest. */
export type ForestPlan = Pick<ForestSettings, 'trees' | 'sampler' | 'outOfBag'>;

export abstract class ForestClassifier<Schema extends z.ZodObject> extends LearningClassifier<
  Schema,
  ForestModel
> {
  protected abstract plan(problem: ValuesProblem): ForestPlan;

  /**
   * Mean decrease in impurity of each column of X, normalised to sum 1; all 0 if nothing was split. Throws
   * `NotFittedError` before `fit`.
   */
  importances(): Float32Array {
    const { learned } = this;
    return learned ? this.sumByColumn(learned.importances.slice()) : new Float32Array(this.columns);
  }

  /** See `Classifier.contributions`. */
  contributions(X: FeatureMatrix, label: Label): Promise<Contributions | undefined> {
    return this.contributionsOf(X, label);
  }

  protected override async learn(
    problem: ValuesProblem,
    { onProgress, signal }: LearningControl,
  ): Promise<FitResult> {
    const options = this.options as unknown as TreeOptions;
    const start = performance.now();
    const plan = this.plan(problem);
    const { forest, importances, outOfBag, aborted } = await growForest(problem, {
      ...plan,
      seed: options.seed,
      criterion: options.criterion,
      method: options.method,
      growing: {
        maxDepth: options.maxDepth,
        minImpurityDecrease: options.minImpurityDecrease,
        ...countRows(options, problem.y.length),
        maxFeatures: countFeatures(options.maxFeatures, problem.X.columns),
      },
      onTree: (trees) =>
        onProgress?.({
          unit: 'tree',
          epoch: trees,
          epochs: plan.trees,
          bestEpoch: trees,
          secondsElapsed: (performance.now() - start) / 1000,
        }),
      signal,
    });
    return { model: forest && new ForestModel(forest, importances, outOfBag), aborted };
  }

  protected override revive(
    state: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): ForestModel {
    return ForestModel.revive(this.name, state, tensors, shape);
  }
}
