import type { FitProgress } from './fit-progress.js';

/** What `fit` reported, one entry an epoch (or round, or tree); null where the classifier has none. */
export interface EpochCurve {
  readonly loss: readonly (number | null)[];
  readonly validationMacroF1: readonly (number | null)[];
}

/** The curve of reports in their order, each number as `rounded` gives it. */
export function epochCurve(
  reports: readonly FitProgress[],
  rounded: (value: number) => number = (value) => value,
): EpochCurve {
  const entry = (value: number | undefined) => (value === undefined ? null : rounded(value));
  return {
    loss: reports.map(({ loss }) => entry(loss)),
    validationMacroF1: reports.map(({ validationMacroF1 }) => entry(validationMacroF1)),
  };
}
