/**
 * Who holds a lock, and whether it is still there: a process number alone is not enough, because the system
 * gives it to another process after a crash.
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

export const ProcessIdentitySchema = z.object({
  pid: z.int().min(1),
  host: z.string(),
  /** When the process started, in the system's own measure; null where the system does not tell. */
  started: z.string().nullable(),
});

export type ProcessIdentity = z.infer<typeof ProcessIdentitySchema>;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), started: readStat(process.pid)?.started ?? null };
}

/** Whether the process is known to have ended. Of a process on another machine nothing is known. */
export function hasEnded(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return false;
  const stat = readStat(identity.pid);
  if (stat !== undefined) {
    return ENDED_STATES.has(stat.state) || (identity.started !== null && stat.started !== identity.started);
  }
  try {
    process.kill(identity.pid, 0);
    return false;
  } catch (error) {
    // EPERM: it is there, and someone else's.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

export function sameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.host === other.host && one.started === other.started;
}

/** A killed process is a zombie until its parent has asked for its exit code. */
const ENDED_STATES = new Set(['Z', 'X']);

/**
 * Fields 3 and 22 of /proc/PID/stat (proc(5), Linux): the state, and the clock ticks from the system's start
 * to the process's. Undefined where there is no /proc, and for a process that is gone.
 */
function readStat(pid: number): { readonly state: string; readonly started: string } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the program's name in brackets, which may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], started: fields[19] };
}
