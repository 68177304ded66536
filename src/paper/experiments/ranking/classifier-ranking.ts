/** Compares classifiers over data sets: ranks, tests and intervals. */
import { InputError } from '../../../errors.js';
import type { Protocol } from '../../../pipeline/provenance.js';
import { checkProbability } from '../../../statistics/checks.js';
import { type TestOverMetrics, testOverMetrics } from '../../../statistics/test-over-metrics.js';
import { PAPER_METRICS, type PaperMetric } from '../../claims/paper-tables.js';
import type { ResultRow } from '../result-rows.js';
import { commonScores, type Excluded } from './common-scores.js';
import { type MetricRanking, rankByMetric } from './metric-ranking.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { configurationsOf, rankedRows } from './ranked-rows.js';

export interface ClassifierRanking {
  readonly protocol: Protocol;
  /** Whether test rows chose anything (protocol `paper`): then every text that shows the scores must say so. */
  readonly leaking: boolean;
  /** Whether classifiers are tuned where they were (`rankedRows`). */
  readonly tuned: boolean;
  /** Whether only data sets take part that had no part in any choice of defaults (`headlineRankings`). */
  readonly untouched?: true;
  /** Names of the configurations, the columns of all scores: `qcl-mixnet`, `qcl-mixnet without mixup`, `knn tuned`. */
  readonly classifiers: readonly string[];
  /** The share of the training rows that each of them learns on (`shareLearned`). */
  readonly sharesLearned: readonly (number | undefined)[];
  /** Those whose honest runs take part with the protocol `paper`, because no rows choose a checkpoint of theirs. */
  readonly fromHonest: readonly string[];
  /** The data sets on which every classifier finished, the rows of all scores. */
  readonly datasets: readonly string[];
  /** For each data set the seeds with which all classifiers finished; scores are means over them. */
  readonly seeds: readonly (readonly number[])[];
  /** Classifiers and data sets that are excluded as incomplete, with reasons. */
  readonly excluded: readonly Excluded[];
  /** The classifier that the others are compared with; if undefined, `againstControl` has the reason. */
  readonly control: string | undefined;
  /** Significance level of the tests. */
  readonly alpha: number;
  readonly metrics: Readonly<Record<PaperMetric, MetricRanking>>;
  /** The paper's global test over the four metrics, which is not valid; `reason` says why. */
  readonly overMetrics: Outcome<TestOverMetrics>;
}

export interface RankingOptions {
  readonly protocol: Protocol;
  /** As in `RankedRows`, for the texts; default false and none. */
  readonly tuned?: boolean;
  readonly fromHonest?: readonly string[];
  /** Name of a configuration, chosen before seeing the scores. Default `qcl-mixnet`, or tuned, if it is among the rows. */
  readonly control?: string;
  /** Significance level of the tests, default 0.05; intervals cover 1 - alpha. */
  readonly alpha?: number;
  /** Bootstrap resamples for each interval, default 2000. */
  readonly resamples?: number;
}

/** The first of them that is compared. */
const DEFAULT_CONTROLS = ['qcl-mixnet', 'qcl-mixnet tuned'];

/**
 * Compares the configurations among `rows` over the data sets on which all of them finished, by the means over
 * the seeds that all have there. A configuration that finished on less than half of them is excluded (`commonScores`).
 * Rows of other protocols are ignored. What cannot be computed is an `Outcome` with the reason.
 *
 * @param rows see `resultRows`; remove what should not be compared, for example ablations (`withoutAblations`)
 * @throws InputError for an alpha outside (0, 1), and for a control that is not among the configurations.
 */
export function rankClassifiers(
  rows: readonly ResultRow[],
  { protocol, tuned = false, fromHonest = [], control, alpha = 0.05, resamples = 2000 }: RankingOptions,
): ClassifierRanking {
  checkProbability('alpha', alpha);
  checkControlName(rows, protocol, control);
  const { scores, ...common } = commonScores(rows, protocol);
  const wanted =
    control ?? DEFAULT_CONTROLS.find((name) => common.classifiers.includes(name)) ?? DEFAULT_CONTROLS[0];
  const present = common.classifiers.includes(wanted) ? wanted : undefined;
  const rankedBy = (metric: PaperMetric) =>
    rankByMetric(scores[metric], { classifiers: common.classifiers, control: wanted, alpha, resamples });
  const metrics = Object.fromEntries(PAPER_METRICS.map((metric) => [metric, rankedBy(metric)])) as Record<
    PaperMetric,
    MetricRanking
  >;
  return {
    ...{ protocol, leaking: protocol === 'paper', tuned, fromHonest },
    ...common,
    ...{ control: present, alpha, metrics },
    overMetrics: outcomeOf(() =>
      testOverMetrics(
        PAPER_METRICS.map((metric) => metrics[metric].classifiers.map(({ meanRank }) => meanRank)),
      ),
    ),
  };
}

/** A ranking of each of `rankedRows` with at least two configurations. */
export function rankingsOf(rows: readonly ResultRow[]): ClassifierRanking[] {
  return rankedRows(rows)
    .filter((set) => configurationsOf(set.rows).length > 1)
    .map(({ rows, ...options }) => rankClassifiers(rows, options));
}

function checkControlName(rows: readonly ResultRow[], protocol: Protocol, control?: string): void {
  if (control === undefined) return;
  const names = configurationsOf(rows.filter((row) => row.protocol === protocol));
  if (names.includes(control)) return;
  throw new InputError(
    `control is ${control}, but the classifiers with the protocol ${protocol} are: ${names.join(', ')}`,
  );
}
