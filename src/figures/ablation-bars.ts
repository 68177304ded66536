import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { besideBands, drawHorizontalBands } from './horizontal-bands.js';
import { inWords } from './names.js';
import { COLOURS, INK } from './style.js';

export interface AblationBar {
  /** The removed part, or the name of the full classifier. */
  readonly name: string;
  readonly mean: number;
  /** Ends of the error bar; NaN for none, as from `meanInterval` for a single run. */
  readonly low: number;
  readonly high: number;
}

export interface AblationBarsData {
  /** The full classifier first; the others are compared with it. */
  readonly bars: readonly AblationBar[];
  /** The metric, default "macro F1". */
  readonly metric?: string;
  /** The meaning of the error bars, default "95 % interval". */
  readonly errors?: string;
  /** Default: the part whose removal costs most. */
  readonly title?: string;
}

/**
 * Bars of the mean score of a classifier and of the same without one part at a time, with error bars
 * (paper Fig. 5), and a dashed line at the mean of the full classifier. Bars start at 0.
 *
 * @returns the text of an SVG
 * @throws InputError for fewer than two bars, and numbers that cannot be drawn.
 */
export function ablationBars({
  bars,
  metric = 'macro F1',
  errors = '95 % interval',
  title,
}: AblationBarsData): string {
  checkBars(bars);
  const [whole, ...parts] = bars;
  const rows = bars.map((bar, place) => ({ ...bar, place }));
  const withErrors = rows.filter(({ low, high }) => !Number.isNaN(low) && !Number.isNaN(high));
  const caps = withErrors.flatMap(({ place, low, high }) => [
    { place, end: low },
    { place, end: high },
  ]);

  const label = `mean ${metric}${withErrors.length > 0 ? `, with ${errors}` : ''}`;

  return drawHorizontalBands({
    title: title ?? conclusion(whole, parts, metric),
    description:
      `Mean ${metric}${withErrors.length > 0 ? ` with ${errors}` : ''}: ` +
      `${bars.map(({ name, mean }) => `${name} ${mean.toFixed(3)}`).join(', ')}.`,
    names: bars.map(({ name }) => name),
    bandHeight: 30,
    gap: 0.3,
    x: { zero: true, nice: true, label },
    marks: [
      Plot.barX(rows, {
        y: 'place',
        x: 'mean',
        fill: ({ place }) => (place === 0 ? COLOURS[0] : COLOURS[5]),
        stroke: INK,
      }),
      Plot.ruleX([whole.mean], { stroke: INK, strokeDasharray: '5 3' }),
      Plot.ruleX([0], { stroke: INK, strokeWidth: 1.5 }),
      Plot.ruleY(withErrors, { y: 'place', x1: 'low', x2: 'high', stroke: INK, strokeWidth: 2 }),
      Plot.tickX(caps, { y: 'place', x: 'end', stroke: INK, strokeWidth: 2, inset: 5 }),
      besideBands(rows, ({ mean }) => mean.toFixed(3)),
    ],
  });
}

function checkBars(bars: readonly AblationBar[]): void {
  if (bars.length < 2) {
    throw new InputError(
      `bars has ${bars.length} entries: give the full classifier and at least one ablation`,
    );
  }
  for (const { name, mean, low, high } of bars) {
    if (!Number.isFinite(mean)) {
      throw new InputError(`the mean of ${name} is ${mean}: drop bars without a finished run`);
    }
    if (low > mean || high < mean) {
      throw new InputError(
        `the error bar of ${name} is from ${low} to ${high}, which does not contain its mean ${mean}`,
      );
    }
  }
}

function conclusion(whole: AblationBar, parts: readonly AblationBar[], metric: string): string {
  const lowest = Math.min(...parts.map(({ mean }) => mean));
  if (lowest >= whole.mean) return `No ablation lowers the mean ${metric} of ${whole.name}`;
  const worst = parts.filter(({ mean }) => mean === lowest).map(({ name }) => name);
  return `The largest loss of mean ${metric} is ${(whole.mean - lowest).toFixed(3)}: ${inWords(worst)}`;
}
