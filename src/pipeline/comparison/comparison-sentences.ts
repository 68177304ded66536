/** The result of a comparison in sentences. */
import { countOf, inWords } from '../../text/name-list.js';
import { type Comparison, isSignificant, LEVEL, pairOf, type RankedClassifier } from './comparison.js';

/**
 * Which classifier ranks first, from which others it differs significantly and from which not, and which were not
 * ranked and why. Nothing in these sentences comes from the table, except in the reasons of failures.
 */
export function comparisonSentences(comparison: Comparison): string[] {
  const { ranked, leftOut } = comparison;
  return [
    firstSentence(comparison),
    ...differenceSentences(comparison),
    ...ranked.flatMap((each) => failureSentences(each, comparison)),
    ...leftOut.map(({ name, reason }) => `${name} was not ranked: ${reason}.`),
    ...(ranked.length > 1
      ? ['The first was chosen by these same scores, so its own score is slightly optimistic.']
      : []),
  ];
}

function firstSentence({ ranked, splits }: Comparison): string {
  const [{ name, means, macroF1, failures }] = ranked;
  const interval =
    macroF1.reason === undefined
      ? `${percent(1 - LEVEL)} interval ${macroF1.low.toFixed(3)} to ${macroF1.high.toFixed(3)}`
      : `no interval: ${macroF1.reason}`;
  const place = ranked.length === 1 ? 'is the only classifier' : 'ranks first';
  const done = countOf(splits.length - failures.length, 'split');
  return `${name} ${place}: mean macro F1 ${means.macroF1.toFixed(3)} over ${done} (${interval}).`;
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
