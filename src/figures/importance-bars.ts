import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { drawHorizontalBands } from './horizontal-bands.js';
import { checkNames } from './names.js';
import { COLOURS, INK, WIDTH } from './style.js';

export interface ImportanceBarsData {
  /** Columns or groups of columns, from the top. */
  readonly names: readonly string[];
  /** One a name: what the score loses without it. */
  readonly importances: readonly number[];
  /** One a name: a 95 % interval, or undefined. */
  readonly intervals: readonly (readonly [low: number, high: number] | undefined)[];
  /** The score, as `macro F1`. */
  readonly score: string;
  /** Default: which name counts most. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

/** Longer names are cut, so that there is room for the bars. */
const LONGEST_NAME = { wide: 36, narrow: 16 } as const;

/**
 * The importance of columns as bars, with 95 % intervals as whiskers.
 *
 * @returns the text of an SVG
 * @throws InputError for no names, and a number of importances or intervals that is not theirs.
 */
export function importanceBars(data: ImportanceBarsData): string {
  const { names, importances, intervals, score, title, width = WIDTH } = data;
  if (names.length === 0) throw new InputError('names is empty: give at least one');
  checkNames('names', names, importances.length, 'importances');
  checkNames('names', names, intervals.length, 'intervals');
  const bars = names.map((name, place) => {
    const [low, high] = intervals[place] ?? [importances[place], importances[place]];
    return { place, name, importance: importances[place], low, high };
  });
  const longest = width < WIDTH ? LONGEST_NAME.narrow : LONGEST_NAME.wide;
  const shown = names.map((name) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name));
  const first = bars.reduce((most, bar) => (bar.importance > most.importance ? bar : most));
  const whisker = { x1: 'low', x2: 'high', y: 'place', stroke: INK, strokeWidth: 1.5 } as const;
  const known = bars.filter(({ place }) => intervals[place] !== undefined);
  return drawHorizontalBands({
    width,
    title: title ?? `${first.name} counts most for the ${score}`,
    description:
      `What the ${score} loses when the values of a column are permuted, with 95 % intervals: ` +
      `${bars.map(({ name, importance, low, high }) => `${name} ${importance.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`).join(', ')}.`,
    names: shown,
    bandHeight: 22,
    gap: 0.3,
    marginRight: 20,
    x: { label: `loss of ${score} without the column`, ticks: width < WIDTH ? 3 : 6, nice: true },
    marks: [
      Plot.barX(bars, { x: 'importance', y: 'place', fill: COLOURS[0] }),
      Plot.ruleX([0], { stroke: INK, strokeWidth: 1.5 }),
      Plot.ruleY(known, whisker),
      Plot.tickX(known, { x: 'low', y: 'place', stroke: INK, inset: 4 }),
      Plot.tickX(known, { x: 'high', y: 'place', stroke: INK, inset: 4 }),
    ],
  });
}
