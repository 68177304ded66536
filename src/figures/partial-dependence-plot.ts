import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { drawHorizontalBands } from './horizontal-bands.js';
import { COLOURS, GRID, INK, WIDTH } from './style.js';
import { drawSvg } from './svg.js';

export interface PartialDependencePlotData {
  readonly column: string;
  /** `levels` have names instead of values. */
  readonly kind: 'number' | 'date' | 'levels';
  readonly points: readonly PartialDependencePlotPoint[];
  /** Marks below the axis; default none. */
  readonly deciles?: readonly number[];
  /** What the probability is of, as `"fraud"`. */
  readonly event: string;
  /** The mean probability of the rows as they are. */
  readonly mean: number;
  /** Default: between which mean probabilities the column moves the prediction. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

export interface PartialDependencePlotPoint {
  readonly text: string;
  /** Ascending; milliseconds of dates; of levels it is not used. */
  readonly value: number | undefined;
  readonly mean: number;
  /** The probabilities of single rows, the same ones at each point. */
  readonly curves: readonly number[];
}

/** Longer names of levels are cut. */
const LONGEST_NAME = { wide: 36, narrow: 16 } as const;

/**
 * The mean probability by the value of a column (thick), the probabilities of single rows (thin), the mean of the rows as they
 * are (dashed) and the deciles of the values (ticks at the bottom). Levels are bands with a dot at the mean and a tick for each
 * row.
 *
 * @returns the text of an SVG
 * @throws InputError for no points, and numbers of curves that differ.
 */
export function partialDependencePlot(data: PartialDependencePlotData): string {
  const { points } = data;
  if (points.length === 0) throw new InputError('points is empty: give at least one');
  const other = points.findIndex(({ curves }) => curves.length !== points[0].curves.length);
  if (other >= 0) {
    throw new InputError(
      `points[${other}] has ${points[other].curves.length} curves, but points[0] has ${points[0].curves.length}`,
    );
  }
  return data.kind === 'levels' ? bands(data) : curves(data);
}

function wordsOf({ column, points, event, mean, title }: PartialDependencePlotData) {
  const [least, most] = ['min', 'max'].map((which) =>
    points.reduce((best, each) => {
      const isBetter = which === 'min' ? each.mean < best.mean : each.mean > best.mean;
      return isBetter ? each : best;
    }),
  );
  return {
    title:
      title ??
      `Probability of ${event} by ${column}: ${least.mean.toFixed(3)} at ${least.text}, ${most.mean.toFixed(3)} at ${most.text}`,
    description:
      `Mean predicted probability of ${event} if all rows had a value of ${column}: ` +
      `${points.map((point) => `${point.text} ${point.mean.toFixed(3)}`).join(', ')}; ${mean.toFixed(3)} with the rows as they are.`,
  };
}

function curves(data: PartialDependencePlotData): string {
  const { column, kind, points, deciles = [], event, mean, width = WIDTH } = data;
  const x = (value: number | undefined) => (kind === 'date' ? new Date(value as number) : (value as number));
  const thin = points.flatMap((point) => point.curves.map((y, row) => ({ x: x(point.value), y, row })));
  const thick = points.map((point) => ({ x: x(point.value), y: point.mean }));
  const ticks = width < WIDTH ? 4 : 7;
  const ends = [points[0].value as number, points[points.length - 1].value as number];
  const marked = deciles
    .filter((value) => value >= ends[0] && value <= ends[1])
    .map((value) => ({ x: x(value) }));
  return drawSvg({
    ...wordsOf(data),
    width,
    panels: [
      {
        x: 8,
        plot: {
          width: width - 8,
          height: 300,
          marginLeft: 50,
          marginRight: 22,
          marginTop: 30,
          marginBottom: 48,
          x: {
            type: kind === 'date' ? 'utc' : 'linear',
            label: column,
            labelAnchor: 'center',
            labelArrow: 'none',
            ticks,
          },
          y: { label: null, ticks: 5, nice: true, zero: true },
          marks: [
            Plot.gridX({ stroke: GRID, strokeOpacity: 1, ticks }),
            Plot.gridY({ stroke: GRID, strokeOpacity: 1, ticks: 5 }),
            Plot.text([`probability of ${event}`], {
              frameAnchor: 'top-left',
              textAnchor: 'start',
              lineAnchor: 'bottom',
              dx: -46,
              dy: -10,
            }),
            Plot.line(thin, {
              x: 'x',
              y: 'y',
              z: 'row',
              stroke: COLOURS[0],
              strokeOpacity: 0.3,
              strokeWidth: 1,
            }),
            Plot.ruleY([mean], { stroke: INK, strokeDasharray: '5 3' }),
            Plot.line(thick, { x: 'x', y: 'y', stroke: COLOURS[3], strokeWidth: 3 }),
            Plot.dot(thick, { x: 'x', y: 'y', r: 2.5, fill: COLOURS[3] }),
            Plot.tickX(marked, { x: 'x', stroke: INK, insetTop: 214 }),
          ],
        },
      },
    ],
  });
}

function bands(data: PartialDependencePlotData): string {
  const { points, event, mean, width = WIDTH } = data;
  const longest = width < WIDTH ? LONGEST_NAME.narrow : LONGEST_NAME.wide;
  const single = points.flatMap((point, place) => point.curves.map((p) => ({ p, place })));
  const means = points.map((point, place) => ({ p: point.mean, place }));
  return drawHorizontalBands({
    ...wordsOf(data),
    width,
    names: points.map(({ text }) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)),
    bandHeight: 26,
    gap: 0.3,
    marginRight: 20,
    x: { label: `probability of ${event}`, ticks: width < WIDTH ? 4 : 7, nice: true, zero: true },
    marks: [
      Plot.tickX(single, { x: 'p', y: 'place', stroke: COLOURS[0], strokeOpacity: 0.45 }),
      Plot.ruleX([mean], { stroke: INK, strokeDasharray: '5 3' }),
      Plot.dot(means, { x: 'p', y: 'place', r: 6, fill: COLOURS[3], stroke: INK }),
    ],
  });
}
