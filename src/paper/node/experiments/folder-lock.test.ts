import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownIdentity } from '../../../platform/node/files/process-identity.js';
import { removeLeftovers, withLock } from './folder-lock.js';

const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-lock-'));
const path = join(folder, 'lock');

afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

/** The number of a process that was there and is no more. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

function writeHolder(holder: object, token = 'x'): void {
  writeFileSync(path, JSON.stringify({ ...ownIdentity(), token, ...holder }));
}

describe('withLock', () => {
  it('holds the lock during the work and gives it back, also after an error', async () => {
    expect(await withLock(path, () => existsSync(path))).toBe(true);
    expect(existsSync(path)).toBe(false);
    const failing = withLock(path, () => {
      throw new Error('work');
    });
    await expect(failing).rejects.toThrow('work');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('breaks the lock of a process that has ended, once', async () => {
    writeHolder({ pid: deadProcess() });
    const results = await Promise.all(Array.from({ length: 8 }, (_, i) => withLock(path, () => i)));
    expect(results).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('breaks it too when an earlier one died while breaking it', async () => {
    writeHolder({ pid: deadProcess() }, 'first');
    writeFileSync(`${path}.first`, JSON.stringify({ ...ownIdentity(), pid: deadProcess(), token: 'second' }));
    expect(await withLock(path, () => 'in')).toBe('in');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('waits for a living process, and says who it is', async () => {
    writeHolder({});
    await expect(withLock(path, () => 1, { patience: 50 })).rejects.toThrow(`process ${process.pid}`);
    setTimeout(() => rmSync(path), 30);
    expect(await withLock(path, () => 1, { patience: 10_000 })).toBe(1);
  });

  describe('of a process that cannot be seen', () => {
    const elsewhere = { pid: process.pid, host: 'elsewhere', space: 'another kernel' };

    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('breaks the lock when it has not changed for ten seconds, once', async () => {
      writeHolder(elsewhere);
      const order: number[] = [];
      const works = [1, 2, 3].map((i) => withLock(path, () => order.push(i)));
      await vi.advanceTimersByTimeAsync(9_900);
      expect(order).toEqual([]);
      await vi.advanceTimersByTimeAsync(1_000);
      await Promise.all(works);
      expect(order.sort()).toEqual([1, 2, 3]);
      expect(readdirSync(folder)).toEqual([]);
    });

    it('waits where others take it in turn, and says who has it', async () => {
      writeHolder(elsewhere);
      const waiting = withLock(path, () => 1).catch((error) => error);
      for (let turn = 0; turn < 31; turn++) {
        writeHolder(elsewhere, `turn ${turn}`);
        await vi.advanceTimersByTimeAsync(1_000);
      }
      expect((await waiting).message).toMatch(/held by process \d+ on elsewhere.*delete the file/);
    });
  });

  it('repeats the work of a process that was suspended and lost the lock meanwhile', async () => {
    let attempts = 0;
    const result = await withLock(path, (assertHeld) => {
      attempts++;
      // What another process does that takes this one for dead.
      if (attempts === 1) writeHolder({ pid: deadProcess() }, 'another');
      assertHeld();
      return attempts;
    });
    expect(result).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the lock that another process has taken from it', async () => {
    await withLock(path, () => writeHolder({}, 'another'));
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('refuses a file that is not a lock', async () => {
    writeFileSync(path, 'my notes');
    await expect(withLock(path, () => 1)).rejects.toThrow(/not a lock of this program/);
  });
});

describe('removeLeftovers', () => {
  it('takes what stands beside the lock and nothing else', () => {
    for (const name of ['lock', 'lock.abc', 'lock.abc.def', 'runs.jsonl', 'locksmith']) {
      writeFileSync(join(folder, name), '');
    }
    removeLeftovers(path);
    expect(readdirSync(folder).sort()).toEqual(['lock', 'locksmith', 'runs.jsonl']);
  });
});
