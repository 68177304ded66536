/** The result of a comparison in sentences. */
import { countOf, inWords } from '../../text/name-list.js';
import {
  BASELINE_TITLES,
  type Comparison,
  isSignificant,
  LEVEL,
  pairOf,
  type RankedClassifier,
  unbeatenBaseline,
} from './comparison.js';

/**
 * Which classifier ranks first, from which others it differs significantly and from which not, and which were not
 * ranked and why. Nothing in these sentences comes from the table, except in the reasons of failures.
 */
export function comparisonSentences(comparison: Comparison): string[] {
  const { ranked, leftOut } = comparison;
  return [
    firstSentence(comparison),
    ...baselineSentences(comparison),
    ...differenceSentences(comparison),
    ...ranked.flatMap((each) => failureSentences(each, comparison)),
    ...leftOut.map(({ name, reason }) => `${name} was not ranked: ${reason}.`),
    ...(ranked.length > 1
      ? ['The first was chosen by these same scores, so its own score is slightly optimistic.']
      : []),
  ];
}

function firstSentence({ ranked, splits, metric }: Comparison): string {
  const [{ name, score, failures }] = ranked;
  const interval =
    score.reason === undefined
      ? `${percent(1 - LEVEL)} interval ${score.low.toFixed(3)} to ${score.high.toFixed(3)}`
      : `no interval: ${score.reason}`;
  const place = ranked.length === 1 ? 'is the only classifier' : 'ranks first';
  const done = countOf(splits.length - failures.length, 'split');
  return `${name} ${place}: mean ${metric.title} ${score.mean.toFixed(3)} over ${done} (${interval}).`;
}

/** A warning about the classifiers that are no better than a baseline. */
function baselineSentences(comparison: Comparison): string[] {
  const { ranked, metric } = comparison;
  const found = ranked.map((each) => unbeatenBaseline(comparison, each));
  const baseline = found.find((each) => each !== undefined);
  if (baseline === undefined) return [];
  const unbeaten = ranked.filter((_, i) => found[i] !== undefined);
  return [
    `Warning: ${names(unbeaten)} ${unbeaten.length > 1 ? 'are' : 'is'} no better than a baseline: ` +
      `${BASELINE_TITLES[baseline.name]}, mean ${metric.title} ${baseline.means.metric?.toFixed(3)}.`,
  ];
}

function differenceSentences(comparison: Comparison): string[] {
  const { ranked, pairs } = comparison;
  if (ranked.length < 2) return [];
  const [first] = ranked;
  const others = ranked.slice(1).map((each, i) => ({ ...each, pair: pairOf(comparison, 0, i + 1) }));
  const worse = others.filter(({ pair }) => pair !== undefined && isSignificant(pair));
  const similar = others.filter((other) => !worse.includes(other));
  const test =
    'corrected resampled t-test' +
    `${pairs.length > 1 ? `, Holm's correction for all ${pairs.length} pairs` : ''}, level ${LEVEL}`;
  return [
    similar.length > 0
      ? `${names(similar)} ${similar.length > 1 ? 'do' : 'does'} not differ significantly from ${first.name} ` +
        `on these rows (${test}).`
      : `It is significantly better than ${others.length > 1 ? 'all others' : names(others)} (${test}).`,
    ...(worse.length > 0 && similar.length > 0
      ? [`${first.name} is significantly better than ${names(worse)}.`]
      : []),
    ...others.flatMap(({ name, pair }) =>
      pair?.remark === undefined ? [] : [`${first.name} and ${name}: ${pair.remark}.`],
    ),
  ];
}

function failureSentences({ name, failures }: RankedClassifier, { splits }: Comparison): string[] {
  if (failures.length === 0) return [];
  return [
    `${name} failed on ${failures.length} of ${splits.length} splits and is ranked by the others; ` +
      `first failure: ${failures[0].reason}.`,
  ];
}

function names(classifiers: readonly { readonly name: string }[]): string {
  return inWords(classifiers.map(({ name }) => name));
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
