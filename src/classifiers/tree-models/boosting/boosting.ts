/**
 * Boosting of trees on histograms of quantised derivatives: the second-order rule of XGBoost (Chen & Guestrin, "XGBoost:
 * a scalable tree boosting system", 2016), splits between at most 255 bins of each column, rows and columns drawn for
 * each tree.
 */

import { RandomStream } from '../../../engine/random/random-stream.js';
import type { FeatureMatrix } from '../../../matrix.js';
import { stratifiedSample } from '../../../tables/split/stratified-sample.js';
import type { LabelledRows } from '../../../training/training-data.js';
import type { BoostingRun } from '../../../trees/boosting/boost.js';
import { stopAfterBest } from '../../../trees/boosting/early-stopping.js';
import { QuantisedBooster } from '../../../trees/boosting/quantised/quantised-booster.js';
import { secondOrderRule } from '../../../trees/boosting/second-order.js';
import type { FitProgress } from '../../contract/classifier.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { FitResult, LearningControl, ValuesProblem } from '../../contract/fitted-model.js';
import { takeRows } from '../../contract/labelled-rows.js';
import { BOOSTING_WEIGHTS, BoostingClassifier } from '../boosting-classifier.js';
import { BoostingModel } from '../boosting-model.js';
import { boostingSpace } from '../search-spaces.js';
import { stoppingRules } from '../stopping-rules.js';
import { TREE_CAPABILITIES } from '../tree-options.js';
import { CombinedColumns } from './combined-columns.js';
import { monotoneSigns } from './monotone-signs.js';
import { type BoostingOptions, boostingGrid, boostingOptions } from './options.js';

/**
 * Second-order boosting of regularised trees with this package's own defaults.
 * Options and defaults: docs/classifiers.md.
 */
export class Boosting extends BoostingClassifier<typeof boostingOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: BoostingOptions = {}) {
    super(boosting, options);
  }

  protected override get stoppingOption(): string | undefined {
    return this.options.earlyStoppingRounds === undefined ? undefined : 'earlyStoppingRounds';
  }

  protected override readonly refits = true;

  protected override async learn(problem: ValuesProblem, control: LearningControl): Promise<FitResult> {
    const { combinedColumns, nEstimators } = this.options;
    if (combinedColumns === 0) return super.learn(problem, control);
    const searched = Math.min(nEstimators, SEARCHED_ROUNDS);
    const isLarge = problem.y.length > SEARCHED_ROWS;
    const before = (isLarge ? 2 : 1) * searched;
    const { onProgress } = control;
    const planned = before + this.plannedRounds(problem, control);
    const searching = (earlier: number) => (progress: FitProgress) =>
      onProgress?.({ ...after(earlier, progress), epochs: planned });
    const search = new Boosting({
      ...this.options,
      combinedColumns: 0,
      nEstimators: searched,
      earlyStoppingRounds: undefined,
    });
    const random = new RandomStream(this.options.seed, 'searched rows');
    const sample = stratifiedSample(problem.y, problem.classes, SEARCHED_ROWS, random);
    const searchedRows = { ...takeRows(problem, sample), classes: problem.classes };
    const first = await search.learn(searchedRows, { ...control, onProgress: searching(0) });
    const model = first.model as BoostingModel | undefined;
    if (first.aborted || model === undefined) return first;
    // It has warned before.
    const again = {
      ...control,
      onProgress: (progress: FitProgress) => onProgress?.(after(before, progress)),
      onWarning: undefined,
    };
    const signs = monotoneSigns(this.options.monotone, problem, again);
    const all = CombinedColumns.fit(
      problem.X,
      model.importances,
      combinedColumns,
      (column) => (signs?.[column] ?? 0) !== 0,
    );
    if (all.count === 0) return super.learn(problem, again);
    let combined = all;
    if (isLarge) {
      const wide = { ...searchedRows, X: all.extend(searchedRows.X) };
      const found = await search.learn(wide, { ...again, onProgress: searching(searched) });
      if (found.aborted || found.model === undefined) return { model, aborted: found.aborted };
      const { importances } = found.model as BoostingModel;
      combined = all.strongest(importances.slice(problem.X.columns), KEPT_COLUMNS);
    }
    if (combined.count === 0) return super.learn(problem, again);
    const extended = ({ X, ...rows }: LabelledRows<FeatureMatrix>) => ({ ...rows, X: combined.extend(X) });
    const second = await super.learn(
      {
        ...problem,
        ...extended(problem),
        ...(problem.validation && { validation: extended(problem.validation) }),
      },
      again,
    );
    if (second.model === undefined) return { model, aborted: second.aborted };
    const { trees, history, rounds } = second.model as BoostingModel;
    // Stopped: more rounds without combined columns are better than fewer with them.
    if (second.aborted && rounds < model.rounds) return { model, aborted: true };
    return { model: new BoostingModel(trees, history, combined), aborted: second.aborted };
  }

  protected override prepare(problem: ValuesProblem, control: LearningControl): BoostingRun {
    const { options } = this;
    // Not those of the prior, at which a rare class has too little weight (second derivatives) to be split off.
    const initial = new Float32Array(problem.classes === 2 ? 1 : problem.classes);
    const { seed, nEstimators, learningRate, maxDepth, maxLeaves, earlyStoppingRounds } = options;
    const rule = secondOrderRule({ ...options, alpha: 0, gamma: 0, exact: false }, problem.classes);
    const plan = {
      rule,
      limits: { learningRate, maxDepth, maxLeaves, signs: monotoneSigns(options.monotone, problem, control) },
      seed,
      subsample: options.subsample,
      colsample: options.colsample,
      maxBins: options.maxBin,
      initial,
      fittedInitial: unweightedMargins(initial, control.classWeights),
    };
    return {
      rounds: nEstimators,
      stopping: earlyStoppingRounds === undefined ? undefined : stopAfterBest(earlyStoppingRounds),
      create: () => QuantisedBooster.create(problem, plan, nEstimators, control),
    };
  }
}

/** Rounds of the fit whose gains tell the strongest columns. */
const SEARCHED_ROUNDS = 100;
/** Of more rows it is fitted on a stratified sample, and so is a second one, which tells the made columns worth their time. */
const SEARCHED_ROWS = 20_000;
/** Made columns whose combinations are kept then, by the gain of the second fit. */
const KEPT_COLUMNS = 8;

/** The progress of a fit that follows this number of rounds. */
function after(rounds: number, progress: FitProgress): FitProgress {
  const { epoch, epochs, bestEpoch } = progress;
  return { ...progress, epoch: rounds + epoch, epochs: rounds + epochs, bestEpoch: rounds + bestEpoch };
}

/** The margins for which the probabilities are those without class weights: less the logarithm of each class's weight. */
function unweightedMargins(initial: Float32Array, classWeights: Float64Array): Float32Array {
  const logs = classWeights.map(Math.log);
  if (initial.length === 1) return Float32Array.of(initial[0] - (logs[1] - logs[0]));
  return initial.map((margin, k) => margin - (logs[k] - logs[0]));
}

export const boosting = classifierEntry(Boosting, {
  ...TREE_CAPABILITIES,
  name: 'boosting',
  summary: 'boosting of trees with regularised leaves, rows and columns drawn for each tree',
  options: boostingOptions,
  grid: boostingGrid,
  space: boostingSpace,
  rules: stoppingRules('earlyStoppingRounds'),
  weights:
    `${BOOSTING_WEIGHTS} \`minChildWeight\` and \`lambda\` are in the same unit. \`classWeight\` counts in training only: ` +
    "afterwards the probabilities are corrected to the training rows' shares of the classes, so that the decision, not the " +
    'class weights, determines how many rows of a class are predicted.',
});
