/** Running an experiment for `benchmark` and `ablate`: progress, skipped data sets, signals, results. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors.js';
import { bestKernelBuild } from '../kernels/load.js';
import { ExpectedTimes } from '../paper/experiments/expected-times.js';
import {
  type Configuration,
  type ExperimentDataset,
  type ExperimentGrid,
  type PlannedCell,
  planCells,
} from '../paper/experiments/plan-cells.js';
import { latestRecords, type RunRecord } from '../paper/experiments/run-record.js';
import { withinBudget } from '../paper/experiments/within-budget.js';
import { cellKinds } from '../paper/node/experiments/cell-job.js';
import { type LeftOut, loadTables } from '../paper/node/experiments/load-tables.js';
import { readRecords } from '../paper/node/experiments/read-records.js';
import { runExperiment } from '../paper/node/experiments/run-experiment.js';
import { RECORDS, RunFolder } from '../paper/node/experiments/run-folder.js';
import { ProcessPool } from '../platform/node/processes/process-pool.js';
import { countOf } from '../text/name-list.js';
import { VERSION } from '../version.js';
import { Exit, FAILED } from './exit-codes.js';
import { interruptedExit, interruptible, quitHint, wasInterrupted } from './interrupt.js';
import { notices } from './options/common-options.js';
import { chosenDatasets } from './options/experiment-choices.js';
import { ALL, type ExperimentOptions } from './options/experiment-options.js';
import { ExperimentDisplay } from './output/experiment-display.js';
import { heldSentences } from './output/held-cells.js';
import { errorOutput, writeError, writeResult } from './output/output.js';
import { type ExperimentPlan, planSummary, planText } from './output/plan-text.js';
import { resultsText } from './output/results-output.js';

/**
 * Runs the missing cells of the grid and writes the results of the whole grid to standard output.
 *
 * @param own the user's own tables; then data sets of the paper take part only if they are named
 */
export async function runVisibly(
  configurations: readonly Configuration[],
  options: ExperimentOptions,
  own: readonly ExperimentDataset[] = [],
): Promise<void> {
  const names = chosenDatasets(options.datasets ?? (own.length > 0 ? [] : [ALL]));
  const { datasets: loaded, leftOut } = await loadTables(names);
  const datasets = [...loaded, ...own];
  for (const each of leftOut) notices(options)(leftOutText(each));
  if (datasets.length === 0) throw new InputError(`none of the data sets is available: ${leftOut[0].reason}`);

  const grid = { datasets, configurations, protocols: options.protocol, repeats: options.seeds };
  const earlier: RunRecord[] = [];
  for (const path of options.times ?? []) earlier.push(...(await readRecords(path)).records);
  if (options.plan)
    return writeResult(planText(planOf(grid, await recordedIn(options.out), earlier, options)));
  const kernelBuild = bestKernelBuild();
  const checksums = new Map(datasets.map(({ name, checksum }) => [name, checksum]));
  const folder = await RunFolder.open(options.out, { version: VERSION, kernelBuild, checksums }, options);
  const plan = planOf(grid, folder, earlier, options);
  const { cells } = plan;
  if (!options.quiet && cells.some((cell) => folder.isMissing(cell))) writeError(planSummary(plan));
  await runMissing(folder, cells, options);

  const records = cells.flatMap(({ key }) => folder.records.get(key) ?? []);
  const held = heldSentences(folder.heldElsewhere(cells));
  await writeResult(`${resultsText(records)}\n${summaryText(cells, records, held, leftOut, options)}`);
  const done = records.filter(({ outcome }) => outcome === 'done').length;
  if (done < cells.length) throw new Exit(FAILED);
}

type Recorded = Pick<RunFolder, 'records' | 'isMissing'>;

/** What is in the folder, if it exists; nothing is created or locked. */
async function recordedIn(path: string): Promise<Recorded> {
  const { records } = existsSync(join(path, RECORDS)) ? await readRecords(path) : { records: [] };
  const latest = latestRecords(records);
  return { records: latest, isMissing: ({ key }) => !latest.has(key) };
}

/** The cells of the grid within the budget, the longest first. */
function planOf(
  grid: ExperimentGrid,
  folder: Recorded,
  earlier: readonly RunRecord[],
  { jobs, budget }: ExperimentOptions,
): ExperimentPlan {
  const times = new ExpectedTimes(folder.records.values(), earlier);
  const isDone = (cell: PlannedCell) => !folder.isMissing(cell);
  const all = planCells(grid)
    .map((cell) => ({ ...cell, cost: 1000 * times.secondsOf(cell) }))
    .sort((one, other) => other.cost - one.cost);
  const secondsOf = ({ cost }: PlannedCell) => cost / 1000;
  const within =
    budget &&
    withinBudget(all, {
      ...{ budgetSeconds: budget.seconds, source: `--budget ${budget.text}` },
      ...{ jobs, secondsOf, isDone },
    });
  return { cells: all, cuts: [], ...within, jobs, isDone, records: times.records };
}

async function runMissing(
  folder: RunFolder,
  cells: readonly PlannedCell[],
  options: ExperimentOptions,
): Promise<void> {
  const missing = cells.filter((cell) => folder.isMissing(cell));
  const display = new ExperimentDisplay(errorOutput, {
    alreadyDone: cells.length - missing.length,
    missing,
  });
  const { jobs, timeLimit, memoryLimit: memoryLimitBytes } = options;
  const executor = new ProcessPool({ processes: jobs, kinds: cellKinds, memoryLimitBytes });
  const onSlow = () => {
    display.finish();
    writeError(`stopping: the unfinished runs are abandoned (${quitHint()})`);
  };
  try {
    await interruptible(onSlow, (signal) =>
      runExperiment({
        folder,
        cells,
        executor,
        limits: { memoryLimitBytes },
        timeLimitSeconds: timeLimit,
        wait: options.wait,
        signal,
        observer: options.quiet ? undefined : display,
      }),
    );
  } catch (error) {
    if (!wasInterrupted()) throw error;
    display.finish();
    const recorded = cells.filter((cell) => !folder.isMissing(cell)).length;
    writeError(
      `interrupted: ${recorded} of ${countOf(cells.length, 'run')} are in ${options.out}; ` +
        'the same command resumes there',
    );
    throw interruptedExit();
  } finally {
    display.finish();
  }
}

function summaryText(
  cells: readonly PlannedCell[],
  records: readonly RunRecord[],
  held: readonly string[],
  leftOut: readonly LeftOut[],
  { out }: ExperimentOptions,
): string {
  const failed = records.filter(({ outcome }) => outcome === 'failed').length;
  const lines = [
    `${records.length - failed} of ${countOf(cells.length, 'run')} done, ${failed} failed.` +
      (failed > 0 ? ' --retry-failed runs the failed ones again.' : ''),
    ...held.map((sentence) => `${sentence}.`),
    ...leftOut.map((each) => `${leftOutText(each)}.`),
    `Records: ${join(out, RECORDS)}; "qcl-mixnet results ${out}" shows them again.`,
  ];
  return `${lines.join('\n')}\n`;
}

function leftOutText({ name, reason }: LeftOut): string {
  return `skipped: ${name}: ${reason}`;
}
