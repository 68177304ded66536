import * as Plot from '@observablehq/plot';
import type { Scores } from '../statistics/checks.js';
import { friedmanTest } from '../statistics/friedman.js';
import { indistinguishableGroups } from '../statistics/indistinguishable-groups.js';
import { nemenyiCriticalDifference } from '../statistics/nemenyi.js';
import { checkNames, inWords, widestName } from './names.js';
import { COLOURS, FONT_SIZE, INK, WIDTH } from './style.js';
import { drawSvg } from './svg.js';

export interface CriticalDifferenceData {
  readonly classifiers: readonly string[];
  /** One row per data set, one column per classifier; larger is better. */
  readonly scores: Scores;
  /** Level of the tests, default 0.05. */
  readonly alpha?: number;
  /** Default: how many classifiers differ from the one with the best mean rank. */
  readonly title?: string;
}

/**
 * Critical-difference diagram (Demsar, "Statistical comparisons of classifiers over multiple data sets", 2006,
 * Fig. 1): mean ranks on an axis with the best at the left, and bars joining the classifiers that do not differ
 * significantly by Nemenyi's test.
 *
 * @returns the text of an SVG
 * @throws InputError for a wrong number of names, and as `friedmanTest` and `nemenyiCriticalDifference`.
 */
export function criticalDifferenceDiagram({
  classifiers,
  scores,
  alpha = 0.05,
  title,
}: CriticalDifferenceData) {
  const { meanRanks, p } = friedmanTest(scores);
  const k = meanRanks.length;
  checkNames('classifiers', classifiers, k, 'columns of scores');
  const difference = nemenyiCriticalDifference(k, scores.length, alpha);
  const groups = indistinguishableGroups(meanRanks, difference);

  const order = byRank(meanRanks);
  const margin =
    widestName(
      classifiers.map((name) => `${name}  10.00`),
      FONT_SIZE,
    ) + 14;
  // Names as wide as the page would leave the axis no room; the page grows instead.
  const width = Math.max(WIDTH, 2 * margin + 360);
  const firstBar = 22;
  const firstName = firstBar + groups.length * BAR_STEP + 14;
  const left = Math.ceil(k / 2);
  const labels = order.map((c, place) => {
    const onLeft = place < left;
    const rank = meanRanks[c].toFixed(2);
    return {
      rank: meanRanks[c],
      y: firstName + (onLeft ? place : k - 1 - place) * NAME_STEP,
      side: onLeft ? 1 : k,
      text: onLeft ? `${classifiers[c]}  ${rank}` : `${rank}  ${classifiers[c]}`,
    };
  });
  const bars = groups.map((group, g) => ({
    from: meanRanks[group[0]],
    to: meanRanks[group.at(-1) as number],
    y: firstBar + g * BAR_STEP,
  }));
  const named = (onLeft: boolean) => labels.filter(({ side }) => (side === 1) === onLeft);
  const depth = firstName + left * NAME_STEP;
  const rule = -44;
  // A difference wider than the axis separates no classifiers; its rule stops at the end of the axis.
  const ruleEnd = Math.min(1 + difference, k);
  const ruleText = `critical difference ${difference.toFixed(2)}${ruleEnd < k ? '' : ' (wider than the axis)'}`;

  return drawSvg({
    title: title ?? rankConclusion(classifiers, meanRanks, difference, p, alpha),
    description:
      `Mean ranks of ${k} classifiers over ${scores.length} data sets, 1 is best: ` +
      `${order.map((c) => `${classifiers[c]} ${meanRanks[c].toFixed(2)}`).join(', ')}. ` +
      `Friedman p = ${p.toPrecision(3)}, Nemenyi critical difference ${difference.toFixed(2)} at ${alpha}. ` +
      `${groups.map((group) => `Not significantly different: ${inWords(group.map((c) => classifiers[c]))}.`).join(' ')}`,
    panels: [
      {
        plot: {
          width,
          height: depth + 90,
          marginLeft: margin,
          marginRight: margin,
          marginTop: 80,
          marginBottom: 10,
          x: { type: 'linear', domain: [1, k], axis: null },
          y: { type: 'linear', domain: [0, depth], range: [80, 80 + depth], axis: null },
          marks: [
            Plot.axisX({ anchor: 'top', ticks: rankTicks(k), label: null, tickFormat: 'd' }),
            Plot.ruleY([0], { stroke: INK }),
            Plot.link([rule], { x1: 1, x2: ruleEnd, y1: rule, y2: rule, stroke: INK, strokeWidth: 2 }),
            Plot.text([ruleText], { x: 1, y: rule, dy: -10, textAnchor: 'start' }),
            Plot.link(labels, { x1: 'rank', x2: 'rank', y1: 0, y2: 'y', stroke: INK }),
            Plot.link(labels, { x1: 'rank', x2: 'side', y1: 'y', y2: 'y', stroke: INK }),
            Plot.link(bars, { x1: 'from', x2: 'to', y1: 'y', y2: 'y', stroke: COLOURS[0], strokeWidth: 5 }),
            Plot.text(named(true), { x: 'side', y: 'y', text: 'text', textAnchor: 'end', dx: -6 }),
            Plot.text(named(false), { x: 'side', y: 'y', text: 'text', textAnchor: 'start', dx: 6 }),
          ],
        },
      },
    ],
  });
}

const BAR_STEP = 11;
const NAME_STEP = 20;

/** The indices of the classifiers, the best mean rank first. */
export function byRank(meanRanks: readonly number[]): number[] {
  return meanRanks.map((_, c) => c).sort((a, b) => meanRanks[a] - meanRanks[b]);
}

function rankTicks(k: number): number[] {
  const step = k > 12 ? 2 : 1;
  return Array.from({ length: Math.ceil(k / step) }, (_, i) => 1 + i * step);
}

/** From how many the best differs, in words. */
export function rankConclusion(
  classifiers: readonly string[],
  meanRanks: readonly number[],
  difference: number,
  p: number,
  alpha: number,
): string {
  const [best, ...others] = byRank(meanRanks);
  if (p >= alpha) return `The classifiers do not differ significantly (Friedman p = ${p.toPrecision(2)})`;
  const worse = others.filter((c) => meanRanks[c] - meanRanks[best] >= difference);
  const rank = `${classifiers[best]} has the best mean rank, ${meanRanks[best].toFixed(2)}`;
  if (worse.length === others.length) return `${rank}, and differs from all others`;
  if (worse.length === 0) return `${rank}, but differs from no other`;
  return `${rank}, and differs from ${worse.length} of ${others.length} others`;
}
