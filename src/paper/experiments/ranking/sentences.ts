/** A ranking in words. */
import { classifiers } from '../../../classifiers/registry.js';
import type { BootstrapInterval } from '../../../statistics/bootstrap.js';
import { countOf, inWords } from '../../../text/name-list.js';
import type { PaperMetric } from '../../claims/paper-tables.js';
import { PROTOCOL_TITLES } from '../result-tables.js';
import { differenceText } from '../score-text.js';
import type { ClassifierRanking } from './classifier-ranking.js';
import type { ClassifierRank, MetricRanking } from './metric-ranking.js';
import { seedCounts } from './seed-counts.js';

export const METRIC_WORDS: Readonly<Record<PaperMetric, string>> = {
  accuracy: 'accuracy',
  macroPrecision: 'macro precision',
  macroRecall: 'macro recall',
  macroF1: 'macro F1',
};

/** Precedes every sentence about scores of the protocol `paper`. */
export const LEAKING = 'Leaking (protocol paper): ';

/**
 * A summary in whole sentences: what was compared, what was excluded, which classifier is first and by how much, which
 * do not differ significantly from it, and how the control compares. What cannot be tested is named, with the reason.
 *
 * @param metric default macro F1
 */
export function sentences(ranking: ClassifierRanking, metric: PaperMetric = 'macroF1'): string[] {
  const found = [
    scopeSentence(ranking),
    ...ranking.excluded.map(({ reason }) => reason),
    ...(ranking.fromHonest.length === 0
      ? []
      : [`No rows choose a checkpoint of ${inWords(ranking.fromHonest)}: their honest runs take part.`]),
    ...untunedSentences(ranking),
    ...seedSentences(ranking),
    ...(ranking.datasets.length === 0 ? [] : findings(ranking, metric)),
  ];
  return ranking.leaking ? found.map((sentence) => `${LEAKING}${sentence}`) : found;
}

/** What the runs of a ranking have in common: the protocol, and whether they are tuned. */
export function rankingTitle({
  protocol,
  tuned,
  untouched,
}: Pick<ClassifierRanking, 'protocol' | 'tuned' | 'untouched'>): string {
  const which = untouched ? ', data sets that chose nothing' : '';
  return `${PROTOCOL_TITLES[protocol]}${tuned ? ', tuned where there is a grid' : ''}${which}`;
}

/** `80 %`; `-` if it is not known. */
export function shareText(share: number | undefined): string {
  return share === undefined ? '-' : `${Math.round(100 * share)} %`;
}

/** The note to the shares of a ranking. */
export const LEARNS_ON =
  'Learns on: the share of the training rows that the parameters are learned on; the others choose the checkpoint. ' +
  'An ensemble learns on all of them together, but each of its members is fitted on all folds but one.';

/** `p = 0.012`, `p < 0.0001` */
export function probabilityText(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${p.toPrecision(2)}`;
}

/** `0.712 (95 % interval 0.650 to 0.770)` */
export function scoreWithInterval({ mean, interval }: ClassifierRank, alpha: number): string {
  if (!interval.possible) return mean.toFixed(3);
  const { low, high } = interval.result;
  return `${mean.toFixed(3)} (${coverageText(alpha)} interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
}

/** `95 %` */
export function coverageText(alpha: number): string {
  return `${Number((100 * (1 - alpha)).toPrecision(4))} %`;
}

function scopeSentence(ranking: ClassifierRanking): string {
  const { classifiers, datasets, protocol, tuned, untouched, excluded } = ranking;
  if (datasets.length > 0) {
    const compared =
      classifiers.length === 1 ? `${classifiers[0]} alone` : `${classifiers.length} classifiers`;
    return `Compared: ${compared} on ${countOf(datasets.length, 'data set')}${untouched ? ' that chose nothing' : ''}, protocol ${protocol}${tuned ? ', tuned where there is a grid' : ''}.`;
  }
  if (classifiers.length > 0) {
    return 'Nothing can be compared: all classifiers finished on no common data set.';
  }
  return excluded.length === 0
    ? `Nothing can be compared: there is no run with the protocol ${protocol}.`
    : 'Nothing can be compared: no classifier finished on half of the data sets or more.';
}

/** Those of a tuned ranking that could be tuned and were not. */
function untunedSentences({ classifiers: names, tuned, leaking }: ClassifierRanking): string[] {
  const untuned = tuned
    ? names.filter((name) => classifiers.find((entry) => entry.name === name)?.grid !== undefined)
    : [];
  if (untuned.length === 0) return [];
  const why = leaking ? ': tuned runs of networks have the protocol honest alone' : '';
  return [`Not tuned, although there is a grid: ${inWords(untuned)}${why}.`];
}

function seedSentences(ranking: ClassifierRanking): string[] {
  const { seeds } = ranking;
  if (seeds.length === 0) return [];
  if (seeds.every(({ length }) => length === 1)) {
    return [
      'There is one seed for each data set: the intervals do not cover the variance between splits and trainings.',
    ];
  }
  return [`Scores are means over the seeds that all classifiers have: ${seedCounts(ranking)}.`];
}

function findings(ranking: ClassifierRanking, metric: PaperMetric): string[] {
  const { alpha } = ranking;
  const found = ranking.metrics[metric];
  const words = METRIC_WORDS[metric];
  return [
    ...firstSentences(found, words, alpha),
    ...testSentences(found, alpha),
    ...controlSentences(ranking, found, words),
  ];
}

function firstSentences(found: MetricRanking, words: string, alpha: number): string[] {
  const { classifiers, order, lead } = found;
  const ranked = order.map((c) => classifiers[c]);
  const [first, second] = ranked;
  if (second === undefined)
    return [`The mean ${words} of ${first.name} is ${scoreWithInterval(first, alpha)}.`];
  const leaders = ranked.filter(({ place }) => place === 1);
  const highest = ranked.reduce((best, each) => (each.mean > best.mean ? each : best));
  const rank = first.meanRank.toFixed(2);
  const place =
    leaders.length > 1
      ? `${inWords(leaders.map(({ name }) => name))} share first place by mean rank in ${words} (${rank})`
      : `${first.name} is first by mean rank in ${words} (${rank}), ahead of ${second.name} ` +
        `(${second.meanRank.toFixed(2)}); its mean ${words} is ${leadText(first.mean - second.mean, lead, alpha)}`;
  const byMean =
    highest.mean > first.mean
      ? [`${highest.name} has the highest mean ${words}: ${scoreWithInterval(highest, alpha)}.`]
      : [];
  return [
    `${place}.`,
    `The mean ${words} of ${first.name} is ${scoreWithInterval(first, alpha)}.`,
    ...byMean,
  ];
}

function leadText(difference: number, lead: MetricRanking['lead'], alpha: number): string {
  const size =
    Number(difference.toFixed(3)) === 0
      ? 'the same to three decimals'
      : `${Math.abs(difference).toFixed(3)} ${difference > 0 ? 'higher' : 'lower'}`;
  return lead.possible ? `${size} (${differenceInterval(lead.result, alpha)})` : size;
}

function differenceInterval({ low, high }: BootstrapInterval, alpha: number): string {
  return `${coverageText(alpha)} interval of the difference ${differenceText(low)} to ${differenceText(high)}`;
}

function testSentences({ friedman, nemenyi, order, classifiers }: MetricRanking, alpha: number): string[] {
  if (!friedman.possible) return [`Whether the classifiers differ cannot be tested: ${friedman.reason}.`];
  const { chiSquared, p, degreesOfFreedom, imanDavenport } = friedman.result;
  const F = Number.isFinite(imanDavenport.F)
    ? `Iman and Davenport's F ${imanDavenport.F.toFixed(2)}, ${probabilityText(imanDavenport.p)}`
    : "Iman and Davenport's F has no value, because all data sets rank the classifiers alike";
  const numbers =
    `Friedman's chi-squared ${chiSquared.toFixed(2)} with ${degreesOfFreedom} ${degreesOfFreedom === 1 ? 'degree' : 'degrees'} of freedom, ` +
    `${probabilityText(p)}; ${F}`;
  if (p > alpha) {
    return [`The classifiers do not differ significantly in rank (${numbers}).`];
  }
  const differ = `The classifiers differ significantly (${numbers}).`;
  if (!nemenyi.possible) return [differ, `Which ones differ cannot be tested: ${nemenyi.reason}.`];
  const { criticalDifference, likeTheFirst } = nemenyi.result;
  const first = classifiers[order[0]].name;
  const test = `By Nemenyi's test (critical difference ${criticalDifference.toFixed(2)} in mean rank)`;
  const apart = order.length - 1 - likeTheFirst.length;
  if (likeTheFirst.length === 0) return [differ, `${test} ${first} differs significantly from all others.`];
  const alike = inWords(likeTheFirst.map((c) => classifiers[c].name));
  const others =
    apart === 0 ? 'that is, from none' : `it does from the ${apart === 1 ? 'other one' : `other ${apart}`}`;
  return [differ, `${test} ${first} does not differ significantly from ${alike}; ${others}.`];
}

function controlSentences(ranking: ClassifierRanking, found: MetricRanking, words: string): string[] {
  const { control, alpha, datasets } = ranking;
  const { classifiers, order, againstControl } = found;
  if (classifiers.length < 2) return [];
  if (!againstControl.possible)
    return [`No classifier is compared with a control: ${againstControl.reason}.`];
  const others = againstControl.result;
  const own = classifiers.find(({ name }) => name === control) as ClassifierRank;
  const first = classifiers[order[0]];
  const toFirst = others.find(({ name }) => name === first.name);
  const behind =
    own.place === 1 || toFirst === undefined
      ? ''
      : `; its mean differs from that of ${first.name} by ${differenceText(toFirst.difference.mean)} ` +
        `(${differenceInterval(toFirst.difference, alpha)})`;
  const standing =
    `${own.name}, the control, is ${ordinal(own.place)} of ${classifiers.length} by mean rank (${own.meanRank.toFixed(2)}) ` +
    `with a mean ${words} of ${scoreWithInterval(own, alpha)}${behind}.`;
  const named = (verdict: (typeof others)[number]['verdict']) =>
    others.filter((other) => other.verdict === verdict).map(({ name }) => name);
  const [better, worse] = [named('better'), named('worse')];
  const alike = named('not significantly different');
  const parts = [
    ...(better.length === 0 ? [] : [`better than ${inWords(better)}`]),
    ...(worse.length === 0 ? [] : [`worse than ${inWords(worse)}`]),
  ];
  const smallest = others.length * 2 ** (1 - datasets.length);
  if (parts.length === 0 && smallest > alpha) {
    const why = `with ${countOf(datasets.length, 'data set')} and ${countOf(others.length, 'comparison')} the corrected p cannot be below ${smallest.toPrecision(2)}`;
    return [
      standing,
      `Wilcoxon's test with Holm's correction cannot tell ${own.name} apart from any other: ${why}.`,
    ];
  }
  const apart = parts.length === 0 ? '' : `it is ${parts.join(' and ')}`;
  const rest = alike.length === 0 ? '' : `it does not differ significantly from ${someOrOthers(alike)}`;
  const verdicts = [apart, rest].filter((part) => part !== '').join('; ');
  return [standing, `By Wilcoxon's test with Holm's correction ${verdicts}.`];
}

/** The names, or only their number if there are too many for a sentence. */
function someOrOthers(names: readonly string[]): string {
  return names.length > MOST_NAMED ? `the other ${names.length}` : inWords(names);
}

const MOST_NAMED = 6;

function ordinal(place: number): string {
  const ending = ['th', 'st', 'nd', 'rd'];
  const teen = place % 100 >= 11 && place % 100 <= 13;
  return `${place}${(teen ? undefined : ending[place % 10]) ?? 'th'}`;
}
