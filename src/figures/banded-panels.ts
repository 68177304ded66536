/** Panels below each other; in each, bands with a name above a bar for every series and a diamond for a printed value. */
import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { textWidth } from './names.js';
import { COLOURS, FONT_SIZE, GRID, INK, WIDTH } from './style.js';
import { drawSvg, type Panel } from './svg.js';

export interface BandBar {
  readonly value: number;
  /** Ends of an error bar; default none. */
  readonly low?: number;
  readonly high?: number;
  /** At the right of the bar, if there is room for more than the number. */
  readonly remark?: string;
}

export interface Band {
  readonly name: string;
  /** One for each series; undefined where there is none. */
  readonly bars: readonly (BandBar | undefined)[];
  /** A value from a publication, drawn as a diamond. */
  readonly printed?: number;
}

export interface BandedPanel {
  /** For example `(a) 7 binary data sets`. */
  readonly title: string;
  readonly bands: readonly Band[];
}

export interface BandedPanels {
  readonly title: string;
  /** What is shown; the values are added. */
  readonly description: string;
  readonly panels: readonly BandedPanel[];
  /** Names of the series, at most four; the first is the strongest colour. */
  readonly series: readonly string[];
  /** The axis. */
  readonly label: string;
  /** How a value is written, for example with its sign. */
  readonly format: (value: number) => string;
  /** Meaning of the diamonds, default "printed in the paper". */
  readonly printedAs?: string;
  /** In px, default 720; remarks are shown from there on. */
  readonly width?: number;
}

const SERIES_COLOURS = [COLOURS[0], COLOURS[1], COLOURS[2], COLOURS[4]];
const NAME = 17;
const BAR = 13;
const GAP = 9;
const LINE = 18;
const [ABOVE, BELOW, LEFT] = [26, 44, 12];

/**
 * The SVG of the panels on one scale.
 *
 * @throws InputError for no panel with a band, another number of bars than series, and values that cannot be drawn.
 */
export function drawBandedPanels(data: BandedPanels): string {
  const { title, description, panels, series, format, width = WIDTH } = data;
  check(data);
  const right = marginFor(data, width);
  const scale = scaleFor(panels, width, right);
  const drawn: Panel[] = [{ plot: legend(data, width) }];
  let y = drawn[0].plot.height;
  for (const panel of panels) {
    const plot = panelPlot(panel, data, { ...scale, width, right });
    drawn.push({ y, plot });
    y += plot.height;
  }
  const values = panels.map(
    ({ title, bands }) => `${title}: ${bands.map((band) => bandText(band, series, format)).join('; ')}`,
  );
  return drawSvg({ width, title, description: `${description} ${values.join('. ')}.`, panels: drawn });
}

function bandText(
  { name, bars, printed }: Band,
  series: readonly string[],
  format: (value: number) => string,
): string {
  const values = bars.flatMap((bar, s) =>
    bar === undefined
      ? []
      : [`${series[s]} ${format(bar.value)}${bar.remark === undefined ? '' : ` ${bar.remark}`}`],
  );
  return `${name} ${[...values, ...(printed === undefined ? [] : [`paper ${format(printed)}`])].join(', ') || 'none'}`;
}

function marginFor({ panels, format }: BandedPanels, width: number): number {
  const texts = panels.flatMap(({ bands }) =>
    bands.flatMap(({ bars }) =>
      bars.flatMap((bar) => (bar === undefined ? [] : [beside(bar, format, width)])),
    ),
  );
  return Math.max(40, ...texts.map((text) => textWidth(text, FONT_SIZE))) + 12;
}

function beside({ value, remark }: BandBar, format: (value: number) => string, width: number): string {
  return remark === undefined || width < WIDTH ? format(value) : `${format(value)} ${remark}`;
}

function scaleFor(panels: readonly BandedPanel[], width: number, right: number) {
  const values = panels.flatMap(({ bands }) =>
    bands.flatMap(({ bars, printed = 0 }) => [
      printed,
      ...bars.flatMap((bar) =>
        bar === undefined ? [] : [bar.value, bar.low ?? bar.value, bar.high ?? bar.value],
      ),
    ]),
  );
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  // Room for half a diamond; without a value anywhere the axis still needs a length.
  const room = 0.03 * (high - low || 1);
  return { x: { domain: [low < 0 ? low - room : 0, high + room], range: [LEFT, width - right] } };
}

interface Frame {
  readonly x: { readonly domain: readonly number[]; readonly range: readonly number[] };
  readonly width: number;
  readonly right: number;
}

function panelPlot(
  { title, bands }: BandedPanel,
  data: BandedPanels,
  { x, width, right }: Frame,
): Panel['plot'] {
  const { series, label, format } = data;
  const step = NAME + BAR * series.length + GAP;
  const inner = step * bands.length;
  const bars = bands.flatMap((band, b) =>
    band.bars.flatMap((bar, s) => {
      if (bar === undefined) return [];
      const top = b * step + NAME + s * BAR;
      return [{ ...bar, s, top, middle: top + BAR / 2, text: beside(bar, format, width) }];
    }),
  );
  const errors = bars.filter(({ low, high }) => low !== undefined && high !== undefined);
  const printed = bands.flatMap(({ printed }, b) =>
    printed === undefined ? [] : [{ printed, middle: b * step + NAME + (BAR * series.length) / 2 }],
  );
  const height = ABOVE + inner + BELOW;
  const ticks = Math.max(2, Math.floor((width - right) / 70));
  return {
    width,
    height,
    ...{ marginTop: ABOVE, marginBottom: BELOW, marginLeft: LEFT, marginRight: right },
    x: {
      ...x,
      domain: [...x.domain],
      range: [...x.range],
      label,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks,
    },
    y: { domain: [0, inner], range: [ABOVE, ABOVE + inner], axis: null },
    marks: [
      Plot.gridX({ stroke: GRID, strokeOpacity: 1, ticks }),
      Plot.text([title], { frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -10, fontWeight: 'bold' }),
      Plot.text(bands, {
        ...{ x: () => x.domain[0], y: (_, b) => b * step + NAME / 2 + 1, text: 'name' },
        ...{ textAnchor: 'start', dx: 2, stroke: 'white', strokeWidth: 4, fill: INK },
      }),
      ...series.map((_, s) =>
        Plot.rect(
          bars.filter((bar) => bar.s === s),
          {
            ...{ x1: 0, x2: 'value', y1: 'top', y2: ({ top }) => top + BAR - 1 },
            ...{ fill: SERIES_COLOURS[s], stroke: INK, strokeWidth: 0.75 },
          },
        ),
      ),
      Plot.ruleX([0], { stroke: INK, strokeWidth: 1.5 }),
      Plot.link(errors, { x1: 'low', x2: 'high', y1: 'middle', y2: 'middle', stroke: INK, strokeWidth: 1.5 }),
      Plot.dot(printed, {
        ...{ x: 'printed', y: 'middle', symbol: 'diamond', r: 5.5 },
        ...{ fill: 'white', stroke: INK, strokeWidth: 1.75 },
      }),
      Plot.text(bars, { x: () => x.domain[1], y: 'middle', text: 'text', textAnchor: 'start', dx: 8 }),
    ],
  };
}

function legend(
  { series, panels, printedAs = 'printed in the paper' }: BandedPanels,
  width: number,
): Panel['plot'] {
  const hasPrinted = panels.some(({ bands }) => bands.some(({ printed }) => printed !== undefined));
  const entries = [
    ...series.map((text, s) => ({
      text,
      look: { symbol: 'square', fill: SERIES_COLOURS[s], stroke: INK } as const,
    })),
    ...(hasPrinted
      ? [
          {
            text: printedAs,
            look: { symbol: 'diamond', fill: 'white', stroke: INK, strokeWidth: 1.75 } as const,
          },
        ]
      : []),
  ];
  let [x, line] = [LEFT + 8, 0];
  const placed = entries.map(({ text, look }) => {
    const needed = textWidth(text, FONT_SIZE) + 34;
    if (x > LEFT + 8 && x + needed > width) [x, line] = [LEFT + 8, line + 1];
    const entry = { text, look, x, y: 10 + line * LINE };
    x += needed;
    return entry;
  });
  const height = 10 + (line + 1) * LINE;
  const px = (length: number) => ({ domain: [0, length], range: [0, length], axis: null });
  return {
    ...{ width, height, margin: 0, x: px(width), y: px(height) },
    marks: [
      ...placed.map(({ look, x, y }) => Plot.dot([0], { x: () => x, y: () => y, r: 5, ...look })),
      Plot.text(placed, { x: 'x', y: 'y', text: 'text', textAnchor: 'start', dx: 11 }),
    ],
  };
}

function check({ panels, series }: BandedPanels): void {
  if (panels.every(({ bands }) => bands.length === 0)) {
    throw new InputError('panels has no band: give at least one panel with a data set or a part');
  }
  if (series.length === 0 || series.length > SERIES_COLOURS.length) {
    throw new InputError(`series has ${series.length} names: give 1 to ${SERIES_COLOURS.length}`);
  }
  for (const { name, bars, printed } of panels.flatMap(({ bands }) => bands)) {
    if (bars.length !== series.length) {
      throw new InputError(
        `${name} has ${bars.length} bars, but there are ${series.length} series: give one each`,
      );
    }
    for (const value of [
      printed,
      ...bars.flatMap((bar) => (bar === undefined ? [] : [bar.value, bar.low, bar.high])),
    ]) {
      if (value !== undefined && !Number.isFinite(value)) {
        throw new InputError(`${name} has the value ${value}: leave out what has no finished run`);
      }
    }
  }
}
