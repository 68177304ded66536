// The pictures of docs/propositions.md: small panels of lines, and dots in horizontal bands. They are 480 px wide, so that their
// letters can be read on a narrow screen too.
import * as Plot from '@observablehq/plot';
import { textWidth, widestName } from '../../dist/figures/names.js';
import { COLOURS, FONT_SIZE, GRID, INK } from '../../dist/figures/style.js';
import { drawSvg } from '../../dist/figures/svg.js';

const WIDTH = 480;
const LINE = 20;
const SYMBOLS = /** @type {const} */ (['circle', 'square', 'triangle', 'diamond', 'cross']);

const colourOf = (i) => COLOURS[i % COLOURS.length];

/** The names of the series with their marks, in as many lines as they need. */
function legend(names) {
  const places = [];
  let [x, line] = [10, 0];
  names.forEach((name, i) => {
    const width = textWidth(name, FONT_SIZE) + 28;
    if (x > 10 && x + width > WIDTH) [x, line] = [10, line + 1];
    places.push({ name, i, x, line });
    x += width;
  });
  const height = (line + 1) * LINE;
  const common = { x: 'x', y: 'line' };
  return {
    height,
    plot: {
      width: WIDTH,
      height,
      margin: 0,
      x: { axis: null, domain: [0, WIDTH], range: [0, WIDTH] },
      y: { axis: null, domain: [-0.5, line + 0.5], range: [0, height] },
      marks: [
        ...places.map((place) => seriesDot([place], common, place.i)),
        Plot.text(places, { ...common, text: 'name', textAnchor: 'start', dx: 9 }),
      ],
    },
  };
}

const seriesDot = (rows, channels, i) =>
  Plot.dot(rows, {
    ...channels,
    symbol: SYMBOLS[i % SYMBOLS.length],
    r: 4,
    fill: colourOf(i),
    stroke: INK,
    strokeWidth: 0.6,
  });

/**
 * Panels in two columns, a line for each series.
 * @param {{ title: string, description: string, names: readonly string[], panels: readonly LinePanel[] }} figure
 * @typedef {{ title: string, x: object, y: { type?: 'log', ticks?: readonly number[], tickFormat?: string, domain?: number[] }, series: readonly (readonly { x: number, y: number }[])[] }} LinePanel
 */
export function linePanels({ title, description, names, panels }) {
  const { height: top, plot: names_ } = legend(names);
  const [width, height] = [WIDTH / 2, 200];
  return drawSvg({
    width: WIDTH,
    title,
    description,
    panels: [
      { plot: names_ },
      ...panels.map(onItsScale).map((panel, p) => ({
        x: (p % 2) * width,
        y: top + 8 + Math.floor(p / 2) * height,
        plot: {
          width,
          height,
          ...{ marginLeft: 46, marginRight: 12, marginTop: 26, marginBottom: 40 },
          x: { labelAnchor: 'center', labelArrow: 'none', ticks: 4, ...panel.x },
          y: { label: null, ticks: 4, nice: true, ...panel.y },
          marks: [
            Plot.gridY({ stroke: GRID, strokeOpacity: 1, ticks: panel.y.ticks ?? 4 }),
            Plot.text([panel.title], {
              frameAnchor: 'top-left',
              textAnchor: 'start',
              dy: -20,
              dx: -40,
              fontWeight: 'bold',
              text: (text) => text,
            }),
            ...panel.series.map((rows, i) =>
              Plot.line(rows, { x: 'x', y: 'y', stroke: colourOf(i), strokeWidth: 2 }),
            ),
            ...panel.series.map((rows, i) => seriesDot(rows.length > 12 ? [] : rows, { x: 'x', y: 'y' }, i)),
          ],
        },
      })),
    ],
  });
}

/** On a logarithmic axis, its ends just beyond the values, and only the ticks between them. */
function onItsScale(panel) {
  const { type, ticks } = panel.y;
  if (type !== 'log') return panel;
  const values = panel.series.flat().map(({ y }) => y);
  const [low, high] = [Math.min(...values) / 1.2, Math.max(...values) * 1.2];
  const inside = ticks.filter((tick) => tick >= low && tick <= high);
  return { ...panel, y: { ...panel.y, domain: [low, high], nice: false, ticks: inside } };
}

/**
 * A band for each case, with a dot for each series.
 * @param {{ title: string, description: string, names: readonly string[], cases: readonly string[], x: object,
 *   values: readonly (readonly number[])[], rule?: number }} figure values by case and series
 */
export function dotBands({ title, description, names, cases, x, values, rule }) {
  const { height: top, plot } = legend(names);
  const dots = (i) => cases.map((_, place) => ({ place, value: values[place][i] }));
  return drawSvg({
    width: WIDTH,
    title,
    description,
    panels: [
      { plot },
      {
        y: top + 4,
        plot: {
          width: WIDTH,
          height: 54 + 20 * cases.length,
          ...{
            marginLeft: widestName(cases, FONT_SIZE) + 12,
            marginRight: 20,
            marginTop: 4,
            marginBottom: 44,
          },
          x: { labelAnchor: 'center', labelArrow: 'none', ticks: 5, nice: true, ...x },
          y: { type: 'band', label: null, domain: cases.map((_, place) => place) },
          marks: [
            Plot.gridX({ stroke: GRID, strokeOpacity: 1, ticks: 5 }),
            Plot.axisY({ tickFormat: (place) => cases[place], tickSize: 0 }),
            ...(rule === undefined ? [] : [Plot.ruleX([rule], { stroke: INK })]),
            ...names.map((_, i) => seriesDot(dots(i), { x: 'value', y: 'place' }, i)),
          ],
        },
      },
    ],
  });
}
