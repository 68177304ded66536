/**
 * Automatic model selection: candidates of several kinds are fitted on the same folds, and an ensemble of them is
 * selected on their out-of-fold predictions.
 */
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { FitResult, LearningControl, ValuesProblem } from '../../contract/fitted-model.js';
import { EnsembleClassifier } from '../cross-fitting/ensemble-classifier.js';
import { scalingOf } from '../cross-fitting/scaled-rows.js';
import {
  type Member,
  memberOf,
  neededQuantiles,
  WeightedAverage,
} from '../cross-fitting/weighted-average.js';
import { chooseWeights } from './choose-weights.js';
import { fitCandidates } from './fit-candidates.js';
import { type AutoOptions, autoOptions } from './options.js';
import { type Candidate, portfolio, portfolioEntries } from './portfolio.js';
import type { Quality } from './qualities.js';

/**
 * A weighted ensemble of a portfolio of classifiers, selected on their out-of-fold predictions.
 * Options and defaults: docs/classifiers.md.
 */
export class Auto extends EnsembleClassifier<typeof autoOptions> {
  static override readonly formerOptions = ['metric', 'bags', 'picks'];

  protected override readonly entries = portfolioEntries;

  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: AutoOptions = {}) {
    super(auto, options);
  }

  protected override async learn(problem: ValuesProblem, control: LearningControl): Promise<FitResult> {
    const { X, y, classes, weights } = problem;
    const { seed, quality, timeLimit } = this.options;
    const names = this.options.candidates ?? namesOf(quality);
    const deadline = timeLimit === undefined ? undefined : performance.now() + 1000 * timeLimit;
    const named = portfolio.filter(({ name }) => names.includes(name));
    const able = named.filter(({ entry }) => weights === undefined || entry.acceptsSampleWeight);
    if (able.length === 0) {
      throw new InputError(`${names.join(', ')} does not accept weights: omit them, or name more candidates`);
    }
    const suited = able.filter(({ suits }) => suits?.(y, classes) ?? true);
    const candidates = suited.length > 0 ? suited : able;
    for (const { name } of named.filter((candidate) => !candidates.includes(candidate))) {
      control.onWarning?.(
        `${name} is skipped: it does not accept weights, or takes too long for this many rows`,
      );
    }
    const fitted = await fitCandidates(inOrder(candidates, timeLimit), problem, this.options, control);
    const aborted = control.signal?.aborted ?? false;
    if (fitted.length === 0) return { model: undefined, aborted };
    const selection = new RandomStream(seed, 'selection');
    const { shares, outOfFold } = await chooseWeights(fitted, problem, selection, deadline);
    const members: Member[] = [];
    for (const { candidate, calibration, weight } of shares) {
      const { fits, results } = fitted[candidate];
      for (const [i, result] of results.entries()) {
        const role = { weight: weight / results.length, calibration };
        members.push(await memberOf(portfolioEntries, fits[i], result, role, this.name));
      }
    }
    const shape = { columns: X.columns, classes };
    const quantiles = neededQuantiles(members, X);
    const scaling = scalingOf(X);
    warnIfLate(timeLimit, deadline, control);
    const model = new WeightedAverage(this.name, members, shape, quantiles, outOfFold, scaling);
    return { model, aborted };
  }
}

function namesOf(quality: Quality): readonly string[] {
  return portfolio.filter(({ presets }) => presets.includes(quality)).map(({ name }) => name);
}

/** Share of the time limit by which training may exceed it without a warning. */
const EXCESS = 0.2;

function warnIfLate(
  timeLimit: number | undefined,
  deadline: number | undefined,
  { onWarning }: LearningControl,
): void {
  if (timeLimit === undefined || deadline === undefined) return;
  const seconds = timeLimit + (performance.now() - deadline) / 1000;
  if (seconds <= (1 + EXCESS) * timeLimit) return;
  onWarning?.(
    `training took ${seconds.toFixed(1)} s, more than the time limit of ${timeLimit} s: ` +
      'one round of the first candidate on each fold and the selection of weights take that long',
  );
}

/** Under a time limit, candidates that can stop at any time come first. */
function inOrder(candidates: readonly Candidate[], timeLimit: number | undefined): readonly Candidate[] {
  if (timeLimit === undefined) return candidates;
  return [...candidates].sort((one, other) => Number(other.anytime ?? false) - Number(one.anytime ?? false));
}

export const auto = classifierEntry(Auto, {
  name: 'auto',
  form: 'values',
  summary: 'the best ensemble of a portfolio, chosen by cross-validation',
  options: autoOptions,
  categories: 'codes',
  weights:
    'Each candidate uses weights as described for it; svm-smote is skipped unless all positive weights are equal. ' +
    'The selection counts rows by weight; candidates are calibrated only if all positive weights are equal.',
});
