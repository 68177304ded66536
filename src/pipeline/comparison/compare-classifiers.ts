/**
 * Comparison of classifiers on one table by repeated stratified cross-validation. All classifiers share the folds, and
 * everything that is fitted is fitted inside the fold.
 */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { correctedTTestsOfPairs } from '../../statistics/corrected-t-tests-of-pairs.js';
import type { Table } from '../../tables/table.js';
import { inWords } from '../../text/name-list.js';
import {
  checkOptions,
  checkTable,
  DECISION_OPTION_TYPES,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
  type OptionTypes,
  ROLE_OPTION_TYPES,
} from '../check-options.js';
import type { FoldOutcome } from '../cross-validation/fold-fit.js';
import { runFolds } from '../cross-validation/run-folds.js';
import { countLabels } from '../provenance.js';
import { SEARCH_UNIT } from '../tuning/grid-search.js';
import type { Comparison, LeftOutClassifier, RankedClassifier } from './comparison.js';
import { type ComparisonPlan, type PlanOptions, planComparison } from './comparison-plan.js';
import { scoreBaselines } from './fit-scores.js';
import {
  byScore,
  type ClassifierOutcomes,
  type DecisionControl,
  scoreClassifiers,
  whyNotRanked,
} from './rank-classifiers.js';
import { TimeLimit } from './time-limit.js';

export interface CompareOptions extends PlanOptions, ExecutorOption {
  /**
   * A classifier that has not finished its fits this long after the first of them began is dropped, so the result
   * depends on the machine. Default: no limit.
   */
  readonly timeLimitSeconds?: number;
  /** Counts the fits. */
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called with each of `notices` as soon as it is known. */
  readonly onNotice?: (notice: string) => void;
  /** Stops the comparison: see `ComparisonAborted`. */
  readonly signal?: AbortSignal;
}

const OPTIONS: OptionTypes<CompareOptions> = {
  target: OPTION_TYPES.target,
  classifiers: OPTION_TYPES.classifiers,
  folds: OPTION_TYPES.number,
  repeats: OPTION_TYPES.number,
  seed: OPTION_TYPES.number,
  timeLimitSeconds: OPTION_TYPES.number,
  overrides: OPTION_TYPES.overrides,
  manyClasses: OPTION_TYPES.boolean,
  mergeLabels: OPTION_TYPES.boolean,
  ...DECISION_OPTION_TYPES,
  ...ROLE_OPTION_TYPES,
  metric: OPTION_TYPES.text,
  memoryLimitBytes: OPTION_TYPES.number,
  ...EXECUTOR_OPTION_TYPE,
  onProgress: OPTION_TYPES.callback,
  onNotice: OPTION_TYPES.callback,
  signal: OPTION_TYPES.signal,
};

/** The comparison was stopped by its signal, whose reason is the `cause`. */
export class ComparisonAborted extends Error {
  override readonly name: string = 'ComparisonAborted';

  constructor(
    /** Result for the classifiers that had finished; undefined if none had. */
    readonly comparison: Comparison | undefined,
    reason: unknown,
  ) {
    super('the comparison was stopped before it finished', { cause: reason });
  }
}

/**
 * Fits every classifier on every split, calibrates the predictions of each fold and decides them by fits on the other
 * folds, and ranks the classifiers by the mean of `metric` (default macro F1), beside two baselines, with intervals of
 * some metrics from the pooled predictions and tests of all pairs by the corrected variance of Nadeau and Bengio. The same table, options and kernel
 * build give the same scores with any executor; durations differ, and with them the order of classifiers with equal means.
 *
 * @throws InputError if the table or an option cannot be used, and if no classifier can be ranked.
 * @throws ComparisonAborted if `signal` stopped it.
 */
export async function compareClassifiers(table: Table, options: CompareOptions): Promise<Comparison> {
  checkTable('compareClassifiers', table);
  checkOptions('compareClassifiers', options, OPTIONS);
  const { signal } = options;
  const limit = new TimeLimit(options.timeLimitSeconds);
  // Before the plan, whose error they may explain.
  for (const notice of table.notices ?? []) options.onNotice?.(notice);
  const plan = planComparison(table, options);
  for (const notice of plan.notices) {
    if (!table.notices?.includes(notice)) options.onNotice?.(notice);
  }
  const started = performance.now();
  const secondsElapsed = () => (performance.now() - started) / 1000;
  const outcomes: Outcomes = new Map(
    plan.choices.map(({ entry }) => [entry.name, plan.splits.map(() => undefined)]),
  );
  let interrupted = false;
  try {
    await runFits(plan, outcomes, limit, secondsElapsed, options);
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    interrupted = true;
  } finally {
    limit.finishAll();
  }
  const control = { executor: options.executor, signal: interrupted ? undefined : signal };
  const { ranked, leftOut } = await leaderBoard(plan, outcomes, limit, control);
  if (ranked.length === 0) {
    if (interrupted) throw new ComparisonAborted(undefined, signal?.reason);
    const reasons = leftOut.map(({ name, reason }) => `${name}: ${reason}`);
    throw new InputError(`no classifier could be compared.\n${reasons.join('\n')}`);
  }
  const { folds, repeats, seed, splits, positive } = plan;
  const fallbackNotices = fallbackNotice(ranked);
  for (const notice of fallbackNotices) options.onNotice?.(notice);
  const { name, title, largerIsBetter, ofPositive } = plan.metric;
  const comparison: Comparison = {
    source: table.source,
    target: options.target,
    ...(plan.roles && { roles: plan.roles }),
    rows: plan.work.rows.length,
    classes: countClasses(plan),
    folds,
    repeats,
    seed,
    splits,
    metric: { name, title: ofPositive ? `${title} of the positive class` : title, largerIsBetter },
    positive,
    ranked,
    baselines: scoreBaselines(plan),
    leftOut,
    pairs: correctedTTestsOfPairs(
      splits.map(({ trainRows, testRows }, s) => {
        const scores = ranked.map((each) => each.scores[s]?.metric ?? null);
        return { trainRows, testRows, scores };
      }),
    ),
    notices: [...plan.notices, ...fallbackNotices],
    seconds: secondsElapsed(),
  };
  if (interrupted) throw new ComparisonAborted(comparison, signal?.reason);
  return comparison;
}

/** For each classifier one outcome per split, in the order of the splits; undefined until the fit is done. */
type Outcomes = ReadonlyMap<string, (FoldOutcome | undefined)[]>;

/** Fills `outcomes`. */
async function runFits(
  { work, fits, splits }: ComparisonPlan,
  outcomes: Outcomes,
  limit: TimeLimit,
  secondsElapsed: () => number,
  { executor, onProgress, signal }: CompareOptions,
): Promise<void> {
  let done = 0;
  const onOutcome = (fit: number, outcome: FoldOutcome) => {
    const name = fits[fit].classifier;
    const own = outcomes.get(name) as (FoldOutcome | undefined)[];
    own[fit % splits.length] = outcome;
    if (!own.includes(undefined)) limit.finish(name);
    done++;
    onProgress?.({
      stage: 'cross-validation',
      unit: SEARCH_UNIT,
      epoch: done,
      epochs: fits.length,
      bestEpoch: done,
      secondsElapsed: secondsElapsed(),
    });
  };
  const fitSignal = (fit: number) => limit.start(fits[fit].classifier);
  await runFolds(work, fits, { executor, signal, fitSignal, onOutcome });
}

async function leaderBoard(
  plan: ComparisonPlan,
  outcomes: Outcomes,
  limit: TimeLimit,
  control: DecisionControl,
): Promise<{ ranked: RankedClassifier[]; leftOut: LeftOutClassifier[] }> {
  const complete: ClassifierOutcomes[] = [];
  const leftOut: LeftOutClassifier[] = [];
  for (const { entry, options } of plan.choices) {
    const { name } = entry;
    const own = outcomes.get(name) as (FoldOutcome | undefined)[];
    const late = limit.exceeded(name);
    const done = own.filter((outcome) => outcome !== undefined);
    if (late !== undefined) leftOut.push({ name, reason: late });
    else if (done.length < own.length) {
      leftOut.push({ name, reason: `interrupted after ${done.length} of its ${own.length} fits` });
    } else {
      const reason = whyNotRanked(done);
      if (reason === undefined) complete.push({ name, options, outcomes: done });
      else leftOut.push({ name, reason });
    }
  }
  const scored = await scoreClassifiers(complete, plan, control);
  const ranked = scored.filter((each) => 'score' in each);
  leftOut.push(...scored.filter((each) => 'reason' in each));
  return { ranked: ranked.sort(byScore(plan.metric)), leftOut };
}

/** A floor that folds cannot keep, and in how many of them; none if all keep it. */
function fallbackNotice(ranked: readonly RankedClassifier[]): string[] {
  const found = ranked.filter(({ fallbacks }) => fallbacks.length > 0);
  if (found.length === 0) return [];
  const counts = found.map(
    ({ name, fallbacks, scores }) => `${fallbacks.length} of ${scores.length} folds of ${name}`,
  );
  return [
    `in ${inWords(counts)} the decision is the one for the best macro F1 instead: ${found[0].fallbacks[0]}`,
  ];
}

function countClasses({ classes, work }: ComparisonPlan): Comparison['classes'] {
  const rows = countLabels(work.labels);
  return classes.map((label) => ({ label, rows: rows.get(label) ?? 0 }));
}
