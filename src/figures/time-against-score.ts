import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { checkNames, inWords, textWidth } from './names.js';
import { placeLabels } from './place-labels.js';
import { COLOURS, FONT_SIZE, GRID, INK, WIDTH } from './style.js';
import { drawSvg } from './svg.js';

export interface TimeAgainstScoreData {
  readonly classifiers: readonly string[];
  /** One per classifier, above 0. */
  readonly seconds: readonly number[];
  /** One per classifier. */
  readonly scores: readonly number[];
  /** Default true; otherwise the vertical axis is reversed, so that better is above. */
  readonly largerIsBetter?: boolean;
  /** The metric, default "mean macro F1". */
  readonly metric?: string;
  /** The meaning of the seconds, default "mean training time". */
  readonly time?: string;
  /** Default: the classifiers on the Pareto front. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

/**
 * The classifiers that no other dominates (at least as fast and at least as good, and better in one of the two), the
 * fastest first, as indices.
 */
export function paretoFront(seconds: readonly number[], scores: readonly number[]): number[] {
  const dominates = (a: number, b: number) =>
    seconds[a] <= seconds[b] && scores[a] >= scores[b] && (seconds[a] < seconds[b] || scores[a] > scores[b]);
  return seconds
    .map((_, c) => c)
    .filter((c) => !seconds.some((_, other) => dominates(other, c)))
    .sort((a, b) => seconds[a] - seconds[b]);
}

/**
 * Scores by training time on a logarithmic axis. The classifiers of the Pareto front are filled and joined by
 * steps: along the front a better score takes longer.
 *
 * @returns the text of an SVG
 * @throws InputError for fewer than two classifiers, lists of different lengths, and numbers that cannot be drawn.
 */
export function timeAgainstScore({
  classifiers,
  seconds,
  scores,
  largerIsBetter = true,
  metric = 'mean macro F1',
  time = 'mean training time',
  title,
  width = WIDTH,
}: TimeAgainstScoreData): string {
  check(classifiers, seconds, scores);
  // Room for a name right of its point; in a narrow figure names find places inside.
  const right = width < WIDTH ? 24 : 90;
  const front = paretoFront(seconds, largerIsBetter ? scores : scores.map((score) => -score));
  const onFront = new Set(front);
  const x = scale(seconds.map(Math.log10), [LEFT, width - right]);
  const y = scale(scores, largerIsBetter ? [HEIGHT - BOTTOM, TOP] : [TOP, HEIGHT - BOTTOM]);
  const points = classifiers.map((text, c) => ({
    c,
    text,
    x: x.at(Math.log10(seconds[c])),
    y: y.at(scores[c]),
    // Above and left of the front there is nothing.
    direction: onFront.has(c) ? 0.6 : 0,
  }));
  const area = { left: LEFT + 2, right: width - 4, top: TOP, bottom: HEIGHT - BOTTOM - 2 };
  const places = placeLabels(points, area, FONT_SIZE);
  // A line from each point to the nearest end of a name that had to move away.
  const leaders = points.flatMap((point, c) => {
    const [left, right] = [places[c].x, places[c].x + textWidth(point.text, FONT_SIZE)];
    const end = { x: Math.min(Math.max(point.x, left), right), y: places[c].y };
    if (Math.hypot(end.x - point.x, end.y - point.y) < NEAR) return [];
    const toX = 10 ** x.valueAt(end.x);
    return [{ fromX: seconds[c], fromY: scores[c], toX, toY: y.valueAt(end.y) }];
  });
  const frontPoints = front.map((c) => points[c]);
  const names = front.map((c) => classifiers[c]);

  return drawSvg({
    width,
    title: title ?? conclusion(names, classifiers.length),
    description:
      `${metric} by ${time}: ` +
      `${[...points]
        .sort((one, other) => seconds[one.c] - seconds[other.c])
        .map(({ c, text }) => `${text} ${scores[c].toFixed(3)} in ${secondsText(seconds[c])}`)
        .join(', ')}. Pareto front: ${inWords(names)}.`,
    panels: [
      {
        plot: {
          width,
          height: HEIGHT,
          marginLeft: LEFT,
          marginRight: right,
          marginTop: TOP,
          marginBottom: BOTTOM,
          x: {
            type: 'log',
            domain: x.domain.map((power) => 10 ** power),
            label: `${time} in seconds (logarithmic)`,
            labelAnchor: 'center',
            labelArrow: 'none',
            tickFormat: (value: number) => String(Number(value.toPrecision(6))),
            ticks: width < WIDTH ? 4 : 6,
          },
          y: { domain: y.domain, reverse: !largerIsBetter, label: metric, labelArrow: 'none', ticks: 6 },
          marks: [
            Plot.gridX({ stroke: GRID, strokeOpacity: 1, ticks: 6 }),
            Plot.gridY({ stroke: GRID, strokeOpacity: 1, ticks: 6 }),
            Plot.line(frontPoints, {
              x: ({ c }) => seconds[c],
              y: ({ c }) => scores[c],
              curve: 'step-after',
              stroke: COLOURS[0],
              strokeDasharray: '5 3',
            }),
            Plot.link(leaders, { x1: 'fromX', y1: 'fromY', x2: 'toX', y2: 'toY', stroke: '#888' }),
            Plot.dot(points, {
              x: ({ c }) => seconds[c],
              y: ({ c }) => scores[c],
              r: 5,
              fill: ({ c }) => (onFront.has(c) ? COLOURS[0] : 'white'),
              stroke: INK,
            }),
            ...[true, false].map((bold) =>
              Plot.text(
                points.filter(({ c }) => onFront.has(c) === bold),
                {
                  x: ({ c }) => 10 ** x.valueAt(places[c].x),
                  y: ({ c }) => y.valueAt(places[c].y),
                  text: 'text',
                  textAnchor: 'start',
                  fontWeight: bold ? 'bold' : undefined,
                  fill: INK,
                  stroke: 'white',
                  strokeWidth: 3,
                },
              ),
            ),
          ],
        },
      },
    ],
  });
}

const HEIGHT = 430;
const LEFT = 52;
const TOP = 24;
const BOTTOM = 44;
/** A name further from its point than this, in px, gets a line to it. */
const NEAR = 16;

/** From values to px and back, with some room around the values. */
function scale(values: readonly number[], [from, to]: readonly [number, number]) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = 0.06 * (most - least) || 0.05;
  const domain = [least - room, most + room] as const;
  return {
    domain,
    at: (value: number) => from + ((value - domain[0]) / (domain[1] - domain[0])) * (to - from),
    valueAt: (px: number) => domain[0] + ((px - from) / (to - from)) * (domain[1] - domain[0]),
  };
}

function check(classifiers: readonly string[], seconds: readonly number[], scores: readonly number[]): void {
  checkNames('classifiers', classifiers, seconds.length, 'times');
  checkNames('classifiers', classifiers, scores.length, 'scores');
  if (classifiers.length < 2) {
    throw new InputError(
      `there are ${classifiers.length} classifiers: time against score compares at least two`,
    );
  }
  classifiers.forEach((name, c) => {
    if (!(seconds[c] > 0 && Number.isFinite(seconds[c]))) {
      throw new InputError(`the time of ${name} is ${seconds[c]}: give seconds above 0`);
    }
    if (!Number.isFinite(scores[c])) {
      throw new InputError(`the score of ${name} is ${scores[c]}: drop classifiers without a finished run`);
    }
  });
}

function secondsText(seconds: number): string {
  return `${Number(seconds.toPrecision(3))} s`;
}

function conclusion(front: readonly string[], all: number): string {
  if (front.length === all) return 'Every better score takes longer: all classifiers are on the Pareto front';
  if (front.length === 1) return `${front[0]} is both the quickest and the best`;
  return `No classifier is quicker and better than ${inWords(front).replace(/ and ([^,]*)$/, ' or $1')}`;
}
