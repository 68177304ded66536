import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { squareAround } from './square-around.js';
import { COLOURS, GRID, WIDTH } from './style.js';
import { drawSvg, type Panel } from './svg.js';

export interface TsneMap {
  /** Above the map. */
  readonly name: string;
  /** rows x 2, as `tsne` gives it. */
  readonly embedding: Matrix;
  /** The class of each row, as an index. */
  readonly classes: ArrayLike<number>;
  /** Their number. */
  readonly classCount: number;
}

export interface TsneMapsData {
  readonly maps: readonly TsneMap[];
  /** Default: what the maps show. */
  readonly title?: string;
  /** In px, default 720, with four maps a line; narrower ones have two. */
  readonly width?: number;
}

/**
 * A page of small maps by t-SNE, one a data set (paper Fig. 4), with a colour a class. Of more than six classes several
 * share a colour. Rare classes are drawn on top.
 *
 * @returns the text of an SVG
 * @throws InputError for no maps, an embedding that is not rows x 2, no rows, and rows without a class.
 */
export function tsneMaps({ maps, title, width = WIDTH }: TsneMapsData): string {
  if (maps.length === 0) throw new InputError('maps is empty: give at least one');
  for (const map of maps) check(map);
  const columns = width < WIDTH ? 2 : 4;
  const side = Math.floor(width / columns);
  const height = side + NAME;
  return drawSvg({
    width,
    title: title ?? 'Rows by t-SNE, coloured by class',
    description: `Maps by t-SNE, coloured by class: ${maps
      .map(
        ({ name, classCount, embedding }) => `${name} with ${classCount} classes and ${embedding.rows} rows`,
      )
      .join(', ')}.`,
    panels: maps.map((map, m) => ({
      x: (m % columns) * side,
      y: Math.floor(m / columns) * height,
      plot: panelOf(map, side, height),
    })),
  });
}

const NAME = 20;

function panelOf(
  { name, embedding, classes, classCount }: TsneMap,
  side: number,
  height: number,
): Panel['plot'] {
  const points = Array.from({ length: embedding.rows }, (_, i) => ({
    x: embedding.data[2 * i],
    y: embedding.data[2 * i + 1],
    c: classes[i],
  }));
  const rows = new Array<number>(classCount).fill(0);
  for (const { c } of points) rows[c]++;
  const order = rows
    .map((_, c) => c)
    .filter((c) => rows[c] > 0)
    .sort((a, b) => rows[b] - rows[a]);
  const frame = squareAround(points);
  return {
    ...{ width: side, height, marginLeft: 6, marginRight: 6, marginTop: NAME + 4, marginBottom: 6 },
    x: { ...frame.x, axis: null, round: true },
    y: { ...frame.y, axis: null, round: true },
    marks: [
      Plot.frame({ stroke: GRID }),
      Plot.text([name], {
        frameAnchor: 'top-left',
        lineAnchor: 'bottom',
        dy: -4,
        fontSize: fontFor(name, side),
      }),
      ...order.map((c, place) =>
        Plot.dot(
          points.filter((point) => point.c === c),
          { x: 'x', y: 'y', r: 1.8, fill: COLOURS[place % COLOURS.length] },
        ),
      ),
    ],
  };
}

/** 11 px, less for a name that would not fit above its map. */
function fontFor(name: string, side: number): number {
  return Math.max(8, Math.min(11, Math.floor((side - 12) / (0.6 * name.length))));
}

function check({ name, embedding, classes, classCount }: TsneMap): void {
  if (embedding.columns !== 2) {
    throw new InputError(
      `the embedding of ${name} has ${embedding.columns} columns: give the 2 that tsne gives`,
    );
  }
  if (embedding.rows === 0) throw new InputError(`the embedding of ${name} has no rows: give at least one`);
  if (classes.length !== embedding.rows) {
    throw new InputError(
      `${name} has ${classes.length} classes of rows, but ${embedding.rows} rows: give one each`,
    );
  }
  for (let i = 0; i < classes.length; i++) {
    if (Number.isInteger(classes[i]) && classes[i] >= 0 && classes[i] < classCount) continue;
    throw new InputError(`${name} has the class ${classes[i]} at ${i}: give an index below ${classCount}`);
  }
}
