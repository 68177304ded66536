/** Claims that QCL-MixNet is ahead of named models over data sets. */

import { mean } from '../../../mean.js';
import { wilcoxonAgainstControl } from '../../../statistics/wilcoxon-against-control.js';
import { inWords } from '../../../text/name-list.js';
import type { Finding, PaperClaim } from '../claim.js';
import { NO_RECORDS } from '../claim.js';
import type { ClaimSetting } from '../claim-setting.js';
import { effectOverDatasets, effectText, judgeAll, judgeEffect } from '../effect.js';
import { PROPOSED, paperRow } from '../paper-results.js';
import type { PaperMetric } from '../paper-tables.js';
import { hasBaselines, meanScores, placesOf } from './columns.js';

/**
 * Ahead of all twenty: repeated if Wilcoxon's test with Holm's correction says so of each of them; not repeated if it says
 * the opposite of one, or if the mean difference from the strongest is certainly below 0.
 */
export function aheadOfAll(metric: PaperMetric): PaperClaim['examine'] {
  return (setting): Finding => {
    if (!hasBaselines(setting) || setting.datasets.length < 2) return NO_RECORDS;
    const { better, worse } = significant(setting, metric);
    const others = setting.classifiers.filter((name) => name !== PROPOSED);
    const means = others.map((name) => mean(scoresOf(setting, metric, name)));
    const strongest = others[means.indexOf(Math.max(...means))];
    const own = scoresOf(setting, metric, PROPOSED);
    const lower = means.filter((score) => score < mean(own)).length;
    const lead = effectOverDatasets(differences(own, scoresOf(setting, metric, strongest)));
    const found =
      `higher mean than ${lower} of ${others.length}, significantly better than ${better.length}` +
      `${worse.length === 0 ? '' : `, worse than ${inWords(worse)}`}; ${effectText(lead)} from ${strongest}, the strongest`;
    if (better.length === others.length) return { found, verdict: 'repeated' };
    if (worse.length > 0) return { found, verdict: 'not repeated' };
    const judged = judgeEffect(lead, { effect: 0 });
    // Ahead of the strongest with certainty, but not significantly of every other: the other tests lack data sets.
    return judged.verdict === 'repeated'
      ? { found, verdict: 'undecided', decidedBy: 'more data sets' }
      : { found, ...judged };
  };
}

/** Ahead of `rivals`, each over the data sets of a task, by as much as the paper's tables print. */
export function aheadOf(rivals: readonly string[], task: 'binary' | 'multiclass'): PaperClaim['examine'] {
  return (setting): Finding => {
    if (!hasBaselines(setting)) return NO_RECORDS;
    const places = placesOf(setting, task);
    if (places.length === 0) return NO_RECORDS;
    const parts = rivals.map((rival) => {
      const all = differences(scoresOf(setting, 'macroF1', PROPOSED), scoresOf(setting, 'macroF1', rival));
      const lead = effectOverDatasets(places.map((d) => all[d]));
      const effect = printedLead(
        rival,
        places.map((d) => setting.datasets[d]),
      );
      return { ...judgeEffect(lead, { effect }), text: `${effectText(lead)} over ${rival}` };
    });
    return { found: parts.map(({ text }) => text).join('; '), ...judgeAll(parts) };
  };
}

/** The mean lead in the paper's tables over the data sets for which they have both. */
function printedLead(rival: string, datasets: readonly string[]): number {
  return mean(
    datasets.flatMap((dataset) => {
      const [own, other] = [PROPOSED, rival].map((name) => paperRow(name, dataset)?.scores.macroF1);
      return own === undefined || other === undefined ? [] : [own - other];
    }),
  );
}

function significant(setting: ClaimSetting, metric: PaperMetric) {
  // As integers: the test detects ties by exact equality.
  const units = meanScores(setting, metric).map((row) => row.map((score) => Math.round(score * 1e12)));
  const tests = wilcoxonAgainstControl(units, setting.classifiers.indexOf(PROPOSED));
  const sure = tests.filter(({ adjustedP }) => adjustedP <= 0.05);
  const names = (isBetter: boolean) =>
    sure
      .filter(({ positiveRanks, negativeRanks }) => positiveRanks > negativeRanks === isBetter)
      .map(({ classifier }) => setting.classifiers[classifier]);
  return { better: names(true), worse: names(false) };
}

function scoresOf(setting: ClaimSetting, metric: PaperMetric, name: string): number[] {
  const c = setting.classifiers.indexOf(name);
  return meanScores(setting, metric).map((row) => row[c]);
}

function differences(own: readonly number[], other: readonly number[]): number[] {
  return own.map((score, d) => score - other[d]);
}
