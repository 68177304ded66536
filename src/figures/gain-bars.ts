import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import { checkScores, type Scores } from '../statistics/checks.js';
import { bandsWidth, besideBands, drawHorizontalBands } from './horizontal-bands.js';
import { checkNames, widestName } from './names.js';
import { COLOURS, FONT_SIZE, INK } from './style.js';

export interface GainBarsData {
  readonly datasets: readonly string[];
  readonly classifiers: readonly string[];
  /** One row per data set, one column per classifier; larger is better. */
  readonly scores: Scores;
  /** The name of the classifier whose gain is shown. */
  readonly chosen: string;
  /** The metric, default "macro F1". */
  readonly metric?: string;
  /** Default: on how many data sets the chosen one wins. */
  readonly title?: string;
}

export interface Gain {
  readonly dataset: string;
  /** Score of the chosen classifier minus that of the best other. */
  readonly gain: number;
  /** The best other classifier; the first of equals. */
  readonly rival: string;
}

/**
 * Gain of `chosen` over the best other classifier on each data set, largest gain first.
 *
 * @throws InputError for a wrong number of names, if `chosen` is not one of the classifiers, and as `checkScores`.
 */
export function gainsOverBestOther({ datasets, classifiers, scores, chosen }: GainBarsData): Gain[] {
  checkScores('the gain', scores);
  checkNames('datasets', datasets, scores.length, 'rows of scores');
  checkNames('classifiers', classifiers, scores[0].length, 'columns of scores');
  const own = classifiers.indexOf(chosen);
  if (own < 0) {
    throw new InputError(
      `chosen is ${chosen}, which is not one of the classifiers: ${classifiers.join(', ')}`,
    );
  }
  const gains = scores.map((row, d) => {
    const best = Math.max(...row.filter((_, c) => c !== own));
    const rival = row.findIndex((score, c) => c !== own && score === best);
    return { dataset: datasets[d], gain: row[own] - best, rival: classifiers[rival] };
  });
  return gains.sort((one, other) => other.gain - one.gain);
}

/**
 * Signed bars of `gainsOverBestOther`, with the best other's name beside each (paper Fig. 2).
 *
 * @returns the text of an SVG
 * @throws InputError as `gainsOverBestOther`.
 */
export function gainBars(data: GainBarsData): string {
  const { chosen, metric = 'macro F1', title } = data;
  const bars = gainsOverBestOther(data).map((gain, place) => ({ ...gain, place }));
  const wins = bars.filter(({ gain }) => gain > 0).length;
  // Without a gain anywhere the axis still needs a length.
  const largest = Math.max(...bars.map(({ gain }) => Math.abs(gain))) || 1;
  const low = Math.min(0, ...bars.map(({ gain }) => gain));
  const high = Math.max(0, ...bars.map(({ gain }) => gain));
  const rivals = bars.map(({ rival }) => `vs ${rival}`);
  const marginRight = widestName(rivals, FONT_SIZE) + 16;
  const frame = bandsWidth(data.datasets, marginRight);
  // Room for the numbers at the ends of the bars.
  const room = Math.max(high - low, 0.1 * largest) * (NUMBER / Math.max(NUMBER, frame - 2 * NUMBER));
  const signed = (gain: number) => `${gain > 0 ? '+' : gain < 0 ? '\u2212' : ''}${Math.abs(gain).toFixed(3)}`;
  const number = { x: 'gain', y: 'place', text: ({ gain }: Gain) => signed(gain) } as const;

  return drawHorizontalBands({
    title: title ?? `${chosen} beats the best other classifier on ${wins} of ${bars.length} data sets`,
    description:
      `${metric} of ${chosen} less that of the best other classifier, by data set: ` +
      `${bars.map(({ dataset, gain, rival }) => `${dataset} ${signed(gain)} (${rival})`).join(', ')}.`,
    names: bars.map(({ dataset }) => dataset),
    bandHeight: 22,
    gap: 0.25,
    marginRight,
    x: {
      domain: [low < 0 ? low - room : 0, high > 0 || low === 0 ? high + room : 0],
      label: `gain in ${metric} over the best other classifier`,
      ticks: Math.max(2, Math.floor(frame / 60)),
    },
    marks: [
      Plot.barX(bars, {
        x: 'gain',
        y: 'place',
        stroke: INK,
        fill: ({ gain }) => (gain < 0 ? COLOURS[1] : COLOURS[0]),
      }),
      Plot.ruleX([0], { stroke: INK, strokeWidth: 1.5 }),
      Plot.text(bars, { ...number, filter: ({ gain }) => gain >= 0, textAnchor: 'start', dx: 5 }),
      Plot.text(bars, { ...number, filter: ({ gain }) => gain < 0, textAnchor: 'end', dx: -5 }),
      besideBands(bars, ({ place }) => rivals[place], 8),
    ],
  });
}

/** Width of a number beside its bar in px. */
const NUMBER = 54;
