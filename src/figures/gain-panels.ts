import { type BandedPanel, drawBandedPanels } from './banded-panels.js';

export interface GainPanel {
  /** For example `(a) 7 binary data sets`. */
  readonly title: string;
  readonly datasets: readonly GainOnDataset[];
}

export interface GainOnDataset {
  readonly name: string;
  /** For each setting the gain and the model that it is over; undefined without runs. */
  readonly gains: readonly ({ readonly gain: number; readonly rival: string } | undefined)[];
  /** The gain in a publication. */
  readonly printed?: number;
}

export interface GainPanelsData {
  readonly panels: readonly GainPanel[];
  /** Names of the settings, one or two: the bars of a data set. */
  readonly settings: readonly string[];
  /** The model whose gain is shown. */
  readonly model: string;
  /** The metric, default "macro F1". */
  readonly metric?: string;
  /** Default: on how many data sets the model is ahead in each setting. */
  readonly title?: string;
  /** In px, default 720; narrower ones have the numbers without the rivals. */
  readonly width?: number;
}

/**
 * The gain of a model over the best of others on each data set (paper Fig. 2), in one or more settings, beside what is
 * printed.
 *
 * @returns the text of an SVG
 * @throws InputError as `drawBandedPanels`.
 */
export function gainPanels({
  panels,
  settings,
  model,
  metric = 'macro F1',
  title,
  width,
}: GainPanelsData): string {
  const banded = panels.map(
    ({ title, datasets }): BandedPanel => ({
      title,
      bands: datasets.map(({ name, gains, printed }) => ({
        ...{ name, printed },
        bars: gains.map((found) => found && { value: found.gain, remark: `over ${found.rival}` }),
      })),
    }),
  );
  const wins = settings.map((name, s) => {
    const found = panels.flatMap(({ datasets }) => datasets.flatMap(({ gains }) => gains[s] ?? []));
    // As the remarks print it: +0.000 is no lead.
    return `${found.filter(({ gain }) => gain >= 0.0005).length} of ${found.length} data sets (${name})`;
  });
  return drawBandedPanels({
    title: title ?? `${model} is ahead of the best baseline on ${wins.join(', on ')}`,
    description: `Gain in ${metric} of ${model} over the best baseline, by data set.`,
    panels: banded,
    series: settings,
    label: `gain in ${metric}`,
    format: signed,
    width,
  });
}

function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '\u2212' : ''}${Math.abs(value).toFixed(3)}`;
}
