/**
 * The identity of a process that works on a file, and whether it still runs. A process number alone is not enough: the
 * system gives it to another process after a crash, and in containers every process is number 1.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { errorCode } from './system-errors.js';

export const ProcessIdentitySchema = z.object({
  pid: z.int().min(1),
  host: z.string(),
  /** When the process started, in the system's own unit; null if unknown. */
  started: z.string().nullable(),
  /**
   * The process table that `pid` refers to: the boot of the kernel and the PID namespace. A host name is not enough:
   * containers on different machines may share one. Null if the system has no such thing.
   */
  space: z.string().nullable().default(null),
});

export type ProcessIdentity = z.infer<typeof ProcessIdentitySchema>;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  own ??= {
    pid: process.pid,
    host: hostname(),
    started: readStat(process.pid)?.started ?? null,
    space: processSpace(),
  };
  return own;
}

let own: ProcessIdentity | undefined;

/** Whether this process could see the other one if it were running: same machine, same PID namespace. */
export function isVisible({ host, space }: ProcessIdentity): boolean {
  const here = ownIdentity();
  return space === here.space && (space !== null || host === here.host);
}

/** Whether the process is known to have ended. Of a process on another machine nothing is known. */
export function hasEnded(identity: ProcessIdentity): boolean {
  if (!isVisible(identity)) return false;
  const stat = readStat(identity.pid);
  if (stat !== undefined) {
    return ENDED_STATES.has(stat.state) || (identity.started !== null && stat.started !== identity.started);
  }
  try {
    process.kill(identity.pid, 0);
    return false;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return errorCode(error) === 'ESRCH';
  }
}

/** A killed process is a zombie until its parent has read its exit code. */
const ENDED_STATES = new Set(['Z', 'X']);

/**
 * Fields 3 and 22 of /proc/PID/stat (proc(5), Linux): the state, and the clock ticks from the system's start
 * to the process's. Undefined if there is no /proc, and for a process that is gone.
 */
function readStat(pid: number): { readonly state: string; readonly started: string } | undefined {
  const stat = procIsOurs() ? readIfThere(() => readFileSync(`/proc/${pid}/stat`, 'latin1')) : undefined;
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets, which may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], started: fields[19] };
}

/** A container may see the /proc of another PID namespace, which counts processes differently. */
function procIsOurs(): boolean {
  return readIfThere(() => readlinkSync('/proc/self')) === String(process.pid);
}

function processSpace(): string | null {
  const boot = readIfThere(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'));
  const namespace = readIfThere(() => readlinkSync('/proc/self/ns/pid'));
  return boot === undefined || namespace === undefined ? null : `${boot.trim()} ${namespace}`;
}

function readIfThere(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
