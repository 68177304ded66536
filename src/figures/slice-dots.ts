import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { widestName } from './names.js';
import { COLOURS, FONT_SIZE, GRID, INK, WIDTH } from './style.js';
import { drawSvg } from './svg.js';

export interface SliceDot {
  /** The name of the slice. */
  readonly slice: string;
  /** From 0 to 1; null for none, which is drawn as an empty band. */
  readonly score: number | null;
  readonly interval?: readonly [number, number];
  /** A second number to compare with, drawn as a diamond; default none. */
  readonly reference?: number | null;
}

export interface SliceDotsData {
  /** From the top. */
  readonly dots: readonly SliceDot[];
  /** What the dots are, such as "recall". */
  readonly score: string;
  /** What the diamonds are; default none are drawn. */
  readonly reference?: string;
  /** The score of all rows, a dashed line; default none. */
  readonly overall?: number | null;
  /** Default: the score, and its smallest and largest value. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

/**
 * A score by slices: a dot with its interval for each, beside that of all rows.
 *
 * @returns the text of an SVG
 * @throws InputError for no dots.
 */
export function sliceDots({ dots, score, reference, overall, title, width = WIDTH }: SliceDotsData): string {
  if (dots.length === 0) throw new InputError('dots has no slices: there is nothing to draw');
  const bands = dots.map((dot, place) => ({ ...dot, place }));
  const known = bands.filter((dot) => dot.score !== null);
  const names = dots.map(({ slice }) => shortened(slice, width));
  const ends = known.flatMap((dot) => [dot.score as number, ...(dot.interval ?? []), dot.reference ?? 0]);
  const most = Math.max(overall ?? 0, ...ends) || 1;
  const domain = [0, most > 0.5 ? 1 : most * 1.05];
  const ofOverall = overall === null || overall === undefined ? [] : [overall];
  const text = (value: number) => value.toFixed(3);
  return drawSvg({
    width,
    title:
      title ??
      conclusion(
        score,
        known.map((dot) => dot.score as number),
      ),
    description: `${score} by slice, with 95 % intervals: ${bands
      .map(({ slice, score: value }) => `${slice} ${value === null ? 'too few rows' : text(value)}`)
      .join(', ')}${ofOverall.map((value) => `; all rows ${text(value)}`).join('')}.`,
    panels: [
      {
        plot: {
          width,
          height: 64 + 24 * dots.length,
          marginLeft: widestName(names, FONT_SIZE) + 16,
          marginRight: 24,
          marginTop: 8,
          marginBottom: 44,
          x: {
            domain,
            ticks: width < WIDTH ? 4 : 8,
            label: reference === undefined ? score : `dot: ${score}; diamond: ${reference}`,
            labelAnchor: 'center',
            labelArrow: 'none',
          },
          y: { type: 'band', domain: bands.map(({ place }) => place), padding: 0.3, label: null },
          marks: [
            Plot.gridX({ stroke: GRID, strokeOpacity: 1, ticks: width < WIDTH ? 4 : 8 }),
            Plot.axisY({ tickFormat: (place: number) => names[place], tickSize: 0 }),
            Plot.ruleX(ofOverall, { stroke: INK, strokeDasharray: '5 3' }),
            Plot.ruleY(
              known.filter(({ interval }) => interval !== undefined),
              {
                y: 'place',
                x1: ({ interval }) => interval[0],
                x2: ({ interval }) => interval[1],
                stroke: INK,
                strokeWidth: 1.5,
              },
            ),
            Plot.dot(known, { x: 'score', y: 'place', r: 5, fill: COLOURS[0], stroke: 'white' }),
            Plot.dot(
              known.filter((dot) => typeof dot.reference === 'number'),
              {
                x: 'reference',
                y: 'place',
                r: 4.5,
                fill: 'white',
                stroke: COLOURS[3],
                strokeWidth: 2,
                symbol: 'diamond',
              },
            ),
          ],
        },
      },
    ],
  });
}

/** Names take at most about a third of the width. */
function shortened(name: string, width: number): string {
  const most = Math.max(12, Math.floor(width / 3 / (0.58 * FONT_SIZE)));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

function conclusion(score: string, values: readonly number[]): string {
  if (values.length === 0) return `No slice has enough rows for ${score}`;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (values.length === 1) return `The ${score} of the one slice with enough rows is ${least.toFixed(3)}`;
  return `The ${score} of the slices is from ${least.toFixed(3)} to ${most.toFixed(3)}`;
}
