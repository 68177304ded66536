/** Weights, groups and times of the out-of-fold rows of a model as tensors. */
import { damaged, requireData } from '../classifiers/contract/saved-classifier.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import type { ModelTensor } from '../modelfile/tensor.js';

const WEIGHTS = 'out_of_fold.weights';
const GROUPS = 'out_of_fold.groups';
const TIMES = 'out_of_fold.times';

type RowRules = Pick<OutOfFoldRows, 'weights' | 'split'>;

export function rowRuleTensors({ weights, split = {} }: RowRules): [string, ModelTensor][] {
  const { groups, times } = split;
  const tensors: [string, ModelTensor][] = [];
  if (weights) tensors.push([WEIGHTS, { dtype: 'F64', shape: [weights.length], data: weights }]);
  for (const [name, data] of [
    [GROUPS, groups],
    [TIMES, times],
  ] as const) {
    if (data) tensors.push([name, { dtype: 'I32', shape: [data.length], data }]);
  }
  return tensors;
}

/**
 * What `rowRuleTensors` gave of `rows` rows.
 *
 * @throws InputError for another number of rows, and weights that are not above 0.
 */
export function reviveRowRules(tensors: Map<string, ModelTensor>, rows: number): RowRules {
  const numbers = (name: string) =>
    tensors.has(name) ? requireData(tensors, name, [rows], 'the model', 'I32') : undefined;
  const weights = tensors.has(WEIGHTS)
    ? requireData(tensors, WEIGHTS, [rows], 'the model', 'F64')
    : undefined;
  if (weights?.some((weight) => !(weight > 0 && Number.isFinite(weight)))) {
    throw damaged('the model', 'a weight of an out-of-fold row is not above 0');
  }
  const [groups, times] = [numbers(GROUPS), numbers(TIMES)];
  if (groups && times) throw damaged('the model', 'its out-of-fold rows have groups and times');
  return {
    ...(weights && { weights }),
    ...((groups || times) && { split: { ...(groups && { groups }), ...(times && { times }) } }),
  };
}
