import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { executorOf } from '../../../../test/support/executors.js';
import { doneRecord, failedRecord } from '../../../../test/support/run-records.js';
import type { Executor } from '../../../jobs/executor.js';
import { cellKey } from '../../experiments/cell.js';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FailedRecord, FullRecord } from '../../experiments/run-record.js';
import type { CellTask } from './cell-job.js';
import { type HeldCell, LEASE_MILLISECONDS } from './claim-file.js';
import { runExperiment } from './run-experiment.js';
import { RunFolder, type RunFolderOptions } from './run-folder.js';

const place = mkdtempSync(join(tmpdir(), 'qcl-mixnet-experiment-'));
let folders = 0;

afterAll(() => rmSync(place, { recursive: true, force: true }));

const open = (path = join(place, String(folders++)), options: RunFolderOptions = {}) =>
  RunFolder.open(path, { version: '0.1.0', kernelBuild: 'fma', checksums: new Map() }, options);
const limits = { memoryLimitBytes: 2 ** 30 };
const never = new AbortController().signal;
const cells: PlannedCell[] = [42, 43, 44, 45, 46].map((seed) => {
  const description = doneRecord(0.5, { seed });
  return { description, key: cellKey(description), table: { rows: 0, columns: [], source: '' }, cost: 1 };
});

function recordOf({ description }: Pick<PlannedCell, 'description'>): FullRecord {
  return {
    ...(description as FullRecord),
    curve: { loss: [], validationMacroF1: [] },
    perClass: [],
  } as FullRecord;
}

type RunCell = (
  cell: CellTask,
  control: { readonly signal: AbortSignal; readonly report: (report: unknown) => void },
) => Promise<FullRecord>;

/** Runs two cells at the same time, by `run`, and notes them. */
function noting(begun: number[], run: RunCell, jobs = 2): Executor {
  return executorOf<CellTask>((cell, control) => {
    begun.push(cell.description.seed);
    return run(cell, control);
  }, jobs);
}

const untilAborted: RunCell = async (_, { signal }) => {
  signal.throwIfAborted();
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
};

describe('runExperiment', () => {
  it('begins the cells in order, no more at a time than it may, and runs only what is missing', async () => {
    const folder = await open();
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const executor = noting(begun, async (cell) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return recordOf(cell);
    });
    await runExperiment({ folder, cells: cells.slice(1, 3), executor, limits, signal: never });
    await runExperiment({ folder, cells, executor, limits, signal: never });
    expect(begun).toEqual([43, 44, 42, 45, 46]);
    expect(most).toBe(2);
    expect(folder.records.size).toBe(5);
    expect(readdirSync(folder.path)).toEqual(['runs.jsonl']);
  });

  it('goes on after a cell that failed', async () => {
    const folder = await open();
    const executor = noting(
      [],
      async (cell) =>
        cell.description.seed === 42 ? failedRecord('too slow', { seed: 42 }) : recordOf(cell),
      1,
    );
    const finished: string[] = [];
    const observer = { onFinish: (_: PlannedCell, { outcome }: FullRecord) => finished.push(outcome) };
    await runExperiment({ folder, cells, executor, limits, signal: never, observer });
    expect(finished).toEqual(['failed', 'done', 'done', 'done', 'done']);
    expect((await open(folder.path)).records.get(cells[0].key)).toMatchObject({ reason: 'too slow' });
  });

  it('records what could not be run, or not in time, as failed', async () => {
    const folder = await open();
    const executor = noting([], async (cell, control) => {
      if (cell.description.seed === 42) throw new Error('its process ended by SIGKILL');
      return cell.description.seed === 43 ? untilAborted(cell, control) : recordOf(cell);
    });
    await runExperiment({ folder, cells, executor, limits, timeLimitSeconds: 0.05, signal: never });
    const reasons = cells.slice(0, 3).map(({ key }) => (folder.records.get(key) as FailedRecord).reason);
    const late = 'it took longer than the time limit of 0.05 s';
    expect(reasons.slice(0, 2)).toEqual(['its process ended by SIGKILL', late]);
    expect(folder.records.get(cells[0].key)).toMatchObject({ outcome: 'failed', node: process.version });
  });

  it('abandons the running cells when it is aborted, and gives them back', async () => {
    const folder = await open();
    const controller = new AbortController();
    const executor = noting([], async (cell, control) => {
      if (cell.description.seed === 42) return recordOf(cell);
      setTimeout(() => controller.abort(new Error('Ctrl-C')), 5);
      return untilAborted(cell, control);
    });
    const run = runExperiment({ folder, cells, executor, limits, signal: controller.signal });
    await expect(run).rejects.toThrow('Ctrl-C');
    expect([...folder.records.keys()]).toEqual([cells[0].key]);
    expect(readdirSync(folder.path)).toEqual(['runs.jsonl']);
  });

  it('stops the other slots too when a defect ends one, and says which', async () => {
    const folder = await open();
    const begun: number[] = [];
    const executor = noting(begun, (cell, control) => {
      if (cell.description.seed === 43) control.report({ epoch: 1, epochs: 2 });
      return untilAborted(cell, control);
    });
    const observer = {
      onEpoch: () => {
        throw new TypeError('a defect');
      },
    };
    const run = runExperiment({ folder, cells, executor, limits, signal: never, observer });
    await expect(run).rejects.toThrow('a defect');
    expect(begun).toEqual([42, 43]);
    expect(readdirSync(folder.path)).toEqual(['runs.jsonl']);
  });
});

describe('runExperiment beside others', () => {
  const elsewhere = { pid: 1, host: 'elsewhere', started: '1', space: 'another kernel' };
  const runCell: RunCell = async (cell) => recordOf(cell);
  const executor = noting([], runCell);

  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** `run` to its end, with `each` called in every second of the clock that does not really go. */
  async function throughTime(run: Promise<void>, each: (second: number) => Promise<void> | void = () => {}) {
    let ended = false;
    const end = () => {
      ended = true;
    };
    run.then(end, end);
    for (let second = 1; !ended; second++) {
      await vi.advanceTimersByTimeAsync(1000);
      await each(second);
    }
    return run;
  }

  it('waits for the cells of others, and takes over those that nobody renews', async () => {
    const other = await open(undefined, { identity: elsewhere });
    const dead = await open(other.path, { identity: { ...elsewhere, pid: 2 } });
    await dead.claim(cells);
    await other.claim(cells);
    const begun: number[] = [];
    const heard: string[] = [];
    let seconds = 0;
    const observer = {
      onWait: (held: readonly HeldCell[]) => heard.push(held.map(({ process: { pid } }) => pid).join()),
      onFinishElsewhere: ({ description: { seed } }: PlannedCell) => heard.push(`seed ${seed} elsewhere`),
    };
    const folder = await open(other.path);
    await throughTime(
      runExperiment({ folder, cells, executor: noting(begun, runCell), limits, signal: never, observer }),
      async (second) => {
        seconds = second;
        if (second < 20) await other.renew();
        if (second === 20) await other.finish(cells[1].key, recordOf(cells[1]));
      },
    );
    expect(begun).toEqual([44, 45, 46, 42]);
    expect([...new Set(heard)]).toEqual(['2,1', 'seed 43 elsewhere', '2']);
    expect(seconds * 1000).toBeGreaterThanOrEqual(LEASE_MILLISECONDS);
    expect(folder.records.size).toBe(5);
    expect(readdirSync(folder.path)).toEqual(['runs.jsonl']);
  });

  it('renews its own claims while it works', async () => {
    const folder = await open();
    let finish = () => {};
    const slow: RunCell = (cell) =>
      new Promise((resolve) => {
        finish = () => resolve(recordOf(cell));
      });
    const other = await open(folder.path, { identity: elsewhere });
    await throughTime(
      runExperiment({
        ...{ folder, limits, signal: never },
        cells: cells.slice(0, 1),
        executor: noting([], slow, 1),
      }),
      async (second) => {
        if (second * 1000 > 3 * LEASE_MILLISECONDS) finish();
        else expect(await other.claim(cells.slice(0, 1))).toBeUndefined();
      },
    );
    expect(folder.records.size).toBe(1);
  });

  it('ends when nothing is left to begin if it is not to wait', async () => {
    const other = await open(undefined, { identity: elsewhere });
    await other.claim(cells);
    const folder = await open(other.path);
    await runExperiment({ folder, cells, executor, limits, signal: never, wait: false });
    expect(folder.records.size).toBe(4);
    expect(folder.heldElsewhere(cells)).toMatchObject([{ key: cells[0].key, process: elsewhere }]);
  });

  it('stops waiting when it is aborted', async () => {
    const other = await open(undefined, { identity: elsewhere });
    await other.claim(cells);
    const controller = new AbortController();
    const observer = { onWait: () => controller.abort(new Error('Ctrl-C')) };
    const options = { folder: await open(other.path), cells, executor, limits, observer };
    await expect(throughTime(runExperiment({ ...options, signal: controller.signal }))).rejects.toThrow(
      'Ctrl-C',
    );
  });
});
