import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { COMBINATIONS, type Look, looks, OTHERS } from './class-looks.js';
import { widestName } from './names.js';
import { squareAround } from './square-around.js';
import { FONT_SIZE, GRID, INK, WIDTH } from './style.js';
import { drawSvg, type Panel, twoPanels } from './svg.js';

export interface TsnePictureData {
  /** rows x 2, as `tsne` gives it. */
  readonly embedding: Matrix;
  readonly classes: readonly string[];
  /** The true class of each row, as an index into `classes`. */
  readonly truth: ArrayLike<number>;
  /** The predicted one. */
  readonly predicted: ArrayLike<number>;
  /** Default: how many rows are misclassified. */
  readonly title?: string;
  /** In px, default 720; in a narrower one the panels are below each other. */
  readonly width?: number;
}

/**
 * A map of rows twice (paper Fig. 4): by class at the left, by prediction at the right, with a cross on every
 * misclassified row. Colour and shape distinguish up to 36 classes; of more, the rarer ones are grey dots.
 * Frequent classes are drawn first, so that rare ones are on top. There are no axes, as those of t-SNE have no unit.
 *
 * @returns the text of an SVG
 * @throws InputError for an embedding that is not rows x 2, no rows, and rows without a class or a prediction.
 */
export function tsnePicture(data: TsnePictureData): string {
  const { embedding, classes, truth, predicted, title, width = WIDTH } = data;
  check(data);
  const points = Array.from({ length: embedding.rows }, (_, i) => ({
    x: embedding.data[2 * i],
    y: embedding.data[2 * i + 1],
    truth: truth[i],
    predicted: predicted[i],
  }));
  const wrong = points.filter((point) => point.truth !== point.predicted);
  const order = byFrequency(points, classes.length);
  const shown = order.slice(0, COMBINATIONS);
  const lookOf = looks(classes.length, shown);
  const frame = squareAround(points);
  const panels = twoPanels(width, WIDTH / 2);
  const panelOf = (
    side: 'truth' | 'predicted',
    place: { readonly x: number; readonly y: number },
    text: string,
    more: Plot.Markish[],
  ): Panel => ({
    ...place,
    plot: {
      width: panels.width,
      height: WIDTH / 2,
      marginLeft: 12,
      marginRight: 12,
      marginTop: 26,
      marginBottom: 8,
      x: { ...frame.x, axis: null, round: true },
      y: { ...frame.y, axis: null, round: true },
      marks: [
        Plot.frame({ stroke: GRID }),
        Plot.text([text], { frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -8 }),
        ...order.map((c) =>
          Plot.dot(
            points.filter((point) => point[side] === c),
            { x: 'x', y: 'y', r: 3.5, stroke: 'white', strokeWidth: 0.5, ...lookOf[c] },
          ),
        ),
        ...more,
      ],
    },
  });
  const crosses = Plot.dot(wrong, { x: 'x', y: 'y', ...CROSS });
  const rows = points.length;
  const misclassified =
    wrong.length === 0
      ? `All ${rows} rows are classified right`
      : `${wrong.length} of ${rows} rows are misclassified, marked by crosses`;

  return drawSvg({
    width,
    title: title ?? misclassified,
    description:
      `Map of ${rows} rows by t-SNE, by class at the left and by prediction at the right. ${misclassified}. ` +
      `${classes.map((name, c) => classText(name, c, points)).join(', ')}.`,
    panels: [
      panelOf('truth', { x: 0, y: 0 }, 'by class', []),
      panelOf('predicted', panels.second, 'by prediction', [crosses]),
      { y: panels.height, plot: legend(classes, shown, { lookOf, wrong: wrong.length > 0, width }) },
    ],
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly truth: number;
  readonly predicted: number;
}

const CROSS = { symbol: 'times', r: 5, stroke: INK, strokeWidth: 2 } as const;

/** The classes that occur or are predicted, the most frequent first. */
function byFrequency(points: readonly Point[], classes: number): number[] {
  const rows = new Float64Array(classes);
  for (const { truth, predicted } of points) {
    rows[truth]++;
    rows[predicted]++;
  }
  return Array.from(rows, (_, c) => c)
    .filter((c) => rows[c] > 0)
    .sort((a, b) => rows[b] - rows[a]);
}

function legend(
  classes: readonly string[],
  shown: readonly number[],
  {
    lookOf,
    wrong,
    width,
  }: { readonly lookOf: readonly Look[]; readonly wrong: boolean; readonly width: number },
) {
  const others = classes.length > COMBINATIONS;
  const entries: { text: string; look: Plot.DotOptions }[] = [
    ...[...shown].sort((a, b) => a - b).map((c) => ({ text: classes[c], look: { r: 4.5, ...lookOf[c] } })),
    ...(others ? [{ text: 'other classes', look: { r: 3.5, fill: OTHERS.fill } }] : []),
    ...(wrong ? [{ text: 'misclassified', look: CROSS }] : []),
  ];
  const step =
    widestName(
      entries.map(({ text }) => text),
      FONT_SIZE,
    ) + 30;
  const columns = Math.max(1, Math.floor((width - 24) / step));
  const lines = Math.ceil(entries.length / columns);
  const placed = entries.map(({ text, look }, i) => ({
    text,
    look,
    x: 20 + (i % columns) * step,
    y: 10 + Math.floor(i / columns) * LINE,
  }));
  const height = 10 + lines * LINE;
  const px = (length: number) => ({ domain: [0, length], range: [0, length], axis: null });
  return {
    width: Math.max(width, 24 + step),
    height,
    margin: 0,
    x: px(Math.max(width, 24 + step)),
    y: px(height),
    marks: [
      ...placed.map(({ look, x, y }) => Plot.dot([0], { x: () => x, y: () => y, ...look })),
      Plot.text(placed, { x: 'x', y: 'y', text: 'text', textAnchor: 'start', dx: 10 }),
    ],
  };
}

const LINE = 20;

function classText(name: string, c: number, points: readonly Point[]): string {
  const rows = points.filter(({ truth }) => truth === c);
  const right = rows.filter(({ predicted }) => predicted === c).length;
  return `${name}: ${right} of ${rows.length} right`;
}

function check({ embedding, classes, truth, predicted }: TsnePictureData): void {
  const { rows, columns } = embedding;
  if (columns !== 2) throw new InputError(`embedding has ${columns} columns: give the 2 that tsne gives`);
  if (rows === 0) throw new InputError('embedding has no rows: give at least one');
  for (const [name, values] of [
    ['truth', truth],
    ['predicted', predicted],
  ] as const) {
    if (values.length !== rows) {
      throw new InputError(`${name} has ${values.length} rows, but embedding has ${rows}`);
    }
    for (let i = 0; i < rows; i++) {
      if (Number.isInteger(values[i]) && values[i] >= 0 && values[i] < classes.length) continue;
      throw new InputError(
        `${name} is ${values[i]} at ${i}: give an index into the ${classes.length} classes`,
      );
    }
  }
}
