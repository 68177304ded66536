/** The frame of figures with one band per row, from the top: a name at the left, and a bar or box. */
import * as Plot from '@observablehq/plot';
import { widestName } from './names.js';
import { FONT_SIZE, GRID, WIDTH } from './style.js';
import { drawSvg } from './svg.js';

export interface HorizontalBands {
  readonly title: string;
  readonly description: string;
  /** Labels left of the bands, from the top. The `y` of a mark is the index of its band. */
  readonly names: readonly string[];
  /** Height of a band with its gap in px, and the part of it that is gap. */
  readonly bandHeight: number;
  readonly gap: number;
  /** Room for labels right of the bands in px; default 56, for a number. */
  readonly marginRight?: number;
  readonly x: Plot.ScaleOptions & { readonly label: string };
  readonly marks: Plot.Markish[];
  /** In px, default 720. */
  readonly width?: number;
}

/** The SVG of horizontal bands over a grid, with the numbers below. */
export function drawHorizontalBands(bands: HorizontalBands): string {
  const { title, description, names, bandHeight, gap, marginRight = 56, x, marks, width = WIDTH } = bands;
  return drawSvg({
    width,
    title,
    description,
    panels: [
      {
        plot: {
          width,
          height: 60 + bandHeight * names.length,
          marginLeft: marginFor(names),
          marginRight,
          marginTop: 4,
          marginBottom: 44,
          x: { labelAnchor: 'center', labelArrow: 'none', ...x },
          y: { type: 'band', padding: gap, label: null },
          marks: [
            Plot.gridX({ stroke: GRID, strokeOpacity: 1, ticks: x.ticks }),
            Plot.axisY({ tickFormat: (place: number) => names[place], tickSize: 0 }),
            ...marks,
          ],
        },
      },
    ],
  });
}

function marginFor(names: readonly string[]): number {
  return widestName(names, FONT_SIZE) + 16;
}

/** Width of the frame between `names` and `marginRight` in px. */
export function bandsWidth(names: readonly string[], marginRight: number): number {
  return WIDTH - marginFor(names) - marginRight;
}

/** A text for each row at the right of its band, `dx` px outside the frame. */
export function besideBands<Row extends { readonly place: number }>(
  rows: readonly Row[],
  text: (row: Row) => string,
  dx = 10,
): Plot.Markish {
  return Plot.text(rows, { y: 'place', text, frameAnchor: 'right', textAnchor: 'start', dx });
}
