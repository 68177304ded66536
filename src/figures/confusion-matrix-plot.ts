import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { checkNames, textWidth, widestName } from './names.js';
import { FONT_SIZE, INK, SHADE, WIDTH } from './style.js';
import { drawSvg } from './svg.js';

export interface ConfusionMatrixData {
  /** Class names in the order of the matrix. */
  readonly classes: readonly string[];
  /** `matrix[t][p]` rows of class t were predicted as class p, as `confusionMatrix` gives. */
  readonly matrix: readonly (readonly number[])[];
  /** Default: the accuracy and the class of the lowest recall. */
  readonly title?: string;
  /** Least width in px, default 720; it grows with the matrix. */
  readonly width?: number;
}

/**
 * A confusion matrix: the count in each cell, and its share of the true class's rows below it (up to 12 classes)
 * and as shade, from none for 0 to dark blue for 1. Cells of no rows stay empty.
 *
 * @returns the text of an SVG
 * @throws InputError for a matrix that is not square, counts no rows, or has values that are not counts.
 */
export function confusionMatrixPlot({
  classes,
  matrix,
  title,
  width: least = WIDTH,
}: ConfusionMatrixData): string {
  checkMatrix(classes, matrix);
  const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const cells = matrix.flatMap((row, t) =>
    row.map((count, p) => ({ t, p, count, share: totals[t] === 0 ? 0 : count / totals[t] })),
  );
  const filled = cells.filter(({ count }) => count > 0);
  const widest = Math.max(...filled.map(({ count }) => textWidth(String(count), FONT_SIZE)));
  const withShares = classes.length <= 12;
  // Few classes get wider cells, for wider names; a percentage needs 52.
  const label = widestName(classes, FONT_SIZE);
  const room = least === WIDTH ? 520 : least - Math.max(label, FONT_SIZE) - 60;
  const size = Math.max(
    withShares ? Math.max(52, Math.min(90, Math.floor(room / classes.length))) : 26,
    widest + 6,
  );
  const rotated = label > size - 4;
  const upright = rotated ? label : FONT_SIZE;
  const side = size * classes.length;
  const margin = Math.max(label, FONT_SIZE) + 40;
  const width = margin + side + 20;

  return drawSvg({
    width: least,
    title: title ?? conclusion(classes, matrix, totals),
    description:
      `Confusion matrix of ${totals.reduce((sum, total) => sum + total, 0)} rows, true class down, predicted class ` +
      `across. ${classes.map((name, c) => `${name}: ${matrix[c][c]} of ${totals[c]} right`).join(', ')}.`,
    panels: [
      {
        x: Math.max(0, Math.floor((least - width) / 2)),
        plot: {
          width,
          height: margin + side + 12,
          marginLeft: margin,
          marginTop: margin,
          marginRight: 20,
          marginBottom: 12,
          x: { type: 'band', padding: 0, label: null },
          y: { type: 'band', padding: 0, label: null },
          marks: [
            Plot.axisX({
              anchor: 'top',
              tickFormat: (c: number) => classes[c],
              tickSize: 0,
              // Names that are wider than a cell are rotated.
              tickRotate: rotated ? -90 : 0,
            }),
            Plot.axisY({ tickFormat: (c: number) => classes[c], tickSize: 0 }),
            Plot.text(['predicted class'], { frameAnchor: 'top', dy: -upright - 34, fontWeight: 'bold' }),
            Plot.text(['true class'], {
              frameAnchor: 'left',
              dx: -label - 26,
              rotate: -90,
              textAnchor: 'middle',
              fontWeight: 'bold',
            }),
            Plot.cell(cells, {
              x: 'p',
              y: 't',
              fill: SHADE,
              fillOpacity: { value: 'share', scale: null },
              stroke: '#999',
              strokeWidth: 0.5,
            }),
            // The diagonal: correct predictions.
            Plot.cell(
              cells.filter(({ t, p }) => t === p),
              { x: 'p', y: 't', fill: 'none', stroke: INK, strokeWidth: 2, inset: 1 },
            ),
            Plot.text(filled, {
              x: 'p',
              y: 't',
              text: ({ count, share }) => (withShares ? `${count}\n${percent(share)}` : String(count)),
              // Above this share white is easier to read on the shade than black.
              fill: ({ share }) => (share > 0.65 ? '#fff' : INK),
            }),
          ],
        },
      },
    ],
  });
}

function percent(share: number): string {
  const rounded = Math.round(100 * share);
  if (rounded === 100 && share < 1) return '>99 %';
  return rounded === 0 ? '<1 %' : `${rounded} %`;
}

function checkMatrix(classes: readonly string[], matrix: readonly (readonly number[])[]): void {
  checkNames('classes', classes, matrix.length, 'rows of the matrix');
  matrix.forEach((row, t) => {
    if (row.length !== matrix.length) {
      throw new InputError(
        `matrix has ${matrix.length} rows, but row ${t} has ${row.length} columns: give a square one`,
      );
    }
    const bad = row.findIndex((count) => !Number.isInteger(count) || count < 0);
    if (bad >= 0) throw new InputError(`matrix is ${row[bad]} at row ${t}, column ${bad}: give counts`);
  });
  if (!matrix.some((row) => row.some((count) => count > 0))) {
    throw new InputError('matrix has no row counted in it: give the predictions of at least one row');
  }
}

function conclusion(
  classes: readonly string[],
  matrix: readonly (readonly number[])[],
  totals: readonly number[],
): string {
  const present = classes.map((_, c) => c).filter((c) => totals[c] > 0);
  const recall = (c: number) => matrix[c][c] / totals[c];
  const right = present.reduce((sum, c) => sum + matrix[c][c], 0);
  const rows = totals.reduce((sum, total) => sum + total, 0);
  if (right === rows) return `All ${rows} rows are classified right`;
  const worst = present.reduce((lowest, c) => (recall(c) < recall(lowest) ? c : lowest));
  return (
    `${((100 * right) / rows).toFixed(1)} % of ${rows} rows are right; ` +
    `hardest is ${classes[worst]}: ${matrix[worst][worst]} of ${totals[worst]}`
  );
}
