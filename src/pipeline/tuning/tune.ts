/** The grid search of a training: its options and its steps. */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import type { ClassifierEntry, ParameterGrid } from '../../classifiers/contract/classifier-entry.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { OPTION_TYPES, type OptionTypes } from '../check-options.js';
import type { Part } from '../part.js';
import { gridCandidates, type ParameterSettings, parseGrids, withoutFixed } from './candidates.js';
import { type GridSearchResult, gridSearch } from './grid-search.js';

/** A search takes the candidate with the best mean macro F1 of its most probable classes, whatever the decision. */
export interface TuningOptions {
  /** One or more grids to search. Default: the classifier's own small grid. */
  readonly grid?: ParameterGrid | readonly ParameterGrid[];
  /** What to call the grid in messages; default `the grid`. */
  readonly gridName?: string;
  /** Default 3, as in the paper. */
  readonly folds?: number;
}

export const TUNING_OPTION_TYPES: OptionTypes<TuningOptions> = {
  grid: OPTION_TYPES.grid,
  gridName: OPTION_TYPES.text,
  folds: OPTION_TYPES.number,
};

/**
 * The candidates for a classifier whose options `given` are fixed; those are removed from its own grid.
 *
 * @throws InputError as `gridCandidates`, and if no grid is given and the classifier has none of its own.
 */
export function tuningCandidates(
  entry: ClassifierEntry,
  { grid, gridName = 'the grid' }: TuningOptions,
  given: Readonly<Record<string, unknown>>,
): ParameterSettings[] {
  if (grid !== undefined) {
    return gridCandidates(entry, parseGrids(grid, gridName), given, gridName);
  }
  if (entry.grid === undefined) {
    throw new InputError(
      `${entry.name} has no default grid: give one by grid, for example ${exampleGrid(entry)}`,
      { optionNames: ['grid'] },
    );
  }
  return gridCandidates(entry, [withoutFixed(entry.grid, given)], given, `the grid of ${entry.name}`);
}

/** A grid over the first numeric option of the classifier. */
function exampleGrid({ options }: ClassifierEntry): string {
  const defaults = Object.entries(options.parse({})).filter(([name]) => name !== 'seed');
  const [name, value] = defaults.find((each): each is [string, number] => typeof each[1] === 'number') ?? [];
  return name === undefined ? '{"option": [values]}' : JSON.stringify({ [name]: [value, 2 * (value ?? 1)] });
}

/** The options of a training that `tune` uses. */
export interface TuneContext extends ExecutorOption {
  readonly target: string;
  readonly overrides?: ColumnOverrides;
  readonly memoryLimitBytes?: number;
  readonly seed: number;
  readonly onProgress?: (progress: FitProgress) => void;
  readonly signal?: AbortSignal;
}

/** Searches on the training rows only. All candidates have the options `fixed`. */
export function tune(
  entry: ClassifierEntry,
  candidates: readonly ParameterSettings[],
  fixed: Readonly<Record<string, unknown>>,
  part: Part,
  { folds }: TuningOptions,
  { target, overrides, memoryLimitBytes, seed, executor, onProgress, signal }: TuneContext,
): Promise<GridSearchResult> {
  const work = {
    ...part,
    target,
    overrides,
    memoryLimitBytes,
    classifier: entry.name,
    options: fixed,
  };
  return gridSearch(work, candidates, { folds, seed, executor, onProgress, signal });
}
