/** Boosted trees as a learned and saved model. */
import * as z from 'zod';
import type { Matrix } from '../matrix.js';
import { BoostedTrees } from '../trees/boosting/boosted-trees.js';
import { Ensemble } from '../trees/ensemble.js';
import type { ModelTensor } from './classifier.js';
import type { LearnedModel, LearnedShape } from './learning-classifier.js';
import { damaged, parseSaved, requireTensor } from './saved-classifier.js';

const losses = z.array(z.number());
const boostingState = z.object({
  rounds: z.int().min(1),
  nodes: z.int().min(1),
  leaves: z.int().min(1),
  /** Margins before the first tree. */
  initial: z.array(z.number()),
  history: z.object({ loss: losses, validationLoss: losses }),
});

/** Mean log loss after every round that was learned, also of those that early stopping left out of the model. */
export interface BoostingHistory {
  readonly loss: readonly number[];
  /** Empty without validation rows. */
  readonly validationLoss: readonly number[];
}

export class BoostingModel implements LearnedModel {
  constructor(
    readonly trees: BoostedTrees,
    readonly history: BoostingHistory,
  ) {}

  get rounds(): number {
    return this.trees.ensemble.trees / this.trees.initial.length;
  }

  probabilities(X: Matrix): Promise<Matrix> {
    return this.trees.probabilities(X);
  }

  toJSON(): Record<string, unknown> {
    const { ensemble, values, initial } = this.trees;
    return {
      rounds: this.rounds,
      nodes: ensemble.arrays.split.length,
      leaves: values.length,
      initial: Array.from(initial),
      history: this.history,
    };
  }

  tensors(): Map<string, ModelTensor> {
    const { ensemble, values, importances } = this.trees;
    const { split, threshold, next, roots } = ensemble.arrays;
    const ints = (data: Int32Array): ModelTensor => ({ dtype: 'I32', shape: [data.length], data });
    const floats = (data: Float32Array): ModelTensor => ({ dtype: 'F32', shape: [data.length], data });
    return new Map([
      ['trees.split', ints(split)],
      ['trees.threshold', floats(threshold)],
      ['trees.next', ints(next)],
      ['trees.roots', ints(roots)],
      ['leaves.value', floats(values)],
      ['importances', floats(importances)],
    ]);
  }

  /** From what `toJSON` and `tensors` gave. Throws `InputError` for what could not predict. */
  static revive(
    name: string,
    json: unknown,
    tensors: Map<string, ModelTensor>,
    { classes, columns }: LearnedShape,
  ): BoostingModel {
    const { rounds, nodes, leaves, initial, history } = parseSaved(boostingState, json, name);
    const outputs = classes === 2 ? 1 : classes;
    if (initial.length !== outputs) {
      throw damaged(name, `${classes} classes need ${outputs} initial margins, not ${initial.length}`);
    }
    const ints = (key: string, length: number) =>
      requireTensor(tensors, key, [length], name, 'I32').data as Int32Array;
    const floats = (key: string, length: number) =>
      requireTensor(tensors, key, [length], name, 'F32').data as Float32Array;
    const ensemble = new Ensemble({
      split: ints('trees.split', nodes),
      threshold: floats('trees.threshold', nodes),
      next: ints('trees.next', nodes),
      roots: ints('trees.roots', rounds * outputs + 1),
    });
    const defect = ensemble.defect(columns, leaves);
    if (defect !== undefined) throw damaged(name, defect);
    const trees = new BoostedTrees(
      ensemble,
      floats('leaves.value', leaves),
      Float32Array.from(initial),
      floats('importances', columns),
    );
    return new BoostingModel(trees, history);
  }
}
