/** Fewer seeds of the dearest cells, so that an experiment ends in time. */
import { InputError } from '../../errors.js';
import type { PlannedCell } from './plan-cells.js';

/** A configuration on a data set that gets fewer seeds. */
export interface SeedCut {
  /** One of its cells. */
  readonly cell: PlannedCell;
  readonly seeds: number;
  readonly of: number;
}

export interface BudgetOptions {
  readonly budgetSeconds: number;
  /** Cells at the same time. */
  readonly jobs: number;
  readonly secondsOf: (cell: PlannedCell) => number;
  /** Whether the cell has been run: it is kept, and its time counts. */
  readonly isDone: (cell: PlannedCell) => boolean;
  /** For the message, such as `--budget 6h`. */
  readonly source: string;
}

/** As many seeds as possible are left everywhere before a configuration is left with one. */
const LEAST_SEEDS = [2, 1];

/**
 * Drops the last seed of the configuration and data set that take longest, again and again, until all cells together, those
 * done before included, fit into the budget. The order of the cells is kept.
 *
 * @throws InputError if one seed each takes longer.
 */
export function withinBudget(
  cells: readonly PlannedCell[],
  { budgetSeconds, jobs, secondsOf, isDone, source }: BudgetOptions,
): { readonly cells: readonly PlannedCell[]; readonly cuts: readonly SeedCut[] } {
  const groups = [...groupsOf(cells)].map((all) => ({ all, kept: [...all] }));
  const left = () => groups.flatMap(({ kept }) => kept);
  const duration = () => secondsTogether(left().map(secondsOf), jobs);
  const total = ({ kept }: { readonly kept: readonly PlannedCell[] }) =>
    kept.filter((cell) => !isDone(cell)).reduce((sum, cell) => sum + secondsOf(cell), 0);
  for (const least of LEAST_SEEDS) {
    while (duration() > budgetSeconds) {
      const [dearest] = groups
        .filter(({ kept }) => kept.length > least && kept.some((cell) => !isDone(cell)))
        .sort((one, other) => total(other) - total(one));
      if (dearest === undefined) break;
      const last = dearest.kept.findLastIndex((cell) => !isDone(cell));
      dearest.kept.splice(last, 1);
    }
  }
  if (duration() > budgetSeconds) {
    const minutes = Math.ceil(duration() / 60);
    throw new InputError(
      `${source}: even with one seed everywhere the runs take about ${minutes} min: allow more, or leave out classifiers or data sets`,
    );
  }
  const kept = new Set(left());
  return {
    cells: cells.filter((cell) => kept.has(cell)),
    cuts: groups
      .filter(({ all, kept }) => kept.length < all.length)
      .map(({ all, kept }) => ({ cell: all[0], seeds: kept.length, of: all.length })),
  };
}

/** The time until the last of the cells ends, started in this order on the first of `jobs` places that is free. */
export function secondsTogether(seconds: readonly number[], jobs: number): number {
  const ends = new Array<number>(jobs).fill(0);
  for (const each of seconds) {
    const first = ends.indexOf(Math.min(...ends));
    ends[first] += each;
  }
  return Math.max(...ends);
}

/** The cells that differ in nothing but their seed, by seed. */
function groupsOf(cells: readonly PlannedCell[]): Iterable<PlannedCell[]> {
  const groups = new Map<string, PlannedCell[]>();
  for (const cell of [...cells].sort((one, other) => one.description.seed - other.description.seed)) {
    const { seed: _, ...others } = cell.description;
    const key = JSON.stringify(others);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return groups.values();
}
