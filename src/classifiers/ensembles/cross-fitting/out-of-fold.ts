/** Out-of-fold predictions of an ensemble for its training rows. */

import type { ModelTensor, OutOfFold } from '../../contract/classifier.js';
import { probabilityDefect } from '../../contract/probabilities.js';
import { damaged, requireData } from '../../contract/saved-classifier.js';
import type { MemberFit, MemberFitResult } from './member-fit.js';

/**
 * The mean prediction of each row by the fits that held it out. Undefined unless every row was held out by a fit that
 * succeeded.
 */
export function outOfFoldMean(
  fits: readonly MemberFit[],
  results: readonly MemberFitResult[],
  y: Int32Array,
  classes: number,
): OutOfFold | undefined {
  const sums = new Float64Array(y.length * classes);
  const times = new Int32Array(y.length);
  results.forEach((result, i) => {
    if ('failure' in result) return;
    fits[i].heldOut.forEach((row, at) => {
      times[row]++;
      for (let c = 0; c < classes; c++) sums[row * classes + c] += result.probabilities[at * classes + c];
    });
  });
  if (times.includes(0)) return undefined;
  const data = Float32Array.from(sums, (sum, at) => sum / times[Math.floor(at / classes)]);
  return { probabilities: { data, rows: y.length, columns: classes }, y };
}

const PROBABILITIES = 'out_of_fold.probabilities';
const LABELS = 'out_of_fold.labels';

export function outOfFoldTensors({ probabilities, y }: OutOfFold): [string, ModelTensor][] {
  const { data, rows, columns } = probabilities;
  return [
    [PROBABILITIES, { dtype: 'F32', shape: [rows, columns], data }],
    [LABELS, { dtype: 'I32', shape: [rows], data: y }],
  ];
}

/** The predictions from `outOfFoldTensors`; undefined if none were saved. */
export function reviveOutOfFold(
  tensors: Map<string, ModelTensor>,
  classes: number,
  name: string,
): OutOfFold | undefined {
  const saved = tensors.get(PROBABILITIES);
  if (saved === undefined) return undefined;
  const rows = saved.shape[0] ?? 0;
  const data = requireData(tensors, PROBABILITIES, [rows, classes], name, 'F32');
  const y = requireData(tensors, LABELS, [rows], name, 'I32');
  if (y.some((label) => label < 0 || label >= classes)) throw damaged(name, 'a label is not a class index');
  const defect = probabilityDefect({ data, rows, columns: classes });
  if (defect !== undefined) throw damaged(name, `${PROBABILITIES} of row ${defect.row} ${defect.what}`);
  return { probabilities: { data, rows, columns: classes }, y };
}
