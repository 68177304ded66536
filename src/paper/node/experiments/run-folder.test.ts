import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { doneRecord, failedRecord } from '../../../../test/support/run-records.js';
import { ownIdentity } from '../../../platform/node/files/process-identity.js';
import { cellKey } from '../../experiments/cell.js';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import { type FullRecord, recordLine } from '../../experiments/run-record.js';
import { LEASE_MILLISECONDS, RENEWAL_MILLISECONDS } from './claim-file.js';
import { readRecords } from './read-records.js';
import { RunFolder, type RunFolderOptions } from './run-folder.js';

const place = mkdtempSync(join(tmpdir(), 'qcl-mixnet-runs-'));
let folders = 0;

afterAll(() => rmSync(place, { recursive: true, force: true }));

const newFolder = () => join(place, String(folders++));
const table = { rows: 0, columns: [], source: 'none' };
const experiment = { version: '0.1.0', kernelBuild: 'fma', checksums: new Map([['glass', 'abc']]) };
const open = (path: string, options?: RunFolderOptions) => RunFolder.open(path, experiment, options);

/** The record of the cell with a seed, and its cell. */
const full = (seed: number): FullRecord => ({
  ...doneRecord(seed / 100, { seed }),
  perClass: [],
  curve: { loss: [], validationMacroF1: [] },
});
const cellOf = (record: FullRecord): PlannedCell => ({
  description: record,
  key: cellKey(record),
  table,
  cost: 1,
});
const cells = [42, 43, 44].map((seed) => cellOf(full(seed)));
const seedOf = (cell: PlannedCell | undefined) => cell?.description.seed;

describe('claiming', () => {
  it('gives every cell once, in the order of the list, whoever asks', async () => {
    const path = newFolder();
    const [one, other] = await Promise.all([open(path), open(path)]);
    expect(seedOf(await one.claim(cells))).toBe(42);
    expect(seedOf(await other.claim(cells))).toBe(43);
    await one.finish(cells[0].key, full(42));
    expect(seedOf(await other.claim(cells))).toBe(44);
    expect(await one.claim(cells)).toBeUndefined();
    expect([...one.records.keys()]).toEqual([cells[0].key]);
  });

  it('gives back what is released, and what a dead process held', async () => {
    const path = newFolder();
    const folder = await open(path);
    await folder.claim(cells);
    await folder.release();
    expect(readdirSync(path)).toEqual(['runs.jsonl']);
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const claim = { key: cells[0].key, process: { ...ownIdentity(), pid } };
    writeFileSync(join(path, 'claims.json'), JSON.stringify([claim]));
    expect(seedOf(await folder.claim(cells))).toBe(42);
  });

  it('runs failed cells again only when told to, and then once', async () => {
    const path = newFolder();
    const first = await open(path);
    await first.finish(cells[0].key, failedRecord('slow', { seed: 42 }));
    await first.finish(cells[1].key, full(43));
    expect(seedOf(await first.claim(cells))).toBe(44);
    await first.release();
    const second = await open(path, { retryFailed: true });
    expect(seedOf(await second.claim(cells))).toBe(42);
    await second.finish(cells[0].key, failedRecord('slow again', { seed: 42 }));
    expect(seedOf(await second.claim(cells))).toBe(44);
    expect(second.records.get(cells[0].key)).toMatchObject({ reason: 'slow again' });
    const [third, fourth] = await Promise.all([1, 2].map(() => open(path, { retryFailed: true })));
    expect(seedOf(await third.claim(cells))).toBe(42);
    await third.finish(cells[0].key, failedRecord('slow again', { seed: 42 }));
    await third.release();
    await second.release();
    // Another process has tried it again: once is enough.
    expect(seedOf(await fourth.claim(cells))).toBe(44);
  });

  it('refuses claims that are not claims', async () => {
    const path = newFolder();
    const folder = await open(path);
    writeFileSync(join(path, 'claims.json'), '');
    await expect(folder.claim(cells)).rejects.toThrow(/claims\.json is damaged: delete it/);
  });
});

describe('a claim', () => {
  /** As a process on another machine opens the folder: it cannot be seen from here. */
  const openElsewhere = (path: string, pid = 1) =>
    open(path, { identity: { pid, host: 'elsewhere', started: '1', space: 'another kernel' } });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('of a process elsewhere ends when it has not been renewed for the lease', async () => {
    const path = newFolder();
    expect(seedOf(await (await openElsewhere(path)).claim(cells))).toBe(42);
    const here = await open(path);
    expect(await here.claim(cells.slice(0, 1))).toBeUndefined();
    expect(here.heldElsewhere(cells)).toMatchObject([
      { key: cells[0].key, process: { host: 'elsewhere', pid: 1 }, millisecondsLeft: LEASE_MILLISECONDS },
    ]);
    vi.advanceTimersByTime(LEASE_MILLISECONDS - 1);
    expect(await here.claim(cells.slice(0, 1))).toBeUndefined();
    expect(here.heldElsewhere(cells)[0].millisecondsLeft).toBe(1);
    vi.advanceTimersByTime(1);
    expect(seedOf(await here.claim(cells.slice(0, 1)))).toBe(42);
    expect(here.heldElsewhere(cells)).toEqual([]);
  });

  it('holds for as long as it is renewed, whatever the clocks say', async () => {
    const path = newFolder();
    const elsewhere = await openElsewhere(path);
    await elsewhere.claim(cells);
    const here = await open(path);
    for (let time = 0; time < 10 * LEASE_MILLISECONDS; time += RENEWAL_MILLISECONDS) {
      expect(await here.claim(cells.slice(0, 1))).toBeUndefined();
      vi.advanceTimersByTime(RENEWAL_MILLISECONDS);
      await elsewhere.renew();
    }
  });

  it('is told apart where host names and process numbers are the same', async () => {
    const path = newFolder();
    const [one, other] = await Promise.all([openElsewhere(path), openElsewhere(path)]);
    expect([seedOf(await one.claim(cells)), seedOf(await other.claim(cells))]).toEqual([42, 43]);
    await one.release();
    expect(seedOf(await one.claim(cells))).toBe(42);
    expect(one.heldElsewhere(cells)).toMatchObject([{ key: cells[1].key }]);
  });

  it('of version 0.1.0 ends too', async () => {
    const path = newFolder();
    const here = await open(path);
    const claim = { key: cells[0].key, process: { pid: 1, host: 'elsewhere', started: '1' } };
    writeFileSync(join(path, 'claims.json'), JSON.stringify([claim]));
    expect(await here.claim(cells.slice(0, 1))).toBeUndefined();
    vi.advanceTimersByTime(LEASE_MILLISECONDS);
    expect(seedOf(await here.claim(cells.slice(0, 1)))).toBe(42);
  });

  it('that ended while its process was suspended leaves one record, the first', async () => {
    const path = newFolder();
    const suspended = await openElsewhere(path, 1);
    await suspended.claim(cells);
    const second = await openElsewhere(path, 2);
    await second.claim(cells.slice(0, 1));
    vi.advanceTimersByTime(LEASE_MILLISECONDS);
    expect(seedOf(await second.claim(cells.slice(0, 1)))).toBe(42);
    // The first goes on: the claim is not its own any more.
    await suspended.renew();
    const claims = JSON.parse(readFileSync(join(path, 'claims.json'), 'utf8'));
    expect(claims).toMatchObject([{ key: cells[0].key, process: { pid: 2 } }]);
    const record = full(42);
    await second.finish(cells[0].key, { ...record, seconds: 1 });
    await suspended.finish(cells[0].key, { ...record, seconds: 2 });
    expect(readFileSync(join(path, 'runs.jsonl'), 'utf8')).toBe(recordLine({ ...record, seconds: 1 }));
    expect(suspended.records.get(cells[0].key)).toMatchObject({ seconds: 1 });
    expect(readdirSync(path)).toEqual(['runs.jsonl']);
  });

  it('is had again by a process that was suspended if nobody took the cell', async () => {
    const path = newFolder();
    const suspended = await openElsewhere(path);
    await suspended.claim(cells);
    const here = await open(path);
    await here.claim(cells.slice(1, 2));
    vi.advanceTimersByTime(LEASE_MILLISECONDS);
    await here.finish(cells[1].key, full(43));
    expect(readdirSync(path)).toEqual(['runs.jsonl']);
    await suspended.renew();
    expect(await here.claim(cells.slice(0, 1))).toBeUndefined();
  });

  it('lets a result count that comes after a failure', async () => {
    const path = newFolder();
    const [one, other] = await Promise.all([openElsewhere(path), openElsewhere(path)]);
    await one.finish(cells[0].key, failedRecord('slow', { seed: 42 }));
    await other.finish(cells[0].key, full(42));
    await one.finish(cells[0].key, failedRecord('slow', { seed: 42 }));
    expect((await open(path)).records.get(cells[0].key)).toMatchObject({ outcome: 'done' });
    expect(readFileSync(join(path, 'runs.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('opening', () => {
  it('removes what killed processes left', async () => {
    const path = newFolder();
    mkdirSync(path);
    for (const name of ['claims.json.new', 'lock.0-1', 'notes.txt']) writeFileSync(join(path, name), '');
    await open(path);
    expect(readdirSync(path)).toEqual(['notes.txt', 'runs.jsonl']);
  });

  it('cuts off a last line that was torn anywhere, and keeps the others', async () => {
    const lines = [42, 43].map((seed) => recordLine(full(seed)));
    const torn = lines[1].length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: torn - 1 }), async (length) => {
        const path = newFolder();
        mkdirSync(path);
        writeFileSync(join(path, 'runs.jsonl'), lines[0] + lines[1].slice(0, length));
        expect((await readRecords(path)).torn).toBe(length > 0);
        const folder = await open(path);
        expect(readFileSync(join(path, 'runs.jsonl'), 'utf8')).toBe(lines[0]);
        expect(seedOf(await folder.claim(cells))).toBe(43);
        await folder.finish(cells[1].key, full(43));
        expect(readFileSync(join(path, 'runs.jsonl'), 'utf8')).toBe(lines.join(''));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [
      'another version',
      { version: '0.0.9' },
      /line 2 is of version 0\.0\.9 .* this is 0\.1\.0: choose another/,
    ],
    ['another kernel build', { kernelBuild: 'simd' }, /line 2 was computed with the kernel build simd/],
    ['other data', { checksum: 'other' }, /line 2 is of other data: the table glass had the checksum other/],
  ])('refuses records of %s, and changes nothing', async (_, more, message) => {
    const path = newFolder();
    mkdirSync(path);
    const text = recordLine(full(42)) + recordLine(doneRecord(0.5, { ...more, seed: 43 }));
    writeFileSync(join(path, 'runs.jsonl'), text);
    await expect(open(path)).rejects.toThrow(message);
    expect(readFileSync(join(path, 'runs.jsonl'), 'utf8')).toBe(text);
    expect(readdirSync(path)).toEqual(['runs.jsonl']);
  });

  it('takes an own table with another checksum, as another data set', async () => {
    const path = newFolder();
    mkdirSync(path);
    const table = { file: 'glass.csv', target: 'x' };
    writeFileSync(
      join(path, 'runs.jsonl'),
      recordLine(doneRecord(0.5, { checksum: 'other', seed: 42, table })),
    );
    expect(seedOf(await (await open(path)).claim(cells))).toBe(42);
  });

  it('names a line in the middle that is not a record', async () => {
    const path = newFolder();
    await (await open(path)).finish(cells[0].key, full(42));
    appendFileSync(join(path, 'runs.jsonl'), `{"half": \n${recordLine(full(43))}`);
    await expect(open(path)).rejects.toThrow(/runs\.jsonl, line 2 is not JSON/);
  });

  it('refuses a path that is a file', async () => {
    const path = newFolder();
    writeFileSync(path, '');
    await expect(open(path)).rejects.toThrow(/there is a file of this name/);
    await expect(open(join(path, 'runs'))).rejects.toThrow(/a part of the path is a file/);
  });

  // The superuser may write everywhere.
  it.skipIf(process.getuid?.() === 0)('refuses a folder that cannot be written', async () => {
    const path = newFolder();
    mkdirSync(path);
    chmodSync(path, 0o500);
    await expect(open(path)).rejects.toThrow(/permission denied/);
  });
});
