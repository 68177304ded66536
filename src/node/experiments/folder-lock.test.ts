import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { removeLeftovers, withLock } from './folder-lock.js';
import { hasEnded, ownIdentity } from './process-identity.js';

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

  it('does not know whether a process of another machine lives', async () => {
    writeHolder({ pid: deadProcess(), host: 'elsewhere' });
    await expect(withLock(path, () => 1, { patience: 50 })).rejects.toThrow(/on elsewhere.*delete the file/);
  });

  it('refuses a file that is no lock', async () => {
    writeFileSync(path, 'my notes');
    await expect(withLock(path, () => 1)).rejects.toThrow(/no lock of this program/);
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

describe('hasEnded', () => {
  it('knows this process, a dead one, and another one with the number of a dead one', () => {
    expect(hasEnded(ownIdentity())).toBe(false);
    expect(hasEnded({ ...ownIdentity(), pid: deadProcess() })).toBe(true);
    const known = ownIdentity().started !== null;
    expect(hasEnded({ ...ownIdentity(), started: '1' })).toBe(known);
  });
});
