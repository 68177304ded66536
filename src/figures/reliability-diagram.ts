import * as Plot from '@observablehq/plot';
import { type Calibration, calibration } from '../metrics/calibration.js';
import { COLOURS, GRID, INK, WIDTH } from './style.js';
import { drawSvg, type Panel, twoPanels } from './svg.js';

export interface ReliabilityDiagramData {
  /** Whether the event occurred, for each row. */
  readonly positive: ArrayLike<boolean>;
  readonly probabilities: ArrayLike<number>;
  /** What each row counts, above 0; default 1. With weights there are no intervals. */
  readonly weights?: Float64Array;
  /** The probabilities of the same rows before they were calibrated, for a second curve; default none. */
  readonly before?: ArrayLike<number>;
  /** Log losses for the legend of the two curves; default none. */
  readonly logLosses?: { readonly before: number; readonly after: number };
  /** Bins of equal width, default 10. */
  readonly bins?: number;
  /** The event whose probability is given, default "the positive class". */
  readonly event?: string;
  /**
   * Default: the expected calibration error, and whether the probabilities are too high or too low; with `before`, both
   * errors.
   */
  readonly title?: string;
  /** In px, default 720; in a narrower one the panels are below each other. */
  readonly width?: number;
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
  weights,
  before: uncalibrated,
  logLosses,
  bins = 10,
  event = 'the positive class',
  title,
  width = WIDTH,
}: ReliabilityDiagramData): string {
  const found = calibration(positive, probabilities, bins, weights);
  const before = uncalibrated && calibration(positive, uncalibrated, bins, weights);
  const shares = (curve: Calibration) =>
    curve.bins
      .map(
        (bin) =>
          `${bin.share.toFixed(2)} at ${bin.meanProbability.toFixed(2)} (${weights ? `weight ${Number(bin.rows.toPrecision(4))}` : `${bin.rows} rows`})`,
      )
      .join(', ');
  const panels = twoPanels(width, PANEL_HEIGHT);
  const curves = { found, before, isWeighted: weights !== undefined };
  return drawSvg({
    width,
    title: title ?? (before ? change(before, found, event) : conclusion(found, event)),
    description:
      `Share of rows of ${event} by their probability, in ${bins} bins: ${shares(found)}` +
      `${before ? `; before calibration: ${shares(before)}` : ''}.`,
    panels: [
      sharePanel({ x: 0, y: 0, width: panels.width }, curves, event),
      rowsPanel({ ...panels.second, width: panels.width }, curves, event),
      ...(before ? [legend(before, found, logLosses, { width, y: panels.height })] : []),
    ],
  });
}

const PANEL_HEIGHT = 340;
const AFTER = COLOURS[0];
const BEFORE = COLOURS[3];

interface Curves {
  readonly found: Calibration;
  readonly before: Calibration | undefined;
  readonly isWeighted: boolean;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function sharePanel(place: Place, { found: { bins }, before, isWeighted }: Curves, event: string): Panel {
  const at = { x: 'meanProbability', y: 'share' } as const;
  const label = isWeighted
    ? `share of the weight of rows of ${event}`
    : `share of rows of ${event}, 95 % interval`;
  return panel(place, [label, event], { domain: [0, 1], ticks: 5 }, [
    Plot.line([0, 1], {
      x: (end: number) => end,
      y: (end: number) => end,
      stroke: INK,
      strokeDasharray: '5 3',
    }),
    Plot.line(before?.bins ?? [], { ...at, stroke: BEFORE, strokeWidth: 2, strokeDasharray: '6 3' }),
    Plot.dot(before?.bins ?? [], { ...at, ...BEFORE_DOT }),
    Plot.ruleX(isWeighted ? [] : bins, {
      x: 'meanProbability',
      y1: 'low',
      y2: 'high',
      stroke: INK,
      strokeWidth: 1.5,
    }),
    Plot.line(bins, { ...at, stroke: AFTER, strokeWidth: 2 }),
    Plot.dot(bins, { ...at, ...AFTER_DOT }),
  ]);
}

const AFTER_DOT = { r: 5, fill: AFTER, stroke: 'white' } as const;
const BEFORE_DOT = { r: 4.5, fill: 'white', stroke: BEFORE, strokeWidth: 2, symbol: 'diamond' } as const;

function rowsPanel(place: Place, { found: { bins }, before, isWeighted }: Curves, event: string): Panel {
  const bar = { x1: 'from', x2: 'to', y: 'rows' } as const;
  return panel(place, [isWeighted ? 'weight of rows' : 'rows', event], { nice: true, ticks: 5 }, [
    Plot.rectY(bins, { ...bar, fill: COLOURS[5], stroke: INK }),
    Plot.rectY(before?.bins ?? [], {
      ...bar,
      fill: 'none',
      stroke: BEFORE,
      strokeWidth: 2,
      strokeDasharray: '6 3',
      inset: 2,
    }),
    Plot.ruleY([0], { stroke: INK }),
  ]);
}

const LINE = 20;

function legend(
  before: Calibration,
  after: Calibration,
  logLosses: ReliabilityDiagramData['logLosses'],
  { width, y }: { readonly width: number; readonly y: number },
): Panel {
  const line = (name: string, { expectedCalibrationError }: Calibration, logLoss: number | undefined) =>
    `${name}: calibration error ${expectedCalibrationError.toFixed(3)}` +
    `${logLoss === undefined ? '' : `, log loss ${logLoss.toFixed(3)}`}`;
  const texts = [line('calibrated', after, logLosses?.after), line('before', before, logLosses?.before)];
  const height = 18 + texts.length * LINE;
  const px = (length: number) => ({ domain: [0, length], range: [0, length], axis: null });
  const at = (place: number) => ({ x: () => 20, y: () => 18 + place * LINE });
  return {
    y,
    plot: {
      width,
      height,
      margin: 0,
      x: px(width),
      y: px(height),
      marks: [
        Plot.dot([0], { ...at(0), ...AFTER_DOT }),
        Plot.dot([0], { ...at(1), ...BEFORE_DOT }),
        ...texts.map((text, place) =>
          Plot.text([text], { ...at(place), text: (each: string) => each, textAnchor: 'start', dx: 12 }),
        ),
      ],
    },
  };
}

function panel(
  place: Place,
  [up, event]: [string, string],
  y: Plot.ScaleOptions,
  marks: Plot.Markish[],
): Panel {
  const ticks = { ticks: 5 };
  return {
    x: place.x + 8,
    y: place.y,
    plot: {
      width: place.width - 8,
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

function change(before: Calibration, after: Calibration, event: string): string {
  const [from, to] = [before, after].map((each) => each.expectedCalibrationError.toFixed(3));
  const verb = from === to ? 'leaves' : Number(to) < Number(from) ? 'lowers' : 'raises';
  const ends = from === to ? `at ${to}` : `from ${from} to ${to}`;
  return `Calibration ${verb} the expected calibration error of ${event} ${ends}`;
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
