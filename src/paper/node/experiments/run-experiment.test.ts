import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { doneRecord, failedRecord } from '../../../../test/support/run-records.js';
import { cellKey } from '../../experiments/cell.js';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FullRecord } from '../../experiments/run-record.js';
import { type HeldCell, LEASE_MILLISECONDS } from './claim-file.js';
import { type RunCellTask, runExperiment } from './run-experiment.js';
import { RunFolder, type RunFolderOptions } from './run-folder.js';

const place = mkdtempSync(join(tmpdir(), 'qcl-mixnet-experiment-'));
let folders = 0;

afterAll(() => rmSync(place, { recursive: true, force: true }));

const open = (path = join(place, String(folders++)), options: RunFolderOptions = {}) =>
  RunFolder.open(path, { version: '0.1.0', kernelBuild: 'fma', checksums: new Map() }, options);
const never = new AbortController().signal;
const cells: PlannedCell[] = [42, 43, 44, 45, 46].map((seed) => {
  const description = doneRecord(0.5, { seed });
  return { description, key: cellKey(description), table: { rows: 0, columns: [], source: '' }, cost: 1 };
});

function recordOf({ description }: PlannedCell): FullRecord {
  return {
    ...(description as FullRecord),
    curve: { loss: [], validationMacroF1: [] },
    perClass: [],
  } as FullRecord;
}

/** A task that notes its cells. */
function noting(begun: number[], task: RunCellTask): RunCellTask {
  return (cell, context) => {
    begun.push(cell.description.seed);
    return task(cell, context);
  };
}

describe('runExperiment', () => {
  it('begins the cells in order, no more at a time than it may, and runs only what is missing', async () => {
    const folder = await open();
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const task = noting(begun, async (cell) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return recordOf(cell);
    });
    await runExperiment({ folder, cells: cells.slice(1, 3), task, jobs: 2, signal: never });
    await runExperiment({ folder, cells, task, jobs: 2, signal: never });
    expect(begun).toEqual([43, 44, 42, 45, 46]);
    expect(most).toBe(2);
    expect(folder.records.size).toBe(5);
    expect(readdirSync(folder.path)).toEqual(['runs.jsonl']);
  });

  it('goes on after a cell that failed', async () => {
    const folder = await open();
    const task: RunCellTask = async (cell) =>
      cell === cells[0] ? failedRecord('too slow', { seed: 42 }) : recordOf(cell);
    const finished: string[] = [];
    const observer = { onFinish: (_: PlannedCell, { outcome }: FullRecord) => finished.push(outcome) };
    await runExperiment({ folder, cells, task, jobs: 1, signal: never, observer });
    expect(finished).toEqual(['failed', 'done', 'done', 'done', 'done']);
    expect((await open(folder.path)).records.get(cells[0].key)).toMatchObject({ reason: 'too slow' });
  });

  it('abandons the running cells when it is aborted, and gives them back', async () => {
    const folder = await open();
    const controller = new AbortController();
    const task: RunCellTask = async (cell, { signal }) => {
      if (cell === cells[0]) return recordOf(cell);
      setTimeout(() => controller.abort(new Error('Ctrl-C')), 5);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const run = runExperiment({ folder, cells, task, jobs: 2, signal: controller.signal });
    await expect(run).rejects.toThrow('Ctrl-C');
    expect([...folder.records.keys()]).toEqual([cells[0].key]);
    expect(readdirSync(folder.path)).toEqual(['runs.jsonl']);
  });

  it('stops the other slots too when a defect ends one, and says which', async () => {
    const folder = await open();
    const begun: number[] = [];
    const task = noting(begun, async (cell, { signal }) => {
      if (cell === cells[1]) throw new TypeError('a defect');
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await expect(runExperiment({ folder, cells, task, jobs: 2, signal: never })).rejects.toThrow('a defect');
    expect(begun).toEqual([42, 43]);
    expect(readdirSync(folder.path)).toEqual(['runs.jsonl']);
  });
});

describe('runExperiment beside others', () => {
  const elsewhere = { pid: 1, host: 'elsewhere', started: '1', space: 'another kernel' };
  const task: RunCellTask = async (cell) => recordOf(cell);

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
      runExperiment({ folder, cells, task: noting(begun, task), jobs: 2, signal: never, observer }),
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
    const slow: RunCellTask = (cell) =>
      new Promise((resolve) => {
        finish = () => resolve(recordOf(cell));
      });
    const other = await open(folder.path, { identity: elsewhere });
    await throughTime(
      runExperiment({ folder, cells: cells.slice(0, 1), task: slow, jobs: 1, signal: never }),
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
    await runExperiment({ folder, cells, task, jobs: 2, signal: never, wait: false });
    expect(folder.records.size).toBe(4);
    expect(folder.heldElsewhere(cells)).toMatchObject([{ key: cells[0].key, process: elsewhere }]);
  });

  it('stops waiting when it is aborted', async () => {
    const other = await open(undefined, { identity: elsewhere });
    await other.claim(cells);
    const controller = new AbortController();
    const observer = { onWait: () => controller.abort(new Error('Ctrl-C')) };
    const options = { folder: await open(other.path), cells, task, jobs: 2, observer };
    await expect(throughTime(runExperiment({ ...options, signal: controller.signal }))).rejects.toThrow(
      'Ctrl-C',
    );
  });
});
