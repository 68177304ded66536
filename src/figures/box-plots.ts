import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { checkScores, type Scores } from '../statistics/checks.js';
import { quantile } from '../statistics/quantile.js';
import { besideBands, drawHorizontalBands } from './horizontal-bands.js';
import { checkNames } from './names.js';
import { COLOURS, INK, WIDTH } from './style.js';

export interface BoxPlotsData {
  readonly classifiers: readonly string[];
  /** One row per data set (or other block), one column per classifier. */
  readonly scores: Scores;
  /** The name of the rows, default "data sets". */
  readonly blocks?: string;
  /** The metric, default "macro F1". */
  readonly metric?: string;
  /** Default true; otherwise the lowest median is at the top. */
  readonly largerIsBetter?: boolean;
  /** The median of each classifier in a publication, drawn as a diamond; NaN for none. */
  readonly printedMedians?: readonly number[];
  /** Default: which classifier has the best median. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

export interface Box {
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** The outermost values within 1.5 interquartile ranges of the box. */
  readonly whiskers: readonly [number, number];
  readonly outliers: readonly number[];
}

/**
 * A box after Tukey ("Exploratory data analysis", 1977) with the quartiles of `numpy.percentile`.
 */
export function boxOf(values: readonly number[]): Box {
  const sorted = [...values].sort((a, b) => a - b);
  const [lowerQuartile, median, upperQuartile] = [0.25, 0.5, 0.75].map((part) => quantile(sorted, part));
  const reach = 1.5 * (upperQuartile - lowerQuartile);
  const inside = sorted.filter((value) => value >= lowerQuartile - reach && value <= upperQuartile + reach);
  const whiskers = [
    Math.min(lowerQuartile, inside[0]),
    Math.max(upperQuartile, inside[inside.length - 1]),
  ] as const;
  const outliers = sorted.filter((value) => value < whiskers[0] || value > whiskers[1]);
  return { lowerQuartile, median, upperQuartile, whiskers, outliers };
}

/**
 * A box of the scores over all data sets for each classifier, the best median at the top (paper Fig. 3).
 *
 * @returns the text of an SVG
 * @throws InputError for a wrong number of names, and as `checkScores`.
 */
export function boxPlots({
  classifiers,
  scores,
  blocks = 'data sets',
  metric = 'macro F1',
  largerIsBetter = true,
  printedMedians,
  title,
  width = WIDTH,
}: BoxPlotsData): string {
  checkScores('the box plots', scores);
  checkNames('classifiers', classifiers, scores[0].length, 'columns of scores');
  const printed = printedMedians ?? classifiers.map(() => Number.NaN);
  if (printed.length !== classifiers.length) {
    throw new InputError(
      `printedMedians has ${printed.length} values, but there are ${classifiers.length} classifiers: give one each`,
    );
  }
  const boxes = classifiers
    .map((name, c) => ({ name, printed: printed[c], ...boxOf(scores.map((row) => row[c])) }))
    .sort((one, other) => (largerIsBetter ? other.median - one.median : one.median - other.median))
    .map((box, place) => ({ ...box, place, from: box.whiskers[0], to: box.whiskers[1] }));
  const outliers = boxes.flatMap(({ place, outliers }) => outliers.map((score) => ({ place, score })));
  const withPrinted = boxes.filter((box) => Number.isFinite(box.printed));
  const [best] = boxes;

  return drawHorizontalBands({
    width,
    title:
      title ??
      `${best.name} has the ${largerIsBetter ? 'highest' : 'lowest'} median ${metric}, ${best.median.toFixed(3)}`,
    description:
      `Box plots of ${metric} over ${scores.length} ${blocks}, by median: ` +
      `${boxes.map(({ name, median }) => `${name} ${median.toFixed(3)}`).join(', ')}.` +
      (withPrinted.length === 0
        ? ''
        : ` Diamonds are the medians that the paper prints: ${withPrinted.map((box) => `${box.name} ${box.printed.toFixed(3)}`).join(', ')}.`),
    names: boxes.map(({ name }) => name),
    bandHeight: 24,
    gap: 0.35,
    x: {
      label: `${metric} over ${scores.length} ${blocks}`,
      nice: true,
      inset: 6,
      ticks: width < WIDTH ? 3 : undefined,
    },
    marks: [
      Plot.ruleY(boxes, { y: 'place', x1: 'from', x2: 'to', stroke: INK }),
      Plot.barX(boxes, {
        y: 'place',
        x1: 'lowerQuartile',
        x2: 'upperQuartile',
        fill: COLOURS[5],
        stroke: INK,
      }),
      Plot.tickX(boxes, { y: 'place', x: 'median', stroke: INK, strokeWidth: 3 }),
      ...(withPrinted.length === 0
        ? []
        : [
            Plot.dot(withPrinted, {
              ...{ y: 'place', x: 'printed', symbol: 'diamond', r: 5.5 },
              ...{ fill: 'white', stroke: INK, strokeWidth: 1.75 },
            }),
          ]),
      Plot.dot(outliers, { y: 'place', x: 'score', r: 3, stroke: INK, fill: 'white' }),
      besideBands(boxes, ({ median }) => median.toFixed(3)),
    ],
  });
}
