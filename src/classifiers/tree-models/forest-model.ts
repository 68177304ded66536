/** A fitted forest: trees, importances and out-of-bag score. */
import * as z from 'zod';
import type { ColumnForm, FeatureMatrix, Matrix } from '../../matrix.js';
import { TreeContributions } from '../../trees/contributions/tree-contributions.js';
import { Forest } from '../../trees/forests/forest.js';
import { sharesOfClass } from '../../trees/forests/leaf-distributions.js';
import type { OutOfBagScore } from '../../trees/forests/out-of-bag.js';
import { packLeaves } from '../../trees/packed/packed-leaves.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { Contributions } from '../contract/contributions.js';
import type { FittedModel, FittedShape } from '../contract/fitted-model.js';
import { damaged, parseSaved } from '../contract/saved-classifier.js';
import {
  ensembleTensors,
  floatTensor,
  IMPORTANCES,
  leafTensors,
  packedTensors,
  reviveEnsemble,
  reviveImportances,
  reviveLeaves,
} from './saved-trees.js';

const share = z.number().min(0).max(1);
const forestState = z.object({
  classes: z.int().min(2),
  trees: z.int().min(1),
  nodes: z.int().min(1),
  leaves: z.int().min(1),
  /** Number of class shares above 0 over all leaves. */
  shares: z.int().min(1),
  /** Number of distinct distributions; absent in files of version 1, whose leaves are not packed. */
  distributions: z.int().min(1).optional(),
  outOfBag: z.object({ accuracy: share, macroF1: share, rows: z.int().min(1) }).optional(),
});

/** Packed once and kept: the model of an ensemble's member is asked for its tensors several times. */
interface PackedForest {
  readonly tensors: Map<string, ModelTensor>;
  readonly distributions: number;
}

export class ForestModel implements FittedModel {
  #saved: PackedForest | undefined;
  #contributions: TreeContributions | undefined;

  /** @param saved the tensors that it was revived from, if they were packed */
  constructor(
    readonly forest: Forest,
    readonly importances: Float32Array,
    readonly outOfBag: OutOfBagScore | undefined,
    saved?: PackedForest,
  ) {
    this.#saved = saved;
  }

  get form(): ColumnForm {
    return this.forest.ensemble.form;
  }

  probabilities(X: FeatureMatrix): Promise<Matrix> {
    return this.forest.probabilities(X);
  }

  async contributions(X: FeatureMatrix, output: number): Promise<Contributions | undefined> {
    const { ensemble, distributions } = this.forest;
    if (ensemble.covers === undefined) return undefined;
    this.#contributions ??= new TreeContributions(ensemble, ensemble.covers);
    const shares = sharesOfClass(distributions, output).map((share) => share / ensemble.trees);
    return { scale: 'probability', ...(await this.#contributions.ofRows(X, shares)) };
  }

  toJSON(): Record<string, unknown> {
    const { ensemble, distributions, classes } = this.forest;
    return {
      classes,
      trees: ensemble.trees,
      nodes: ensemble.arrays.split.length,
      leaves: distributions.begin.length - 1,
      shares: distributions.share.length,
      distributions: this.#packed().distributions,
      ...(this.outOfBag && { outOfBag: this.outOfBag }),
    };
  }

  tensors(): Map<string, ModelTensor> {
    return new Map(this.#packed().tensors);
  }

  #packed(): PackedForest {
    if (this.#saved !== undefined) return this.#saved;
    const { ensemble, distributions, classes } = this.forest;
    const leaves = packLeaves(distributions, classes);
    const tensors = new Map([
      ...ensembleTensors(ensemble),
      ...leafTensors(leaves),
      [IMPORTANCES, floatTensor(this.importances)] as const,
    ]);
    this.#saved = { tensors, distributions: leaves.count };
    return this.#saved;
  }

  /** Restores a model from `toJSON` and `tensors`. Throws `InputError` if it could not predict. */
  static revive(
    name: string,
    json: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): ForestModel {
    const state = parseSaved(forestState, json, name);
    const { classes } = shape;
    if (state.classes !== classes)
      throw damaged(name, `its trees have ${state.classes} classes, not ${classes}`);
    const ensemble = reviveEnsemble(tensors, { ...state, columns: shape.columns }, name);
    const distributions = reviveLeaves(tensors, state, name);
    const importances = reviveImportances(tensors, shape.columns, name);
    const forest = new Forest(ensemble, distributions, classes);
    const packed = packedTensors(tensors);
    const saved =
      packed && state.distributions !== undefined
        ? { tensors: packed, distributions: state.distributions }
        : undefined;
    return new ForestModel(forest, importances, state.outOfBag, saved);
  }
}
