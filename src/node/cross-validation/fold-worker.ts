/** A thread of `foldThreads`: holds the table, and does the fits that it is given. */
import '../v8-flags.js';
import '../svm/svm-threads.js';
import { Tinypool } from 'tinypool';
import {
  type FoldFit,
  FoldFitter,
  type FoldOutcome,
  type FoldWork,
} from '../../pipeline/cross-validation/fold-fit.js';

const fitter = new FoldFitter(Tinypool.workerData as FoldWork);

export default function runFit(fit: FoldFit): Promise<FoldOutcome> {
  return fitter.run(fit);
}
