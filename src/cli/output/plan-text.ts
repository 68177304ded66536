/** The plan of an experiment as text: what is to be run, how long it is expected to take, and what was cut. */
import { configurationName } from '../../paper/experiments/cell.js';
import type { PlannedCell } from '../../paper/experiments/plan-cells.js';
import { type SeedCut, secondsTogether } from '../../paper/experiments/within-budget.js';
import { countOf } from '../../text/name-list.js';
import { duration } from './progress-display.js';
import { plainTable } from './report-output.js';

export interface ExperimentPlan {
  /** The longest first; `cost` is the expected time. */
  readonly cells: readonly PlannedCell[];
  readonly cuts: readonly SeedCut[];
  /** Cells at the same time. */
  readonly jobs: number;
  /** Whether the cell has been run before. */
  readonly isDone: (cell: PlannedCell) => boolean;
  /** The number of records that the times are from. */
  readonly records: number;
}

/** One sentence or two: the number of runs, the time, the cuts. */
export function planSummary({ cells, cuts, jobs, isDone, records }: ExperimentPlan): string {
  const missing = cells.filter((cell) => !isDone(cell));
  const recorded = cells.length - missing.length;
  const basis =
    records === 0 ? 'roughly, from typical times of the classifiers' : `from ${countOf(records, 'record')}`;
  const known = recorded === 0 ? '' : `, ${recorded} of them recorded`;
  const which = recorded === 0 ? ['it', 'they'] : ['the other one', 'the others'];
  const verb = missing.length === 1 ? `${which[0]} is` : `${which[1]} are`;
  const time =
    missing.length === 0
      ? ''
      : `; ${verb} expected to take ${timeOf(missing, jobs)}, ${jobs} at a time (${basis})`;
  return `plan: ${countOf(cells.length, 'run')}${known}${time}${cutsText(cuts)}`;
}

/** The summary, and tables by data set, by configuration, and of what takes longest. */
export function planText(plan: ExperimentPlan): string {
  const { cells, isDone } = plan;
  const missing = cells.filter((cell) => !isDone(cell));
  const settings = ({ description }: PlannedCell) =>
    `${description.dataset}, ${configurationName(description)}`;
  return [
    `${planSummary(plan)}\n`,
    tableOf('data set', missing, ({ description }) => description.dataset),
    tableOf('classifier', missing, ({ description }) => configurationName(description)),
    tableOf('longest', missing, settings, MOST_SHOWN),
  ].join('');
}

const MOST_SHOWN = 10;

/** The longest first. */
function tableOf(
  title: string,
  cells: readonly PlannedCell[],
  nameOf: (cell: PlannedCell) => string,
  most = Number.POSITIVE_INFINITY,
): string {
  const groups = new Map<string, PlannedCell[]>();
  for (const cell of cells) groups.set(nameOf(cell), [...(groups.get(nameOf(cell)) ?? []), cell]);
  if (groups.size === 0) return '';
  const rows = [...groups].map(([name, cells]) => ({ name, runs: cells.length, seconds: secondsOf(cells) }));
  const table = plainTable([title, 'runs', 'expected time, one after the other']);
  for (const { name, runs, seconds } of rows
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, most)) {
    table.push([name, String(runs), duration(seconds)]);
  }
  return `${table.toString()}\n`;
}

const MOST_NAMED = 3;

/** By data set and number of seeds; many configurations are counted, not named. */
function cutsText(cuts: readonly SeedCut[]): string {
  if (cuts.length === 0) return '';
  const groups = new Map<string, string[]>();
  for (const { cell, seeds, of } of cuts) {
    const { description } = cell;
    const key = `${seeds} of ${of} on ${description.dataset}`;
    const name = `${configurationName(description)}, ${description.protocol}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const parts = [...groups].map(([key, names]) => {
    const which = names.length > MOST_NAMED ? countOf(names.length, 'configuration') : names.join('; ');
    return `${key} (${which})`;
  });
  return `; fewer seeds to fit the budget: ${parts.join(', ')}`;
}

function timeOf(cells: readonly PlannedCell[], jobs: number): string {
  return duration(
    secondsTogether(
      cells.map(({ cost }) => cost / 1000),
      jobs,
    ),
  );
}

function secondsOf(cells: readonly PlannedCell[]): number {
  return cells.reduce((sum, { cost }) => sum + cost / 1000, 0);
}
