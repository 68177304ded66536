/**
 * Files that exist only while a process writes them. Their names identify the process, so that the next one can
 * distinguish the files of a killed process from those of a running one.
 */

import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, ownIdentity } from './process-identity.js';
import { errorCode } from './system-errors.js';

/** A file of a process that is not visible from here counts as abandoned after this time without a change. */
const ABANDONED_MILLISECONDS = 600_000;

/** A regular expression for `writerTag`, for use within another one. */
export const WRITER_TAG = '[0-9a-f]{8}-\\d+-\\d+';

/** This process for the name of a file: machine or container, process number, start. */
export function writerTag(): string {
  const { pid, started } = ownIdentity();
  return `${placeTag()}-${pid}-${started ?? 0}`;
}

/** The name of a new temporary file, which `TEMPORARY_FILE` matches. */
export function temporaryName(): string {
  return `.qcl-mixnet-${writerTag()}-${randomUUID()}.tmp`;
}

/** Names of version 0.1.0 have no writer. */
const TEMPORARY_FILE = new RegExp(
  `^\\.qcl-mixnet-(?:(?<writer>${WRITER_TAG})-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp$`,
);

/** Removes the temporary files in `folder` whose writer is gone, as far as permissions allow. */
export async function removeAbandonedTemporaries(folder: string): Promise<void> {
  try {
    for (const name of await abandonedFiles(folder, (name) => TEMPORARY_FILE.exec(name)?.groups)) {
      await rm(join(folder, name), { force: true });
    }
  } catch (error) {
    // Cleaning up after others is not a reason to fail; problems with the folder show when it is written to.
    if (!NOT_OURS.has(errorCode(error) ?? '')) throw error;
  }
}

const NOT_OURS = new Set(['EACCES', 'EPERM', 'EBUSY', 'EROFS', 'ENOENT', 'ENOTDIR']);

/**
 * The files in `folder` whose writer is gone: its process has ended or, if that is unknown (another machine or
 * container, or no `writer`), the file has not changed for ten minutes.
 *
 * @param parse returns the `writerTag` in a name; undefined for a name of another kind
 */
export async function abandonedFiles(
  folder: string,
  parse: (name: string) => { readonly writer?: string } | undefined,
): Promise<string[]> {
  const found: string[] = [];
  let now: number | undefined;
  for (const name of (await readdir(folder)).sort()) {
    const parsed = parse(name);
    if (parsed === undefined) continue;
    const ended = writerHasEnded(parsed.writer);
    if (ended === undefined) now ??= await timeIn(folder);
    if (ended ?? (await modified(join(folder, name))) < now! - ABANDONED_MILLISECONDS) found.push(name);
  }
  return found;
}

/** Undefined for a process that is not visible from here. */
function writerHasEnded(tag: string | undefined): boolean | undefined {
  const [place, pid, started] = tag?.split('-') ?? [];
  if (place !== placeTag()) return undefined;
  return hasEnded({ ...ownIdentity(), pid: Number(pid), started: started === '0' ? null : started });
}

function placeTag(): string {
  const { host, space } = ownIdentity();
  return createHash('sha256')
    .update(space ?? host)
    .digest('hex')
    .slice(0, 8);
}

/** Infinity for a file that is gone. */
async function modified(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** The time by the clock that dates the files of `folder`, which need not be this machine's. */
async function timeIn(folder: string): Promise<number> {
  const path = join(folder, temporaryName());
  const file = await open(path, 'wx');
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

/** Files that must not outlive the process, even if it calls `process.exit`. */
const paths = new Set<string>();

/** Removes `path` when the process exits, unless the returned function is called before. */
export function removeOnExit(path: string): () => void {
  if (paths.size === 0) process.on('exit', removeAll);
  paths.add(path);
  return () => {
    paths.delete(path);
    if (paths.size === 0) process.off('exit', removeAll);
  };
}

function removeAll(): void {
  for (const path of paths) rmSync(path, { force: true });
}
