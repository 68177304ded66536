/** A fitted model of boosted trees. */
import * as z from 'zod';
import type { ColumnForm, FeatureMatrix, Matrix } from '../../matrix.js';
import { BoostedTrees } from '../../trees/boosting/boosted-trees.js';
import { TreeContributions } from '../../trees/contributions/tree-contributions.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { Contributions } from '../contract/contributions.js';
import type { FittedModel, FittedShape } from '../contract/fitted-model.js';
import { damaged, parseSaved, requireData, savedNumbers } from '../contract/saved-classifier.js';
import { CombinedColumns } from './boosting/combined-columns.js';
import {
  ensembleTensors,
  floatTensor,
  IMPORTANCES,
  packedTensors,
  reviveEnsemble,
  reviveImportances,
  VALUES,
} from './saved-trees.js';

const boostingState = z.object({
  rounds: z.int().min(1),
  nodes: z.int().min(1),
  leaves: z.int().min(1),
  /** Margins before the first tree. */
  initial: savedNumbers,
  history: z.object({ loss: savedNumbers, validationLoss: savedNumbers }),
  /** Of `boosting` with `combinedColumns`. */
  combined: z.unknown().optional(),
});

/** Largest margin accepted, far below the overflow of sums in 32 bits; real ones are within hundreds. */
const LARGEST_MARGIN = 1e30;

/** Mean log loss after every round, including those that early stopping dropped. */
export interface BoostingHistory {
  readonly loss: readonly number[];
  /** Empty without validation rows. */
  readonly validationLoss: readonly number[];
}

export class BoostingModel implements FittedModel {
  /** Packed once and kept: the model of an ensemble's member is asked for its tensors several times. */
  #saved: Map<string, ModelTensor> | undefined;
  #contributions: TreeContributions | undefined;

  /**
   * @param combined the columns that the trees were given behind those of X
   * @param saved the tensors that it was revived from, if they were packed
   */
  constructor(
    readonly trees: BoostedTrees,
    readonly history: BoostingHistory,
    readonly combined?: CombinedColumns,
    saved?: Map<string, ModelTensor>,
  ) {
    this.#saved = saved;
  }

  get rounds(): number {
    return this.trees.ensemble.trees / this.trees.initial.length;
  }

  get form(): ColumnForm {
    return this.trees.ensemble.form;
  }

  probabilities(X: FeatureMatrix): Promise<Matrix> {
    return this.trees.probabilities(this.combined?.extend(X) ?? X);
  }

  /** Total gain of the splits on each column of X, half of that on a combined column for each of its two; they sum to 1. */
  get importances(): Float32Array {
    const { importances } = this.trees;
    if (this.combined === undefined) return importances;
    const { sources, count } = this.combined;
    const own = importances.slice(0, importances.length - count);
    sources.forEach((pair, i) => {
      for (const column of pair) own[column] += importances[own.length + i] / 2;
    });
    return own;
  }

  /** In log-odds, or logits of more than two classes. */
  async contributions(X: FeatureMatrix, output: number): Promise<Contributions | undefined> {
    const { ensemble, values, initial } = this.trees;
    // Contributions of a combined column belong to no single column of X.
    if (ensemble.covers === undefined || this.combined !== undefined) return undefined;
    this.#contributions ??= new TreeContributions(ensemble, ensemble.covers);
    const outputs = initial.length;
    const binary = outputs === 1;
    const first = binary ? 0 : output;
    const own = await this.#contributions.ofRows(X, values, first, outputs);
    // The margin is that of the second of two classes.
    const sign = binary && output === 0 ? -1 : 1;
    return {
      scale: binary ? 'log-odds' : 'logit',
      expected: sign * (initial[first] + own.expected),
      values: sign < 0 ? own.values.map((value) => -value) : own.values,
    };
  }

  toJSON(): Record<string, unknown> {
    const { ensemble, values, initial } = this.trees;
    return {
      rounds: this.rounds,
      nodes: ensemble.arrays.split.length,
      leaves: values.length,
      initial: Array.from(initial),
      history: this.history,
      ...(this.combined && { combined: this.combined.toJSON() }),
    };
  }

  tensors(): Map<string, ModelTensor> {
    const { ensemble, values, importances } = this.trees;
    this.#saved ??= new Map([
      ...ensembleTensors(ensemble),
      [VALUES, floatTensor(values)],
      [IMPORTANCES, floatTensor(importances)],
    ]);
    return new Map(this.#saved);
  }

  /** Restores a model from `toJSON` and `tensors`. Throws `InputError` if it could not predict. */
  static revive(
    name: string,
    json: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): BoostingModel {
    const { classes } = shape;
    const { rounds, nodes, leaves, initial, history, ...rest } = parseSaved(boostingState, json, name);
    const combined =
      rest.combined === undefined ? undefined : CombinedColumns.revive(rest.combined, shape, name);
    const columns = shape.columns + (combined?.count ?? 0);
    const outputs = classes === 2 ? 1 : classes;
    if (initial.length !== outputs) {
      throw damaged(name, `${classes} classes need ${outputs} initial margins, not ${initial.length}`);
    }
    const ensemble = reviveEnsemble(tensors, { columns, trees: rounds * outputs, nodes, leaves }, name);
    const trees = new BoostedTrees(
      ensemble,
      requireData(tensors, VALUES, [leaves], name, 'F32'),
      Float32Array.from(initial),
      reviveImportances(tensors, columns, name),
    );
    const largest = trees.largestMargin();
    if (!(largest <= LARGEST_MARGIN)) {
      throw damaged(name, `its leaves add up to margins of ${largest}, more than ${LARGEST_MARGIN}`);
    }
    return new BoostingModel(trees, history, combined, packedTensors(tensors));
  }
}
