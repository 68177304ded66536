import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { classMarks } from './class-marks.js';
import { classLooks, type LookedUp, mapLegend } from './map-legend.js';
import { fittingHeight, squareAround } from './square-around.js';
import { GRID, WIDTH } from './style.js';
import { drawSvg, type Panel } from './svg.js';

export interface TsneMap {
  /** Above the map. */
  readonly name: string;
  /** rows x 2, as `tsne` gives it. */
  readonly embedding: Matrix;
  /** The class of each row, as an index into `labels`. */
  readonly classes: ArrayLike<number>;
  readonly labels: readonly string[];
  /** Rows of each class among all those of which the map shows a sample, for their shares and their order. */
  readonly rowCounts: readonly number[];
}

export interface TsneMapsData {
  readonly maps: readonly TsneMap[];
  /** Default: what the maps show. */
  readonly title?: string;
  /** A line below the maps, such as what a mark beside their names means; default none. */
  readonly footnote?: string;
  /**
   * In px, default 720: up to three maps share a line, of more two to four. In narrower ones up to three have
   * a line each, of more two share one.
   */
  readonly width?: number;
}

/**
 * A page of maps by t-SNE, one a data set (paper Fig. 4), each with a legend of its classes and their shares of the rows.
 * Colour and shape distinguish up to 36 classes; of more, those between the 33 largest and the three rarest are grey
 * dots. Rare classes are drawn on top. The maps of a line are as high as the one that needs most.
 *
 * @returns the text of an SVG
 * @throws InputError for no maps, an embedding that is not rows x 2, no rows, rows without a class, and classes without a
 * number of rows.
 */
export function tsneMaps({ maps, title, footnote, width = WIDTH }: TsneMapsData): string {
  if (maps.length === 0) throw new InputError('maps is empty: give at least one');
  for (const map of maps) check(map);
  const columns = columnsFor(maps.length, width < WIDTH);
  const side = Math.floor(width / columns);
  const panels: Panel[] = [];
  let y = 0;
  for (let first = 0; first < maps.length; first += columns) {
    const shown = maps.slice(first, first + columns);
    const height = Math.max(...shown.map((map) => fittingHeight(pointsOf(map), FLATTEST)));
    const line = shown.map((map) => {
      const looked = classLooks(map);
      return {
        map: panelOf(map, looked, side - 2 * MARGIN, height),
        legend: mapLegend(map, looked, side - 2 * MARGIN),
      };
    });
    panels.push(
      ...line.flatMap(({ map, legend }, m) => [
        { x: m * side, y, plot: map },
        { x: m * side + MARGIN, y: y + map.height, plot: legend },
      ]),
    );
    y += Math.max(...line.map(({ map, legend }) => map.height + legend.height)) + MARGIN;
  }
  if (footnote !== undefined)
    panels.push({ x: MARGIN, y, plot: footnotePanel(footnote, width - 2 * MARGIN) });
  return drawSvg({
    width,
    title: title ?? 'Rows by t-SNE, coloured by class, with the share of each class',
    description: `Maps by t-SNE, coloured by class: ${maps
      .map(
        ({ name, labels, embedding }) => `${name} with ${labels.length} classes and ${embedding.rows} rows`,
      )
      .join(', ')}.`,
    panels,
  });
}

const NAME = 24;
const MARGIN = 6;
/** Least height of a frame, as a part of its width. */
const FLATTEST = 0.5;

const FOOTNOTE = { font: 11, height: 22 };

function footnotePanel(text: string, width: number): Panel['plot'] {
  const fontSize = Math.min(FOOTNOTE.font, Math.floor(width / (0.58 * text.length)));
  return {
    ...{ width, height: FOOTNOTE.height, margin: 0 },
    marks: [Plot.text([text], { frameAnchor: 'left', fontSize })],
  };
}

function columnsFor(maps: number, isNarrow: boolean): number {
  if (isNarrow) return maps <= 3 ? 1 : 2;
  return maps <= 3 ? maps : Math.min(4, Math.ceil(Math.sqrt(maps)));
}

function pointsOf({ embedding, classes }: TsneMap) {
  return Array.from({ length: embedding.rows }, (_, i) => ({
    x: embedding.data[2 * i],
    y: embedding.data[2 * i + 1],
    c: classes[i],
  }));
}

/** @param height of the frame as a part of its width in px */
function panelOf(map: TsneMap, { order, lookOf }: LookedUp, width: number, height: number): Panel['plot'] {
  const { name } = map;
  const points = pointsOf(map);
  const frame = squareAround(points, height);
  const r = Math.max(2, Math.min(4, width / 90));
  return {
    ...{ width: width + 2 * MARGIN, height: NAME + Math.round(width * height) + MARGIN },
    ...{ marginLeft: MARGIN, marginRight: MARGIN, marginTop: NAME, marginBottom: MARGIN },
    x: { ...frame.x, axis: null },
    y: { ...frame.y, axis: null },
    marks: [
      Plot.frame({ stroke: GRID }),
      Plot.text([name], {
        frameAnchor: 'top-left',
        lineAnchor: 'bottom',
        dy: -4,
        fontSize: fontFor(name, width),
      }),
      ...order.map((c) =>
        classMarks(
          points.filter((point) => point.c === c),
          lookOf[c],
          r,
        ),
      ),
    ],
  };
}

/** 11 px, less for a name that would not fit above its map. */
function fontFor(name: string, width: number): number {
  return Math.max(8, Math.min(11, Math.floor(width / (0.6 * name.length))));
}

function check({ name, embedding, classes, labels, rowCounts }: TsneMap): void {
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
  if (rowCounts.length !== labels.length) {
    throw new InputError(
      `${name} has ${rowCounts.length} numbers of rows, but ${labels.length} classes: give one each`,
    );
  }
  for (let i = 0; i < classes.length; i++) {
    if (rowCounts[classes[i]] > 0) continue;
    throw new InputError(
      `${name} has the class ${classes[i]} at ${i}: give an index below ${labels.length}, of a class with rows`,
    );
  }
}
