/** A forest as a learned and saved model: its trees, what they gained by, how they did out of bag. */
import * as z from 'zod';
import type { Matrix } from '../matrix.js';
import { Ensemble } from '../trees/ensemble.js';
import { Forest } from '../trees/forests/forest.js';
import { distributionDefect } from '../trees/forests/leaf-distributions.js';
import type { OutOfBagScore } from '../trees/forests/out-of-bag.js';
import type { ModelTensor } from './classifier.js';
import type { LearnedModel, LearnedShape } from './learning-classifier.js';
import { damaged, parseSaved, requireTensor } from './saved-classifier.js';

const share = z.number().min(0).max(1);
const forestState = z.object({
  classes: z.int().min(2),
  trees: z.int().min(1),
  nodes: z.int().min(1),
  leaves: z.int().min(1),
  /** Number of shares above 0 over all leaves. */
  shares: z.int().min(1),
  outOfBag: z.object({ accuracy: share, macroF1: share, rows: z.int().min(1) }).optional(),
});

export class ForestModel implements LearnedModel {
  constructor(
    readonly forest: Forest,
    readonly importances: Float32Array,
    readonly outOfBag: OutOfBagScore | undefined,
  ) {}

  probabilities(X: Matrix): Promise<Matrix> {
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
    const { split, threshold, next, roots } = ensemble.arrays;
    const ints = (data: Int32Array): ModelTensor => ({ dtype: 'I32', shape: [data.length], data });
    const floats = (data: Float32Array): ModelTensor => ({ dtype: 'F32', shape: [data.length], data });
    return new Map([
      ['trees.split', ints(split)],
      ['trees.threshold', floats(threshold)],
      ['trees.next', ints(next)],
      ['trees.roots', ints(roots)],
      ['leaves.begin', ints(distributions.begin)],
      ['leaves.class', ints(distributions.label)],
      ['leaves.share', floats(distributions.share)],
      ['importances', floats(this.importances)],
    ]);
  }

  /** From what `toJSON` and `tensors` gave. Throws `InputError` for what could not predict. */
  static revive(
    name: string,
    json: unknown,
    tensors: Map<string, ModelTensor>,
    shape: LearnedShape,
  ): ForestModel {
    const state = parseSaved(forestState, json, name);
    const { classes } = shape;
    if (state.classes !== classes)
      throw damaged(name, `its trees tell ${state.classes} classes, not ${classes}`);
    const ints = (key: string, length: number) =>
      requireTensor(tensors, key, [length], name, 'I32').data as Int32Array;
    const floats = (key: string, length: number) =>
      requireTensor(tensors, key, [length], name, 'F32').data as Float32Array;
    const ensemble = new Ensemble({
      split: ints('trees.split', state.nodes),
      threshold: floats('trees.threshold', state.nodes),
      next: ints('trees.next', state.nodes),
      roots: ints('trees.roots', state.trees + 1),
    });
    const distributions = {
      begin: ints('leaves.begin', state.leaves + 1),
      label: ints('leaves.class', state.shares),
      share: floats('leaves.share', state.shares),
    };
    const defect = ensemble.defect(shape.columns, state.leaves) ?? distributionDefect(distributions, classes);
    if (defect !== undefined) throw damaged(name, defect);
    const importances = floats('importances', shape.columns);
    return new ForestModel(new Forest(ensemble, distributions, classes), importances, state.outOfBag);
  }
}
