/**
 * A lock file that several processes share, held for milliseconds. It survives the death of its holder: who
 * comes next sees that the process is gone, or on another machine that nothing has happened for far too long,
 * and breaks the lock; only one of those who see it can.
 *
 * The file appears with its content in one step (a hard link), so that nobody ever reads half of it.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../../errors.js';
import {
  hasEnded,
  isVisible,
  ownIdentity,
  ProcessIdentitySchema,
} from '../../../platform/node/files/process-identity.js';
import { errorCode } from '../../../platform/node/files/system-errors.js';
import { StillnessWatch } from './stillness-watch.js';

const HolderSchema = ProcessIdentitySchema.extend({
  /** Different each time the lock is taken. */
  token: z.string(),
});
type Holder = z.infer<typeof HolderSchema>;

const FIRST_PAUSE_MILLISECONDS = 2;
const LONGEST_PAUSE_MILLISECONDS = 50;
const DEFAULT_PATIENCE_MILLISECONDS = 30_000;
/** After so long the holder on another machine is taken for dead. */
const UNSEEN_HOLDER_MILLISECONDS = 10_000;

/** The lock was broken by another process, which took this one for dead. */
class LockLost extends Error {}

/**
 * Runs `work` while no other process is in `withLock` with the same path. `work` is synchronous, so that the
 * lock also keeps out everything else in this process.
 *
 * A process that is suspended while it holds the lock can lose it. So `work` calls `assertHeld` before each
 * change; where the lock is lost, `work` is run again from its beginning when the lock is held once more.
 *
 * @param path of the lock file; it is there only while the lock is held
 * @throws InputError when a living process holds it for longer than `patience` milliseconds (default 30 s);
 *   whatever `work` and the file system throw
 */
export async function withLock<T>(
  path: string,
  work: (assertHeld: () => void) => T,
  { patience = DEFAULT_PATIENCE_MILLISECONDS } = {},
): Promise<T> {
  const until = performance.now() + patience;
  const watch = new StillnessWatch();
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; ) {
    const token = tryLock(path, watch);
    if (token !== undefined) {
      try {
        return work(() => assertHeld(path, token));
      } catch (error) {
        if (!(error instanceof LockLost)) throw error;
      } finally {
        giveBack(path, token);
      }
    }
    if (performance.now() > until) throw heldTooLong(path);
    // At random, so that two who wait do not meet again and again.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    pause = Math.min(LONGEST_PAUSE_MILLISECONDS, 2 * pause);
  }
}

/** Takes the lock if nobody alive holds it; returns its token. */
function tryLock(path: string, watch: StillnessWatch): string | undefined {
  const token = create(path);
  if (token !== undefined) return token;
  const holder = holderOf(path);
  if (holder === undefined || !isDead(path, holder, watch)) return undefined;
  return breakLock(path, holder.token, watch) ? create(path) : undefined;
}

function isDead(path: string, holder: Holder, watch: StillnessWatch): boolean {
  if (isVisible(holder)) return hasEnded(holder);
  return watch.stillFor(path, holder.token) > UNSEEN_HOLDER_MILLISECONDS;
}

/**
 * Removes the lock of a dead holder. Two who see the same dead holder must not both remove "its" file, the
 * second time a new holder's: the one that locks the token may, and it looks again whether the token is there.
 */
function breakLock(path: string, token: string, watch: StillnessWatch): boolean {
  const right = `${path}.${token}`;
  const rightToken = tryLock(right, watch);
  if (rightToken === undefined) return false;
  try {
    if (holderOf(path)?.token !== token) return false;
    rmSync(path, { force: true });
    return true;
  } finally {
    giveBack(right, rightToken);
  }
}

function assertHeld(path: string, token: string): void {
  if (holderOf(path)?.token !== token) throw new LockLost();
}

function giveBack(path: string, token: string): void {
  if (holderOf(path)?.token === token) rmSync(path, { force: true });
}

function create(path: string): string | undefined {
  const prepared = `${path}.${randomUUID()}`;
  const token = randomUUID();
  writeFileSync(prepared, JSON.stringify({ ...ownIdentity(), token }));
  try {
    linkSync(prepared, path);
    return token;
  } catch (error) {
    // ENOENT: `removeLeftovers` of the holder took the prepared file.
    if (BUSY.has(errorCode(error) ?? '')) return undefined;
    throw error;
  } finally {
    rmSync(prepared, { force: true });
  }
}

const BUSY = new Set(['EEXIST', 'ENOENT']);

/**
 * Removes what processes left beside the lock that were killed while they were taking or breaking it. Only
 * for the holder: then nobody can be breaking the lock, and who is about to take it tries again.
 */
export function removeLeftovers(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(path)}.`)) rmSync(join(folder, name), { force: true });
  }
}

/** Undefined when the lock has been given back in the meantime. */
function holderOf(path: string): Holder | undefined {
  try {
    return HolderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new InputError(`${path} is no lock of this program: delete it`, { cause: error });
  }
}

function heldTooLong(path: string): InputError {
  const holder = holderOf(path);
  const who = holder === undefined ? 'other processes' : `process ${holder.pid} on ${holder.host}`;
  return new InputError(
    `${path} is held by ${who}: wait for it; if there is no such process any more, delete the file`,
  );
}
