/** A fitted forest: trees, importances and out-of-bag score. */
import * as z from 'zod';
import type { ColumnForm, FeatureMatrix, Matrix } from '../../matrix.js';
import { Forest } from '../../trees/forests/forest.js';
import { distributionDefect } from '../../trees/forests/leaf-distributions.js';
import type { OutOfBagScore } from '../../trees/forests/out-of-bag.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { FittedModel, FittedShape } from '../contract/fitted-model.js';
import { damaged, parseSaved, requireData } from '../contract/saved-classifier.js';
import { ensembleTensors, floatTensor, intTensor, reviveEnsemble, reviveImportances } from './saved-trees.js';

const share = z.number().min(0).max(1);
const forestState = z.object({
  classes: z.int().min(2),
  trees: z.int().min(1),
  nodes: z.int().min(1),
  leaves: z.int().min(1),
  /** Number of class shares above 0 over all leaves. */
  shares: z.int().min(1),
  outOfBag: z.object({ accuracy: share, macroF1: share, rows: z.int().min(1) }).optional(),
});

export class ForestModel implements FittedModel {
  constructor(
    readonly forest: Forest,
    readonly importances: Float32Array,
    readonly outOfBag: OutOfBagScore | undefined,
  ) {}

  get form(): ColumnForm {
    return this.forest.ensemble.form;
  }

  probabilities(X: FeatureMatrix): Promise<Matrix> {
    return this.forest.probabilities(X);
  }

  toJSON(): Record<string, unknown> {
    const { ensemble, distributions, classes } = this.forest;
    return {
      classes,
      trees: ensemble.trees,
      nodes: ensemble.arrays.split.length,
      leaves: distributions.begin.length - 1,
      shares: distributions.share.length,
      ...(this.outOfBag && { outOfBag: this.outOfBag }),
    };
  }

  tensors(): Map<string, ModelTensor> {
    const { ensemble, distributions } = this.forest;
    return new Map([
      ...ensembleTensors(ensemble),
      ['leaves.begin', intTensor(distributions.begin)],
      ['leaves.class', intTensor(distributions.label)],
      ['leaves.share', floatTensor(distributions.share)],
      ['importances', floatTensor(this.importances)],
    ]);
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
    const ensemble = reviveEnsemble(tensors, state, name);
    const distributions = {
      begin: requireData(tensors, 'leaves.begin', [state.leaves + 1], name, 'I32'),
      label: requireData(tensors, 'leaves.class', [state.shares], name, 'I32'),
      share: requireData(tensors, 'leaves.share', [state.shares], name, 'F32'),
    };
    const defect = ensemble.defect(shape.columns, state.leaves) ?? distributionDefect(distributions, classes);
    if (defect !== undefined) throw damaged(name, defect);
    const importances = reviveImportances(tensors, shape.columns, name);
    return new ForestModel(new Forest(ensemble, distributions, classes), importances, state.outOfBag);
  }
}
