/**
 * A lock file shared by several processes and held for milliseconds. If its holder dies, the next process breaks the
 * lock: it sees that the process is gone or, for another machine, that nothing has changed for far too long. Only one
 * process can break it.
 *
 * The file is created with its content in one step (a hard link), so that half of it is never read.
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
/** After this time a holder on another machine is considered dead. */
const UNSEEN_HOLDER_MILLISECONDS = 10_000;

/** The lock was broken by another process, which considered this one dead. */
class LockLost extends Error {}

/**
 * Runs `work` while no other process is in `withLock` with the same path. `work` is synchronous, so that the
 * lock also keeps out everything else in this process.
 *
 * A process that is suspended while it holds the lock can lose it. So `work` must call `assertHeld` before each
 * change; if the lock is lost, `work` is run again from the start once the lock is held again.
 *
 * @param path of the lock file, which exists only while the lock is held
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
    // Random, so that two waiting processes do not keep colliding.
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    pause = Math.min(LONGEST_PAUSE_MILLISECONDS, 2 * pause);
  }
}

/** Takes the lock unless a living process holds it; returns its token. */
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
 * Removes the lock of a dead holder. If two processes see the same dead holder, the second must not remove the lock of
 * a new holder: only the process that locks the token may remove it, after checking that the token is unchanged.
 */
function breakLock(path: string, token: string, watch: StillnessWatch): boolean {
  const breaker = `${path}.${token}`;
  const breakerToken = tryLock(breaker, watch);
  if (breakerToken === undefined) return false;
  try {
    if (holderOf(path)?.token !== token) return false;
    rmSync(path, { force: true });
    return true;
  } finally {
    giveBack(breaker, breakerToken);
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
    // ENOENT: `removeLeftovers` of the holder removed the prepared file.
    if (BUSY.has(errorCode(error) ?? '')) return undefined;
    throw error;
  } finally {
    rmSync(prepared, { force: true });
  }
}

const BUSY = new Set(['EEXIST', 'ENOENT']);

/**
 * Removes temporary files of processes that were killed while taking or breaking the lock. Call only while holding the
 * lock: then no process can be breaking it, and one that is about to take it tries again.
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
    throw new InputError(`${path} is not a lock of this program: delete it`, { cause: error });
  }
}

function heldTooLong(path: string): InputError {
  const holder = holderOf(path);
  const who = holder === undefined ? 'other processes' : `process ${holder.pid} on ${holder.host}`;
  return new InputError(
    `${path} is held by ${who}: wait for it; if that process no longer exists, delete the file`,
  );
}
