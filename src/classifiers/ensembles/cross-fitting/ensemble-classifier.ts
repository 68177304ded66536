/** Base class of the cross-validation ensembles: parts, out-of-fold predictions, loading. */
import type * as z from 'zod';
import type { EnsemblePart, ModelTensor, OutOfFold } from '../../contract/classifier.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import type { FittedShape } from '../../contract/fitted-model.js';
import { LearningClassifier } from '../../contract/learning-classifier.js';
import { spread } from '../../contract/probabilities.js';
import { WeightedAverage } from './weighted-average.js';

export abstract class EnsembleClassifier<Schema extends z.ZodObject> extends LearningClassifier<
  Schema,
  WeightedAverage
> {
  /** The possible classifiers of its members. */
  protected abstract readonly entries: readonly ClassifierEntry[];

  get outOfFold(): OutOfFold | undefined {
    const found = this.learned?.outOfFold;
    if (found === undefined) return undefined;
    const { learnedClasses: of, classes } = this;
    return {
      probabilities: spread(found.probabilities, of, classes.length),
      y: found.y.map((c) => of[c]),
    };
  }

  /** The members by classifier and variant, the largest weight first; empty if there was one class. */
  parts(): readonly EnsemblePart[] {
    return this.learned?.parts() ?? [];
  }

  protected override revive(
    state: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): Promise<WeightedAverage> {
    return WeightedAverage.revive(this.entries, state, tensors, shape, this.name);
  }
}
