/**
 * The data sets of the paper on which defaults of this package were chosen (docs/research.md). Test rows chose nothing in
 * a run, but trials were scored on them, so scores of the chosen defaults are slightly too high there.
 */

/** Used by `research/splits.mjs` too. */
export const CHOSEN_ON: readonly string[] = [
  'ecoli',
  'glass',
  'lymph',
  'vehicle',
  'balance_scale',
  'arrhythmia',
  'wine_quality_red',
  'abalone',
  'one_hundred_plants_texture',
];

const names: ReadonlySet<string> = new Set(CHOSEN_ON);

/** Whether a data set had no part in any choice; true of the user's own tables. */
export function isUntouched(dataset: string): boolean {
  return !names.has(dataset);
}

/** Beside the name of a data set on which defaults were chosen. */
export const CHOSEN_MARK = '†';

/** The name for a table or a figure: `ecoli †`. */
export function markedName(dataset: string): string {
  return isUntouched(dataset) ? dataset : `${dataset} ${CHOSEN_MARK}`;
}

/** The text with the mark behind every name of such a data set. */
export function withMarkedNames(text: string): string {
  return text.replace(NAMES, `$& ${CHOSEN_MARK}`);
}

const NAMES = new RegExp(`\\b(?:${CHOSEN_ON.join('|')})\\b`, 'g');

/** The note to figures with `markedName`, in few words; undefined if no name is marked. */
export function chosenFootnote(datasets: readonly string[]): string | undefined {
  return datasets.every(isUntouched)
    ? undefined
    : `${CHOSEN_MARK} Data set on which defaults of this package were chosen`;
}

/** The note to tables with `markedName`; none if no name is marked. */
export function chosenNotes(datasets: readonly string[]): string[] {
  return datasets.every(isUntouched)
    ? []
    : [
        `${CHOSEN_MARK} Defaults of auto and qcl-ensemble and the grid of qcl-mixnet were chosen on this data set: their scores are slightly too high there.`,
      ];
}
