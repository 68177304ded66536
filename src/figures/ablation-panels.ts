import { drawBandedPanels } from './banded-panels.js';

export interface AblationPanel {
  /** For example `(a) mean of 7 binary data sets`. */
  readonly title: string;
  /** The whole model first. */
  readonly bars: readonly AblationPanelBar[];
}

export interface AblationPanelBar {
  /** The removed part, or the name of the whole model. */
  readonly name: string;
  /** For each setting; undefined without runs. */
  readonly found: readonly ({ readonly mean: number; readonly deviation: number } | undefined)[];
  /** The mean in a publication. */
  readonly printed?: number;
}

export interface AblationPanelsData {
  readonly panels: readonly AblationPanel[];
  /** Names of the settings. */
  readonly settings: readonly string[];
  readonly title: string;
  /** The metric, default "macro F1". */
  readonly metric?: string;
  /** In px, default 720. */
  readonly width?: number;
}

/**
 * Mean scores of a model and of the same without one part at a time, with standard deviations (paper Fig. 5), in one or
 * more settings, beside what is printed. Bars start at 0.
 *
 * @returns the text of an SVG
 * @throws InputError as `drawBandedPanels`.
 */
export function ablationPanels({
  panels,
  settings,
  title,
  metric = 'macro F1',
  width,
}: AblationPanelsData): string {
  return drawBandedPanels({
    title,
    description: `Mean ${metric} with standard deviations.`,
    panels: panels.map(({ title, bars }) => ({
      title,
      bands: bars.map(({ name, found, printed }) => ({
        name,
        printed,
        bars: found.map((each) => each && barOf(each)),
      })),
    })),
    series: settings,
    label: `mean ${metric}, with standard deviation`,
    format: (value) => value.toFixed(3),
    width,
  });
}

function barOf({ mean, deviation }: { readonly mean: number; readonly deviation: number }) {
  if (Number.isNaN(deviation)) return { value: mean };
  return { value: mean, low: mean - deviation, high: mean + deviation };
}
