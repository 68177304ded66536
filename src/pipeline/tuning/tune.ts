/** The search of a training, over a grid or the whole space of options: its options and its steps. */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import type { ClassifierEntry, ParameterGrid } from '../../classifiers/contract/classifier-entry.js';
import type { SearchSpace } from '../../classifiers/contract/search-space.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { OPTION_TYPES, type OptionTypes } from '../check-options.js';
import type { Part } from '../part.js';
import { gridCandidates, type ParameterSettings, parseGrids, withoutFixed } from './candidates.js';
import { type GridSearchResult, gridSearch } from './grid-search.js';
import { type OptionSearchResult, optionSearch } from './option-search.js';
import { checkSearchOptions, freeDimensions, type SearchOptions } from './search-options.js';

/** A search takes the candidate with the best mean macro F1 of its most probable classes, whatever the decision. */
export interface TuningOptions {
  /** One or more grids to search. Default: the classifier's own small grid. */
  readonly grid?: ParameterGrid | readonly ParameterGrid[];
  /** What to call the grid in messages; default `the grid`. */
  readonly gridName?: string;
  /** Default 3, as in the paper. */
  readonly folds?: number;
  /** Search the whole space of the classifier's options instead of a grid. */
  readonly search?: SearchOptions;
}

export const TUNING_OPTION_TYPES: OptionTypes<TuningOptions> = {
  grid: OPTION_TYPES.grid,
  gridName: OPTION_TYPES.text,
  folds: OPTION_TYPES.number,
  search: OPTION_TYPES.object,
};

/** A search that is checked: the candidates of a grid, or the space to draw from. */
export type TuningPlan =
  | { readonly kind: 'grid'; readonly candidates: readonly ParameterSettings[] }
  | {
      readonly kind: 'search';
      readonly dimensions: SearchSpace['dimensions'];
      readonly search: SearchOptions;
    };

/**
 * The search of a classifier whose options `given` are fixed, checked before anything is computed.
 *
 * @throws InputError for a grid or a search that cannot be used, and for both at once
 */
export function tuningPlan(
  entry: ClassifierEntry,
  options: TuningOptions,
  given: Readonly<Record<string, unknown>>,
): TuningPlan {
  const { search, grid } = options;
  if (search === undefined) return { kind: 'grid', candidates: tuningCandidates(entry, options, given) };
  if (grid !== undefined) {
    throw new InputError('tuning: grid and search cannot be combined: give one of them', {
      optionNames: ['grid'],
    });
  }
  checkSearchOptions(search);
  return { kind: 'search', dimensions: freeDimensions(entry, given), search };
}

/** The name of the stage of a training. */
export function tuningStage(plan: TuningPlan): string {
  if (plan.kind === 'grid') return 'grid search';
  return plan.search.method === 'halving' ? 'search by halving' : 'random search';
}

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
      `${entry.name} has no default grid: give one with tuning.grid, for example ${exampleGrid(entry)}`,
      { optionNames: ['tuning.grid'] },
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
  /** Called with what has to be said before the search is done; the rest is in its result. */
  readonly onNotice?: (notice: string) => void;
  readonly signal?: AbortSignal;
}

/** Searches on the training rows only. All candidates have the options `fixed`. */
export function tune(
  entry: ClassifierEntry,
  plan: TuningPlan,
  fixed: Readonly<Record<string, unknown>>,
  part: Part,
  { folds }: TuningOptions,
  { target, overrides, memoryLimitBytes, seed, executor, onProgress, onNotice, signal }: TuneContext,
): Promise<GridSearchResult & Partial<Pick<OptionSearchResult, 'search'>>> {
  const work = {
    ...part,
    target,
    overrides,
    memoryLimitBytes,
    classifier: entry.name,
    options: fixed,
  };
  const control = { folds, seed, executor, onProgress, signal };
  if (plan.kind === 'grid') return gridSearch(work, plan.candidates, control);
  return optionSearch(entry, plan.dimensions, work, plan.search, { ...control, onNotice });
}
