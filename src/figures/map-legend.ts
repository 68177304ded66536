/** The legend of a map: the mark of each class with its name and its share of the rows, in lines as wide as the map. */
import * as Plot from '@observablehq/plot';
import { COMBINATIONS, type Look, looks, OTHERS } from './class-looks.js';
import { classMarks } from './class-marks.js';
import { fitted, textWidth } from './names.js';
import type { Panel } from './svg.js';

export interface MapClasses {
  readonly labels: readonly string[];
  /** Rows of each class, in the order of `labels`. */
  readonly rowCounts: readonly number[];
}

export interface LookedUp {
  /** The classes with rows, the largest first. */
  readonly order: readonly number[];
  /** By the index of the class. */
  readonly lookOf: readonly Look[];
}

/** Of the largest classes, and of the rarest: always in the legend, with a look of their own. */
const ENDS = 3;
const MOST_LINES = 6;
const FONT = 11;
const LINE = 15;
const GAP = 9;
const MARK = 13;

/** The looks of the classes with rows; of more than `COMBINATIONS` those between the larger ones and the rarest are grey. */
export function classLooks({ labels, rowCounts }: MapClasses): LookedUp {
  const order = labels
    .map((_, c) => c)
    .filter((c) => rowCounts[c] > 0)
    .sort((a, b) => rowCounts[b] - rowCounts[a]);
  const shown =
    order.length <= COMBINATIONS
      ? order
      : [...order.slice(0, COMBINATIONS - ENDS), ...order.slice(order.length - ENDS)];
  return { order, lookOf: looks(labels.length, shown) };
}

interface Entry {
  readonly look?: Look;
  /** Begins a line. */
  readonly first?: true;
  readonly text: string;
}

/**
 * All classes if they fit into six lines `width` px wide, otherwise the three largest, the three rarest, and how the others
 * are drawn. A name that is wider than a line is cut.
 */
export function mapLegend(classes: MapClasses, looked: LookedUp, width: number): Panel['plot'] {
  const all = entriesOf(classes, looked, looked.order, width);
  const entries =
    looked.order.length <= 2 * ENDS || linesOf(all, width).length <= MOST_LINES
      ? all
      : summary(classes, looked, width);
  const lines = linesOf([...entries, ...absent(classes, width)], width);
  const placed = lines.flatMap((line, l) => line.map((entry) => ({ ...entry, y: 8 + l * LINE })));
  const height = 6 + lines.length * LINE;
  return {
    ...{ width, height, margin: 0 },
    x: { domain: [0, width], range: [0, width], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      ...placed.flatMap(({ look, x, y }) =>
        look === undefined ? [] : [classMarks([{ x: x + 4, y }], look, 3.4)],
      ),
      Plot.text(placed, {
        ...{ x: ({ x, look }) => x + (look === undefined ? 0 : MARK), y: 'y', text: 'text' },
        ...{ textAnchor: 'start', fontSize: FONT },
      }),
    ],
  };
}

function entriesOf(
  { labels, rowCounts }: MapClasses,
  { lookOf }: LookedUp,
  shown: readonly number[],
  width: number,
): Entry[] {
  return shown.map((c) => {
    const share = `: ${percentOf(rowCounts, [c])}`;
    const room = width - MARK - textWidth(share, FONT);
    return { look: lookOf[c], text: `${fitted(labels[c], room, FONT)}${share}` };
  });
}

function summary(classes: MapClasses, looked: LookedUp, width: number): Entry[] {
  const { order, lookOf } = looked;
  const between = order.slice(ENDS, order.length - ENDS);
  const own = between.filter((c) => lookOf[c] !== OTHERS);
  const grey = between.filter((c) => lookOf[c] === OTHERS);
  const share = (which: readonly number[]) => percentOf(classes.rowCounts, which);
  return [
    { first: true, text: 'largest:' },
    ...entriesOf(classes, looked, order.slice(0, ENDS), width),
    { first: true, text: 'rarest:' },
    ...entriesOf(classes, looked, order.slice(order.length - ENDS), width),
    ...(own.length === 0
      ? []
      : [{ first: true, text: `${own.length} more, ${share(own)}: other marks` } as const]),
    ...(grey.length === 0
      ? []
      : [{ first: true, look: OTHERS, text: `${grey.length} more in grey: ${share(grey)}` } as const]),
  ];
}

function absent({ labels, rowCounts }: MapClasses, width: number): Entry[] {
  const names = labels.filter((_, c) => rowCounts[c] === 0);
  return names.length === 0
    ? []
    : [{ first: true, text: fitted(`no rows: ${names.join(', ')}`, width, FONT) }];
}

/** Entries from left to right, with their left edges. */
function linesOf(entries: readonly Entry[], width: number): (Entry & { readonly x: number })[][] {
  const lines: (Entry & { readonly x: number })[][] = [];
  let end = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const wide = (entry.look === undefined ? 0 : MARK) + textWidth(entry.text, FONT);
    if (entry.first || end + wide > width) {
      lines.push([]);
      end = 0;
    }
    lines[lines.length - 1].push({ ...entry, x: end });
    end += wide + GAP;
  }
  return lines;
}

/** `12 %`, `3.4 %`, `< 0.1 %`: the share of `which` in all rows. */
function percentOf(rowCounts: readonly number[], which: readonly number[]): string {
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const percent = (100 * sum(which.map((c) => rowCounts[c]))) / sum(rowCounts);
  if (percent < 0.05) return '< 0.1 %';
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}
