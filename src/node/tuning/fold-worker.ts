/** A thread of `foldThreads`: holds the table, and scores the fits that it is given. */
import '../relaxed-simd.js';
import '../svm/svm-threads.js';
import { Tinypool } from 'tinypool';
import { type FoldFit, type FoldScore, FoldScorer, type FoldWork } from '../../pipeline/tuning/fold-score.js';

const scorer = new FoldScorer(Tinypool.workerData as FoldWork);

export default function scoreFit(fit: FoldFit): Promise<FoldScore> {
  return scorer.score(fit);
}
