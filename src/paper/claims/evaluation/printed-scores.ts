/** Claims that a model scores what Tables 2 and 3 print: equivalence tests over the data sets. */

import { meanInterval } from '../../experiments/repeats.js';
import { differenceText, paperText } from '../../experiments/score-text.js';
import type { Finding, PaperClaim } from '../claim.js';
import { NO_RECORDS } from '../claim.js';
import type { ClaimSetting } from '../claim-setting.js';
import { comparisonsOf, MARGIN, testDifference } from '../compare-with-paper.js';
import { effectText, judgeAll } from '../effect.js';
import { PROPOSED } from '../paper-results.js';

/** The mean macro F1 of QCL-MixNet differs from the printed one by less than `MARGIN`. */
export function ownScoresAsPrinted(): PaperClaim['examine'] {
  return (setting): Finding => {
    const level = levelOf(setting, PROPOSED);
    if (level === undefined) return NO_RECORDS;
    return { found: levelText(level), ...level.judged };
  };
}

/** The mean macro F1 of every baseline does. */
export function baselinesAsPrinted(): PaperClaim['examine'] {
  return (setting): Finding => {
    const names = [...new Set(setting.rows.map(({ classifier }) => classifier))].filter(
      (name) => name !== PROPOSED,
    );
    if (setting.missing.some((name) => name !== PROPOSED)) return NO_RECORDS;
    const levels = names.flatMap((name) => levelOf(setting, name) ?? []);
    if (levels.length === 0) return NO_RECORDS;
    const countWith = (verdict: string) => levels.filter((level) => level.verdict === verdict).length;
    const furthest = levels.reduce((most, each) => (Math.abs(each.mean) > Math.abs(most.mean) ? each : most));
    const { widest } = furthest;
    return {
      found:
        `of ${levels.length}, ${countWith('meets') || 'none'} as printed, ${countWith('beats')} higher, ${countWith('misses')} lower; ` +
        `furthest: ${furthest.name} ${effectText(furthest)}, on ${widest.row.dataset} ` +
        `${widest.row.scores.macroF1.mean.toFixed(2)} and not ${paperText(widest.paper)}`,
      ...judgeAll(levels.map(({ judged }) => judged)),
    };
  };
}

type Level = NonNullable<ReturnType<typeof levelOf>>;

function levelOf(setting: ClaimSetting, name: string) {
  const comparisons = comparisonsOf(setting.rows.filter(({ classifier }) => classifier === name));
  const { count, mean, standardError } = meanInterval(comparisons.map(({ difference }) => difference));
  if (count < 2) return undefined;
  const tested = testDifference(mean, standardError, count - 1);
  const widest = comparisons.reduce((most, each) =>
    Math.abs(each.difference) > Math.abs(most.difference) ? each : most,
  );
  return { name, count, mean, ...tested, widest, judged: judgedBy(tested.verdict) };
}

function judgedBy(verdict: 'beats' | 'meets' | 'misses' | 'undecided'): Omit<Finding, 'found'> {
  if (verdict === 'undecided') return { verdict, decidedBy: 'more data sets' };
  return { verdict: verdict === 'meets' ? 'repeated' : 'not repeated' };
}

function levelText({ mean, low, high, count, p }: Level): string {
  return (
    `a mean difference of ${differenceText(mean)} (90 % interval ${differenceText(low)} to ${differenceText(high)}) over ` +
    `${count} data sets; p = ${p.toPrecision(2)} for a difference of less than ${MARGIN}`
  );
}
