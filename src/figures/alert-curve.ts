import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { shareInterval } from '../statistics/share-interval.js';
import { COLOURS, GRID, INK, WIDTH } from './style.js';
import { drawSvg } from './svg.js';

export interface AlertCurveData {
  readonly rows: number;
  /** How many of the rows are events, at least 1. */
  readonly events: number;
  /** The rows with the highest scores and the events among them, by increasing number of alerts. */
  readonly points: readonly AlertCurvePoint[];
  /** What the model decides; default: nothing is marked. */
  readonly decision?: AlertCurvePoint;
  /** Default: what the decision catches, or how many alerts catch half. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

export interface AlertCurvePoint {
  readonly alerts: number;
  readonly caught: number;
}

/**
 * The share of the events that is caught by the number of alerts per 1,000 rows, with the 95 % intervals of the share
 * (`shareInterval`), the best that is possible (every alert an event, dotted) and guessing (dashed). The axis is
 * logarithmic if fewer than a fifth of the rows are events.
 *
 * @returns the text of an SVG
 * @throws InputError for no event, and counts that cannot be.
 */
export function alertCurve(data: AlertCurveData): string {
  const { rows, events, points, decision, title, width = WIDTH } = data;
  check(data);
  const per = (alerts: number) => (1000 * alerts) / rows;
  const curve = points.map(({ alerts, caught }) => {
    const { low, high } = shareInterval(caught, events);
    return { x: per(alerts), share: caught / events, low, high };
  });
  const rare = events < rows / 5;
  const least = per(1);
  const domain = [rare ? least : 0, 1000];
  const steps = Array.from({ length: 61 }, (_, i) =>
    rare ? least * (1000 / least) ** (i / 60) : (1000 * i) / 60,
  );
  const best = [...steps, per(events)].sort((a, b) => a - b);
  const marked = decision && decision.alerts > 0 ? [decision] : [];
  const grid = { stroke: GRID, strokeOpacity: 1 };
  const ticks = rare ? powersOfTen(least) : 5;

  return drawSvg({
    title: title ?? conclusion(data),
    description:
      `Share of ${events} events caught by alerts per 1,000 rows, of ${rows} rows: ` +
      `${[0.25, 0.5, 0.75, 1]
        .map((share) => `${percent(share)} with ${perThousand(alertsFor(share, data), rows)}`)
        .join(', ')}.`,
    width,
    panels: [
      {
        x: 8,
        plot: {
          width: width - 8,
          height: 340,
          marginLeft: 50,
          marginRight: 22,
          marginTop: 30,
          marginBottom: 44,
          x: {
            type: rare ? 'log' : 'linear',
            domain,
            ticks,
            tickFormat: (value: number) => value.toLocaleString('en'),
            label: `alerts per 1,000 rows${rare ? ' (logarithmic)' : ''}`,
            labelAnchor: 'center',
            labelArrow: 'none',
          },
          y: { domain: [0, 1], ticks: 5, label: null, tickFormat: percent },
          marks: [
            Plot.gridX({ ...grid, ticks }),
            Plot.gridY({ ...grid, ticks: 5 }),
            Plot.text([`events caught${events < 5 ? '' : ', 95 % interval'}`], {
              frameAnchor: 'top-left',
              textAnchor: 'start',
              lineAnchor: 'bottom',
              dx: -46,
              dy: -10,
            }),
            Plot.areaY(
              curve.filter(({ low }) => low !== undefined),
              { x: 'x', y1: 'low', y2: 'high', curve: 'step-after', fill: COLOURS[0], fillOpacity: 0.2 },
            ),
            Plot.line(best, {
              x: (x: number) => x,
              y: (x: number) => Math.min(1, x / per(events)),
              stroke: INK,
              strokeDasharray: '1 4',
              strokeLinecap: 'round',
              strokeWidth: 2,
            }),
            Plot.line(steps, {
              x: (x: number) => x,
              y: (x: number) => x / 1000,
              stroke: INK,
              strokeDasharray: '5 3',
            }),
            Plot.line(curve, {
              x: 'x',
              y: 'share',
              curve: 'step-after',
              stroke: COLOURS[0],
              strokeWidth: 2,
            }),
            Plot.dot(marked, {
              x: ({ alerts }) => per(alerts),
              y: ({ caught }) => caught / events,
              r: 6,
              fill: 'white',
              stroke: INK,
              strokeWidth: 2,
            }),
          ],
        },
      },
    ],
  });
}

function powersOfTen(least: number): number[] {
  const first = Math.ceil(Math.log10(least));
  return Array.from({ length: 4 - first }, (_, i) => 10 ** (first + i));
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The fewest alerts that catch at least this share. */
function alertsFor(share: number, { events, points }: AlertCurveData): number {
  const wanted = Math.ceil(share * events - 1e-9);
  return points.find(({ caught }) => caught >= wanted)?.alerts ?? Number.POSITIVE_INFINITY;
}

function perThousand(alerts: number, rows: number): string {
  return Number(((1000 * alerts) / rows).toPrecision(3)).toLocaleString('en');
}

function conclusion(data: AlertCurveData): string {
  const { rows, events, decision } = data;
  if (decision === undefined) {
    return `${perThousand(alertsFor(0.5, data), rows)} alerts per 1,000 rows catch half of the events`;
  }
  if (decision.alerts === 0) return `The decision raises no alert and catches none of ${events} events`;
  return (
    `The decision catches ${decision.caught} of ${events} events with ` +
    `${perThousand(decision.alerts, rows)} alerts per 1,000 rows`
  );
}

function check({ rows, events, points, decision }: AlertCurveData): void {
  if (!(events >= 1 && events <= rows)) {
    throw new InputError(`events is ${events} of ${rows} rows: give at least 1, and no more than the rows`);
  }
  if (points.length === 0) throw new InputError('points is empty: give at least one');
  for (const { alerts, caught } of decision === undefined ? points : [...points, decision]) {
    if (alerts >= 0 && alerts <= rows && caught >= 0 && caught <= Math.min(alerts, events)) continue;
    throw new InputError(
      `${caught} of ${events} events are caught by ${alerts} alerts of ${rows} rows: that cannot be`,
    );
  }
}
