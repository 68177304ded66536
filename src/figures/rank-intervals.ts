import * as Plot from '@observablehq/plot';
import { friedmanTest } from '../statistics/friedman.js';
import { nemenyiCriticalDifference } from '../statistics/nemenyi.js';
import { byRank, type CriticalDifferenceData, rankConclusion } from './critical-difference.js';
import { besideBands, drawHorizontalBands } from './horizontal-bands.js';
import { checkNames } from './names.js';
import { COLOURS, INK, NARROW, WIDTH } from './style.js';

export interface RankIntervalsData extends CriticalDifferenceData {
  /** In px, default 720. */
  readonly width?: number;
}

/**
 * The critical-difference diagram with one line a classifier, for narrow screens: its mean rank ± half of Nemenyi's critical
 * difference. Two classifiers differ significantly if their intervals do not overlap (Koning, Franses, Hibon and Stekler,
 * "The M3 competition: statistical tests of the results", 2005).
 *
 * @returns the text of an SVG
 * @throws InputError for a wrong number of names, and as `friedmanTest` and `nemenyiCriticalDifference`.
 */
export function rankIntervals({
  classifiers,
  scores,
  alpha = 0.05,
  title,
  width = WIDTH,
}: RankIntervalsData): string {
  const { meanRanks, p } = friedmanTest(scores);
  checkNames('classifiers', classifiers, meanRanks.length, 'columns of scores');
  const difference = nemenyiCriticalDifference(meanRanks.length, scores.length, alpha);
  const rows = byRank(meanRanks).map((c, place) => ({
    ...{ place, name: classifiers[c], rank: meanRanks[c] },
    ...{ from: meanRanks[c] - difference / 2, to: meanRanks[c] + difference / 2 },
  }));
  const [best] = rows;
  return drawHorizontalBands({
    width,
    title: title ?? rankConclusion(classifiers, meanRanks, difference, p, alpha),
    description:
      `Mean ranks of ${rows.length} classifiers over ${scores.length} data sets, 1 is best, with intervals of Nemenyi's critical ` +
      `difference ${difference.toFixed(2)} at ${alpha}: ${rows.map(({ name, rank }) => `${name} ${rank.toFixed(2)}`).join(', ')}.`,
    names: rows.map(({ name }) => name),
    bandHeight: 22,
    gap: 0.4,
    x: {
      label: `mean rank ± ${(difference / 2).toFixed(2)} (Nemenyi)`,
      nice: true,
      inset: 6,
      ticks: width < (WIDTH + NARROW) / 2 ? 4 : undefined,
    },
    marks: [
      // What reaches into it does not differ from the best.
      Plot.ruleX([best.to], { stroke: COLOURS[0], strokeDasharray: '4 3' }),
      Plot.ruleY(rows, { y: 'place', x1: 'from', x2: 'to', stroke: INK }),
      Plot.dot(rows, { y: 'place', x: 'rank', r: 4, fill: COLOURS[0], stroke: INK }),
      besideBands(rows, ({ rank }) => rank.toFixed(2)),
    ],
  });
}
