/**
 * Automatic model selection: candidates of several kinds are fitted on the same folds, and an ensemble of them is
 * selected on their out-of-fold predictions.
 */
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import { countOf } from '../../../text/name-list.js';
import type { LeftOut } from '../../contract/classifier.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { FitResult, LearningControl, ValuesProblem } from '../../contract/fitted-model.js';
import { leftOutNotice } from '../../contract/left-out.js';
import { EnsembleClassifier } from '../cross-fitting/ensemble-classifier.js';
import { scalingOf } from '../cross-fitting/scaled-rows.js';
import {
  type Member,
  memberOf,
  neededQuantiles,
  WeightedAverage,
} from '../cross-fitting/weighted-average.js';
import { autoSpace } from '../search-spaces.js';
import { chooseWeights } from './choose-weights.js';
import { fitCandidates } from './fit-candidates.js';
import { type AutoOptions, autoOptions } from './options.js';
import { type Candidate, portfolio, portfolioEntries } from './portfolio.js';
import { DEFAULT_QUALITY, type Quality } from './qualities.js';
import { EXCESS, TimeBudget } from './time-budget.js';

/**
 * A weighted ensemble of a portfolio of classifiers, selected on their out-of-fold predictions.
 * Options and defaults: docs/classifiers.md.
 */
export class Auto extends EnsembleClassifier<typeof autoOptions> {
  static override readonly formerOptions = ['metric', 'bags', 'picks'];

  protected override readonly entries = portfolioEntries;
  #leftOut: readonly LeftOut[] = [];

  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: AutoOptions = {}) {
    super(auto, options);
  }

  /** The candidates that the last fit left out, and why; empty for a loaded model. */
  leftOut(): readonly LeftOut[] {
    return this.#leftOut;
  }

  protected override async learn(problem: ValuesProblem, control: LearningControl): Promise<FitResult> {
    const { X, y, classes, weights } = problem;
    const { seed, quality, timeLimit } = this.options;
    const names = this.options.candidates ?? namesOf(quality);
    const budget =
      timeLimit === undefined ? undefined : new TimeBudget(timeLimit, control.startedAt ?? performance.now());
    const named = portfolio.filter(({ name }) => names.includes(name));
    const able = named.filter(({ entry }) => weights === undefined || entry.acceptsSampleWeight);
    if (able.length === 0) {
      throw new InputError(`${names.join(', ')} does not accept weights: omit them, or name more candidates`);
    }
    const suited = able.filter(({ suits }) => suits?.(y, classes) ?? true);
    const candidates = suited.length > 0 ? suited : able;
    const reason = 'does not accept weights, or takes too long for this many rows';
    const unsuited = named
      .filter((candidate) => !candidates.includes(candidate))
      .map(({ name }) => ({ candidate: name, reason }));
    const ordered = budget === undefined ? candidates : fastestFirst(candidates);
    const { fitted, leftOut } = await fitCandidates(ordered, problem, this.options, budget, control);
    this.#leftOut = [...unsuited, ...leftOut];
    if (this.#leftOut.length > 0) control.onWarning?.(leftOutNotice(this.#leftOut));
    const aborted = control.signal?.aborted ?? false;
    if (fitted.length === 0) return { model: undefined, aborted };
    control.onStage?.(`calibrating and weighting ${countOf(fitted.length, 'candidate')}`);
    const selection = new RandomStream(seed, 'selection');
    const { shares, outOfFold } = await chooseWeights(fitted, problem, selection, budget?.calibrationsEnd);
    const members: Member[] = [];
    for (const { candidate, calibration, weight } of shares) {
      const { fits, results, candidate: of } = fitted[candidate];
      for (const [i, result] of results.entries()) {
        const role = { candidate: of.name, weight: weight / results.length, calibration };
        members.push(await memberOf(portfolioEntries, fits[i], result, role, this.name));
      }
    }
    const shape = { columns: X.columns, classes };
    const quantiles = neededQuantiles(members, X);
    const scaling = scalingOf(X);
    if (budget !== undefined) warnIfLate(budget, control);
    const model = new WeightedAverage(this.name, members, shape, quantiles, outOfFold, scaling);
    return { model, aborted };
  }
}

/** Whether one of the candidates is not fitted on as many partitions as by default. */
function changesFits(names: readonly string[], quality: Quality): boolean {
  return portfolio.some(
    ({ name, partitions }) =>
      names.includes(name) && partitions[quality].length !== partitions[DEFAULT_QUALITY].length,
  );
}

function namesOf(quality: Quality): readonly string[] {
  return portfolio.filter(({ presets }) => presets.includes(quality)).map(({ name }) => name);
}

function warnIfLate({ limit, used }: TimeBudget, { onWarning }: LearningControl): void {
  if (used <= (1 + EXCESS) * limit) return;
  onWarning?.(
    `training took ${used.toFixed(1)} s, more than the time limit of ${limit} s: the machine became slower, or one ` +
      'step of a candidate takes that long',
  );
}

/** Under a time limit: first what can stop at any time, then in the order of the time that a fit takes. */
function fastestFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort((one, other) => one.pace - other.pace);
}

export const auto = classifierEntry(Auto, {
  name: 'auto',
  form: 'values',
  summary: 'the best ensemble of a portfolio, chosen by cross-validation',
  options: autoOptions,
  space: autoSpace,
  rules: [
    {
      options: ['quality'],
      acts: ({ candidates, quality }) => candidates === undefined || changesFits(candidates, quality),
      because: 'candidates says what is fitted, and these are fitted as often with every quality',
      fix: 'leave out candidates',
    },
  ],
  categories: 'codes',
  weights:
    'Each candidate uses weights as described for it; svm-smote is left out unless all positive weights are equal. ' +
    'The selection counts rows by weight; candidates are calibrated only if all positive weights are equal.',
});
