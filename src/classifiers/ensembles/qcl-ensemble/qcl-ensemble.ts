/**
 * An ensemble of QCL-MixNets: the mean of the networks of a repeated cross-validation. Each is fitted on all rows
 * except a fold, so that every row has out-of-fold predictions (`outOfFold`).
 */
import { InputError } from '../../../errors.js';
import { stepProgress } from '../../../training/fit-progress.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { FitResult, LearningControl, LearningProblem } from '../../contract/fitted-model.js';
import { scheduleRules } from '../../networks/option-rules.js';
import { qclRules } from '../../qcl-mixnet/option-rules.js';
import { qclMixNet } from '../../qcl-mixnet/qcl-mixnet.js';
import { EnsembleClassifier } from '../cross-fitting/ensemble-classifier.js';
import type { FittedMember, MemberFit } from '../cross-fitting/member-fit.js';
import { outOfFoldMean } from '../cross-fitting/out-of-fold.js';
import { runFits } from '../cross-fitting/run-fits.js';
import {
  type Member,
  memberOf,
  neededQuantiles,
  WeightedAverage,
} from '../cross-fitting/weighted-average.js';
import { qclEnsembleSpace } from '../search-spaces.js';
import { netFits } from './members.js';
import { type QclEnsembleOptions, qclEnsembleOptions } from './options.js';

const ENTRIES = [qclMixNet];

/**
 * The mean of the QCL-MixNets of a repeated stratified cross-validation.
 * Options and defaults: docs/classifiers.md.
 */
export class QclEnsemble extends EnsembleClassifier<typeof qclEnsembleOptions> {
  static override readonly formerOptions = ['snapshots'];

  protected override readonly entries = ENTRIES;

  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: QclEnsembleOptions = {}) {
    super(qclEnsemble, options);
  }

  protected override async learn(problem: LearningProblem, control: LearningControl): Promise<FitResult> {
    const { X, y, classes } = problem;
    const onStep = stepProgress('net', control.onProgress);
    const planned = netFits(problem, this.options);
    const found = await runFits(ENTRIES, problem, planned, {
      executor: control.executor,
      signal: control.signal,
      onDone: (done) => onStep(done, planned.length),
    });
    const aborted = control.signal?.aborted ?? false;
    // Stopped early, it keeps the finished partitions, so that every row has out-of-fold predictions.
    const size = planned.length / this.options.partitions;
    const isDone = (i: number) => {
      const start = i - (i % size);
      return !found.slice(start, start + size).includes(undefined);
    };
    const fits: MemberFit[] = [];
    const results: FittedMember[] = [];
    const members: Member[] = [];
    for (const [i, result] of found.entries()) {
      if (result === undefined || !isDone(i)) continue;
      if ('failure' in result) throw new InputError(result.failure);
      fits.push(planned[i]);
      results.push(result);
      members.push(await memberOf(ENTRIES, planned[i], result, { weight: 1 }, this.name));
    }
    if (members.length === 0) return { model: undefined, aborted };
    // What is true of some members only is not of the ensemble.
    const [{ warnings }, ...others] = results;
    for (const warning of warnings) {
      if (others.every((other) => other.warnings.includes(warning))) control.onWarning?.(warning);
    }
    const model = new WeightedAverage(
      this.name,
      members,
      { columns: X.columns, classes },
      neededQuantiles(members, X),
      outOfFoldMean(fits, results, y, classes),
    );
    return { model, aborted };
  }
}

export const qclEnsemble = classifierEntry(QclEnsemble, {
  name: 'qcl-ensemble',
  summary: 'mean of the QCL-MixNets of a repeated cross-validation',
  options: qclEnsembleOptions,
  space: qclEnsembleSpace,
  rules: [...scheduleRules, ...qclRules],
  categories: 'codes',
  weights: 'As in `qcl-mixnet`, except that no checkpoint is chosen.',
});
