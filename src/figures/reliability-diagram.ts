import * as Plot from '@observablehq/plot';
import { type Calibration, calibration } from '../metrics/calibration.js';
import { COLOURS, GRID, INK, WIDTH } from './style.js';
import { drawSvg, type Panel } from './svg.js';

export interface ReliabilityDiagramData {
  /** Whether the event occurred, for each row. */
  readonly positive: ArrayLike<boolean>;
  readonly probabilities: ArrayLike<number>;
  /** Bins of equal width, default 10. */
  readonly bins?: number;
  /** The event whose probability is given, default "the positive class". */
  readonly event?: string;
  /** Default: the expected calibration error, and whether the probabilities are too high or too low. */
  readonly title?: string;
}

/**
 * Reliability diagram (DeGroot and Fienberg, "The comparison and evaluation of forecasters", 1983): the share of
 * positive rows by the mean probability of each bin, with 95 % intervals, beside the rows in each bin. Points on
 * the dashed line are calibrated, points below it have too high a probability.
 *
 * @returns the text of an SVG
 * @throws InputError as `calibration`.
 */
export function reliabilityDiagram({
  positive,
  probabilities,
  bins = 10,
  event = 'the positive class',
  title,
}: ReliabilityDiagramData): string {
  const found = calibration(positive, probabilities, bins);
  return drawSvg({
    title: title ?? conclusion(found, event),
    description:
      `Share of rows of ${event} by their probability, in ${bins} bins: ` +
      `${found.bins
        .map((bin) => `${bin.share.toFixed(2)} at ${bin.meanProbability.toFixed(2)} (${bin.rows} rows)`)
        .join(', ')}.`,
    panels: [sharePanel(found, event), rowsPanel(found, event)],
  });
}

const PANEL_HEIGHT = 340;

function sharePanel({ bins }: Calibration, event: string): Panel {
  const at = { x: 'meanProbability', y: 'share' } as const;
  return panel(0, [`share of rows of ${event}, 95 % interval`, event], { domain: [0, 1], ticks: 5 }, [
    Plot.line([0, 1], {
      x: (end: number) => end,
      y: (end: number) => end,
      stroke: INK,
      strokeDasharray: '5 3',
    }),
    Plot.ruleX(bins, { x: 'meanProbability', y1: 'low', y2: 'high', stroke: INK, strokeWidth: 1.5 }),
    Plot.line(bins, { ...at, stroke: COLOURS[0], strokeWidth: 2 }),
    Plot.dot(bins, { ...at, r: 5, fill: COLOURS[0], stroke: 'white' }),
  ]);
}

function rowsPanel({ bins }: Calibration, event: string): Panel {
  return panel(WIDTH / 2, ['rows', event], { nice: true, ticks: 5 }, [
    Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'rows', fill: COLOURS[5], stroke: INK }),
    Plot.ruleY([0], { stroke: INK }),
  ]);
}

function panel(x: number, [up, event]: [string, string], y: Plot.ScaleOptions, marks: Plot.Markish[]): Panel {
  const ticks = { ticks: 5 };
  return {
    x: x + 8,
    plot: {
      width: WIDTH / 2 - 8,
      height: PANEL_HEIGHT,
      marginLeft: 44,
      marginRight: 18,
      marginTop: 30,
      marginBottom: 44,
      x: {
        domain: [0, 1],
        ...ticks,
        label: `probability of ${event}`,
        labelAnchor: 'center',
        labelArrow: 'none',
      },
      y: { ...y, label: null },
      marks: [
        Plot.gridX({ stroke: GRID, strokeOpacity: 1, ...ticks }),
        Plot.gridY({ stroke: GRID, strokeOpacity: 1, ...ticks }),
        Plot.text([up], {
          frameAnchor: 'top-left',
          textAnchor: 'start',
          lineAnchor: 'bottom',
          dx: -40,
          dy: -10,
        }),
        ...marks,
      ],
    },
  };
}

function conclusion({ bins, expectedCalibrationError: error }: Calibration, event: string): string {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const excess = bins.reduce((sum, bin) => sum + bin.rows * (bin.meanProbability - bin.share), 0) / rows;
  // Mostly to one side, or to both.
  const side =
    Math.abs(excess) < error / 2
      ? 'too high here and too low there'
      : excess > 0
        ? 'mostly too high'
        : 'mostly too low';
  const off = error.toFixed(3);
  const summary = `Expected calibration error ${off}`;
  return Number(off) === 0 ? `${summary} for ${event}` : `${summary}: probabilities of ${event} are ${side}`;
}
