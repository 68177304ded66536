/** Claims about mean ranks over the data sets (Table 6). */
import { mean } from '../../../mean.js';
import { friedmanTest } from '../../../statistics/friedman.js';
import { averageRanks } from '../../../statistics/ranks.js';
import { testOverMetrics } from '../../../statistics/test-over-metrics.js';
import { METRIC_WORDS, probabilityText } from '../../experiments/ranking/sentences.js';
import type { Finding, PaperClaim } from '../claim.js';
import { NO_RECORDS } from '../claim.js';
import type { ClaimSetting } from '../claim-setting.js';
import { effectOverDatasets, judgeEffect } from '../effect.js';
import { PROPOSED } from '../paper-results.js';
import { PAPER_METRICS, type PaperMetric } from '../paper-tables.js';
import { hasBaselines, meanScores } from './columns.js';

/**
 * First by the mean of the ranks in `metrics`: repeated if the lead over the best other is certain over the data sets,
 * not repeated if it is certainly behind.
 *
 * @param model default QCL-MixNet
 */
export function firstByRank(metrics: readonly PaperMetric[], model = PROPOSED): PaperClaim['examine'] {
  return (setting): Finding => {
    if (!hasBaselines(setting)) return NO_RECORDS;
    const ranks = ranksOf(setting, metrics);
    const means = setting.classifiers.map((_, c) => mean(ranks.map((row) => row[c])));
    const own = setting.classifiers.indexOf(model);
    const others = means.map((rank, c) => (c === own ? Number.POSITIVE_INFINITY : rank));
    const best = others.indexOf(Math.min(...others));
    const place = 1 + means.filter((rank) => rank < means[own]).length;
    const lead = effectOverDatasets(ranks.map((row) => row[best] - row[own]));
    const range = Number.isNaN(lead.low) ? '' : ` (${signed(lead.low)} to ${signed(lead.high)})`;
    return {
      found:
        `place ${place} of ${means.length}, mean rank ${means[own].toFixed(2)}; ` +
        `a lead of ${signed(lead.mean)}${range} ranks over ${setting.classifiers[best]} with ${means[best].toFixed(2)}`,
      ...judgeEffect(lead, { effect: 0 }),
    };
  };
}

/** Friedman's test rejects for every metric. */
export function differInEveryMetric(): PaperClaim['examine'] {
  return (setting): Finding => {
    if (!hasBaselines(setting) || setting.datasets.length < 2) return NO_RECORDS;
    const tests = PAPER_METRICS.map((metric) => ({ metric, ...friedmanTest(unitsOf(setting, metric)) }));
    const found = tests.map(
      ({ metric, chiSquared, p }) =>
        `${METRIC_WORDS[metric]} ${chiSquared.toFixed(1)}, ${probabilityText(p)}`,
    );
    const rejects = tests.every(({ p }) => p <= 0.05);
    return {
      found: `chi-squared: ${found.join('; ')}`,
      ...(rejects ? { verdict: 'repeated' } : { verdict: 'undecided', decidedBy: 'more data sets' }),
    };
  };
}

/** The paper's test over metrics, which is not valid. */
export function differOverMetrics(): PaperClaim['examine'] {
  return (setting): Finding => {
    if (!hasBaselines(setting)) return NO_RECORDS;
    const meanRanks = PAPER_METRICS.map((metric) => {
      const ranks = ranksOf(setting, [metric]);
      return setting.classifiers.map((_, c) => mean(ranks.map((row) => row[c])));
    });
    const { chiSquared, p, imanDavenport } = testOverMetrics(meanRanks);
    return {
      found: `chi-squared ${chiSquared.toFixed(2)}, ${probabilityText(p)}; F ${probabilityText(imanDavenport.p)}`,
      verdict: 'not valid',
    };
  };
}

/** Data sets x classifiers: the mean over `metrics` of the ranks on a data set. */
function ranksOf(setting: ClaimSetting, metrics: readonly PaperMetric[]): number[][] {
  const byMetric = metrics.map((metric) =>
    unitsOf(setting, metric).map((row) => averageRanks(row.map((score) => -score)).ranks),
  );
  return setting.datasets.map((_, d) =>
    setting.classifiers.map((_, c) => mean(byMetric.map((ranks) => ranks[d][c]))),
  );
}

/** As integers: ties are detected by exact equality. */
function unitsOf(setting: ClaimSetting, metric: PaperMetric): number[][] {
  return meanScores(setting, metric).map((row) => row.map((score) => Math.round(score * 1e12)));
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(1)}`;
}
