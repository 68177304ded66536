import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from '../metrics/threshold-curves.js';
import { COLOURS, GRID, INK, WIDTH } from './style.js';
import { drawSvg, type Panel, twoPanels } from './svg.js';

export interface ThresholdCurvesData {
  /** Whether a row is of the positive (rare) class. */
  readonly positive: ArrayLike<boolean>;
  /** Larger for rows more likely positive. */
  readonly scores: ArrayLike<number>;
  /** What each row counts, above 0; default 1. */
  readonly weights?: Float64Array;
  /** The chosen threshold: rows with at least this score are predicted positive. */
  readonly threshold: number;
  /** Default: precision and recall at the threshold. */
  readonly title?: string;
  /** In px, default 720; in a narrower one the panels are below each other. */
  readonly width?: number;
}

/**
 * The precision-recall curve and the ROC curve side by side, both with the chosen threshold marked and with random
 * guessing as a dashed line. Precision is drawn in steps, because no point between two thresholds can be reached.
 *
 * @returns the text of an SVG
 * @throws InputError for a threshold that is NaN, and as `rocCurve`.
 */
export function thresholdCurvesPlot({
  positive,
  scores,
  weights,
  threshold,
  title,
  width = WIDTH,
}: ThresholdCurvesData): string {
  if (Number.isNaN(threshold)) throw new InputError('threshold is NaN: give a number');
  const roc = rocCurve(positive, scores, weights);
  const { precision, recall, thresholds } = precisionRecallCurve(positive, scores, weights);
  // The first threshold with the same positive rows; above the last one there are none.
  const above = thresholds.findIndex((score) => score >= threshold);
  const chosen = above < 0 ? thresholds.length : above;
  const precisionPoints = Array.from(recall, (x, i) => ({ x, y: precision[i] }));
  const rocPoints = Array.from(roc.falsePositiveRate, (x, i) => ({ x, y: roc.truePositiveRate[i] }));
  const prevalence = precision[0];
  const precisionArea = averagePrecision(positive, scores, weights).toFixed(3);
  const rocArea = rocAuc(positive, scores, weights).toFixed(3);
  const decision = `precision ${precision[chosen].toFixed(3)} and recall ${recall[chosen].toFixed(3)}`;

  const panels = twoPanels(width, HEIGHT);

  return drawSvg({
    width,
    title: title ?? `The threshold ${Number(threshold.toPrecision(4))} gives ${decision}`,
    description:
      `Precision-recall curve with average precision ${precisionArea} and ROC curve with area ${rocArea}, of ` +
      `${scores.length} rows with ${(100 * prevalence).toFixed(1)} % positive; at the marked threshold ${decision}.`,
    panels: [
      panel(precisionPoints, precisionPoints[chosen], {
        x: 0,
        y: 0,
        width: panels.width,
        labels: ['recall', 'precision'],
        curve: 'step-after',
        colour: COLOURS[0],
        area: `average precision ${precisionArea}`,
        guess: [prevalence, prevalence],
      }),
      panel(rocPoints, rocPoints[thresholds.length - chosen], {
        ...panels.second,
        width: panels.width,
        labels: ['false positive rate', 'true positive rate (recall)'],
        curve: 'linear',
        colour: COLOURS[3],
        area: `area under the curve ${rocArea}`,
        guess: [0, 1],
      }),
    ],
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const HEIGHT = 340;

interface PanelStyle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Of the two axes. */
  readonly labels: readonly [string, string];
  readonly curve: 'step-after' | 'linear';
  readonly colour: string;
  readonly area: string;
  /** Random guessing at 0 and at 1. */
  readonly guess: readonly [number, number];
}

function panel(points: readonly Point[], chosen: Point, style: PanelStyle): Panel {
  const [across, up] = style.labels;
  const share = { domain: [0, 1], labelArrow: 'none', ticks: 5 } as const;
  const guess = style.guess.map((y, x) => ({ x, y }));
  return {
    x: style.x + 8,
    y: style.y,
    plot: {
      width: style.width - 8,
      height: HEIGHT,
      marginLeft: 44,
      marginRight: 18,
      marginTop: 46,
      marginBottom: 44,
      x: { ...share, label: across, labelAnchor: 'center' },
      y: { ...share, label: null },
      marks: [
        Plot.gridX({ stroke: GRID, strokeOpacity: 1, ticks: 5 }),
        Plot.gridY({ stroke: GRID, strokeOpacity: 1, ticks: 5 }),
        Plot.text([`${up}; ${style.area}`], {
          frameAnchor: 'top-left',
          textAnchor: 'start',
          lineAnchor: 'bottom',
          dx: -40,
          dy: -14,
        }),
        Plot.line(guess, { x: 'x', y: 'y', stroke: INK, strokeDasharray: '5 3' }),
        Plot.line(points, { x: 'x', y: 'y', curve: style.curve, stroke: style.colour, strokeWidth: 2 }),
        Plot.dot([chosen], { x: 'x', y: 'y', r: 6, fill: 'white', stroke: INK, strokeWidth: 2 }),
      ],
    },
  };
}
