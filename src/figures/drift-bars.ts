import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { drawHorizontalBands } from './horizontal-bands.js';
import { COLOURS, INK, WIDTH } from './style.js';

export interface DriftBarsData {
  /** What moved: the name of a column, or of a score. */
  readonly name: string;
  /** Its categories or ranges, in order, with their shares of the rows of the reference and of the new ones. */
  readonly bins: readonly { readonly label: string; readonly before: number; readonly now: number }[];
  /** What the first shares are of, default "training". */
  readonly reference?: string;
  /** Default: the range or category whose share changed most. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

/** Characters of a label beside its bars. */
const LONGEST_LABEL = 24;

/**
 * Two bars for each category or range of a column: its share of the rows of the reference above, and of the new rows below.
 *
 * @returns the text of an SVG
 * @throws InputError for no bins, and shares that are not from 0 to 1.
 */
export function driftBars({
  name,
  bins,
  reference = 'training',
  title,
  width = WIDTH,
}: DriftBarsData): string {
  if (bins.length === 0) throw new InputError(`${name} has no bins: there is nothing to draw`);
  const bad = bins.find(({ before, now }) => ![before, now].every((share) => share >= 0 && share <= 1));
  if (bad !== undefined) {
    throw new InputError(`${bad.label} of ${name} has the shares ${bad.before} and ${bad.now}: give 0 to 1`);
  }
  const rows = bins.map((bin, place) => ({ ...bin, place }));
  const bar = (of: 'before' | 'now', colour: string, inset: object) =>
    Plot.barX(rows, { y: 'place', x: of, fill: colour, stroke: INK, ...inset });
  return drawHorizontalBands({
    width,
    title: title ?? conclusion(name, bins),
    description:
      `Shares of the rows by ${name}, ${reference} and now: ` +
      `${bins.map(({ label, before, now }) => `${label} ${percent(before)} and ${percent(now)}`).join(', ')}.`,
    names: bins.map(({ label }) => shortened(label)),
    bandHeight: 26,
    gap: 0.2,
    marginRight: 24,
    x: {
      zero: true,
      nice: true,
      ticks: Math.max(2, Math.floor(width / 120)),
      percent: true,
      label: `% of rows: above ${reference}, below now`,
    },
    marks: [
      bar('before', COLOURS[0], { insetBottom: HALF_BAND }),
      bar('now', COLOURS[1], { insetTop: HALF_BAND }),
      Plot.ruleX([0], { stroke: INK, strokeWidth: 1.5 }),
    ],
  });
}

/** In px. */
const HALF_BAND = 10;

function conclusion(name: string, bins: DriftBarsData['bins']): string {
  const change = ({ before, now }: DriftBarsData['bins'][number]) => Math.abs(now - before);
  const most = bins.reduce((largest, bin) => (change(bin) > change(largest) ? bin : largest));
  return `${name}: ${most.label} was ${percent(most.before)} of the rows and is ${percent(most.now)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
