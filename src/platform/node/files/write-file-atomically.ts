/**
 * Writing a file completely or not at all: a full disk, a crash or a power cut while a model is being saved must not
 * destroy the model that was there before. And a check, before hours of training, that the result can be saved.
 */
import { closeSync, constants, openSync, type Stats } from 'node:fs';
import {
  access,
  copyFile,
  type FileHandle,
  link,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../../errors.js';
import { removeAbandonedTemporaries, removeOnExit, temporaryName } from './leftover-files.js';
import { errorCode, withAdvice, writingAdvice } from './system-errors.js';

/** The file to write, with links followed, and what exists there now. */
interface Destination {
  readonly path: string;
  readonly existing: Stats | undefined;
}

const ADVICE = writingAdvice([
  ['ENOENT', 'its folder does not exist, or nothing can be created in it: create it, or choose another'],
  ['EISDIR', 'it is a folder: give the path of a file'],
  ['EPERM', 'the system does not permit it: choose another place or close the program that uses the file'],
  ['EBUSY', 'it is in use: close the program that uses the file'],
]);

/** Errors of linking on file systems without hard links (FAT, some network file systems). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK']);

/** Errors of syncing a folder on systems that cannot do it (Windows, some network file systems). */
const NO_FOLDER_SYNC = new Set(['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF']);

/**
 * Writes `bytes` to `path`, at once or piece by piece: into a temporary file in the same folder, flushed to the disk and
 * then renamed, so that a reader sees the old content or the new, never a part. A symbolic link stays a link and its
 * target is replaced; an existing file keeps its mode (a new one has 0666 less the umask). A file that is not regular,
 * for example `/dev/stdout`, is written to directly.
 *
 * @throws InputError if the file cannot be written for a reason that the user can fix. The old file, if there is one, is
 *   then unchanged, and no other file is left; the same holds if the pieces end with an error, which is thrown.
 */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  await explainingErrors(path, async () => {
    const { path: target, existing } = await findDestination(path);
    if (existing !== undefined && !existing.isFile()) {
      await writeFile(target, bytes);
      return;
    }
    const replace = () =>
      withTemporaryFile(dirname(target), async (file, temporary) => {
        if (existing !== undefined) await file.chmod(existing.mode & 0o777);
        await writeFile(file, bytes);
        await file.sync();
        await file.close(); // Windows cannot rename an open file
        await rename(temporary, target);
      });
    await replace().catch((error) => {
      // After a long suspension, a process on another machine may have removed the file. Pieces come only once.
      if (errorCode(error) !== 'ENOENT' || !(bytes instanceof Uint8Array)) throw error;
      return replace();
    });
    await syncFolder(dirname(target));
  });
}

/**
 * Creates the file `path` with `bytes`, completely or not at all, unless it exists: of several processes that do so at
 * the same time one succeeds. Returns whether this one did; a file that exists is unchanged.
 *
 * @throws InputError if the file cannot be written for a reason that the user can fix.
 */
export async function createFileAtomically(path: string, bytes: Uint8Array): Promise<boolean> {
  let isCreated = false;
  await explainingErrors(path, async () => {
    isCreated = await withTemporaryFile(dirname(path), async (file, temporary) => {
      await writeFile(file, bytes);
      await file.sync();
      await file.close();
      return placeNew(temporary, path);
    });
    if (isCreated) await syncFolder(dirname(path));
  });
  return isCreated;
}

/** Gives the file the name `path` too, which renaming would take from another file. False if there is one. */
async function placeNew(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path).catch((error) => {
      if (!NO_LINKS.has(errorCode(error) ?? '')) throw error;
      return copyFile(temporary, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Checks that `writeFileAtomically(path, ...)` can be expected to work, by creating a temporary file in the
 * folder and removing it again. `path` itself is not touched.
 *
 * @throws InputError if `path` is a folder or a read-only file, or its folder is missing or not writable.
 */
export async function assertWritable(path: string): Promise<void> {
  await explainingErrors(path, async () => {
    const { path: target, existing } = await findDestination(path);
    if (existing === undefined || existing.isFile()) await withTemporaryFile(dirname(target), async () => {});
  });
}

/** @throws the system's error, or InputError for a path that cannot be that of a file. */
async function findDestination(path: string): Promise<Destination> {
  if (path === '') throw new InputError('the path of the file to write is empty: give one');
  const existing = await statIfExists(path);
  if (existing === undefined) {
    if (/[/\\]$/.test(path)) {
      throw new InputError(`cannot write ${path}: it ends like a folder; give the path of a file`);
    }
    return { path: await followDanglingLinks(path), existing };
  }
  if (existing.isDirectory()) throw systemError('EISDIR');
  // Renaming would replace a read-only file without asking.
  await access(path, constants.W_OK);
  // A pipe behind /dev/stdout has no real path.
  return { path: existing.isFile() ? await realpath(path) : path, existing };
}

async function statIfExists(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file that a link without a target would create; any other path stays as it is. */
export async function followDanglingLinks(path: string): Promise<string> {
  let target = path;
  // `stat` found no cycle, so this ends.
  while (await isLink(target)) target = resolve(await realpath(dirname(target)), await readlink(target));
  return target;
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Calls `use` with a new file in the folder, which is closed and removed afterwards in any case. Files left there by
 * killed processes are removed before.
 */
async function withTemporaryFile<T>(
  folder: string,
  use: (file: FileHandle, path: string) => Promise<T>,
): Promise<T> {
  await removeAbandonedTemporaries(folder);
  const path = join(folder, temporaryName());
  // Synchronous: the process must not exit before a file that another thread is about to create.
  closeSync(openSync(path, 'wx', 0o666));
  const keep = removeOnExit(path);
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_WRONLY);
    return await use(file, path);
  } finally {
    try {
      await file?.close(); // a second close does nothing
    } finally {
      await rm(path, { force: true });
      keep();
    }
  }
}

/** Makes the renaming itself survive a power cut, if the system supports it. */
async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | undefined;
  try {
    folder = await open(path, 'r');
    await folder.sync();
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(errorCode(error) ?? '')) throw error;
  } finally {
    await folder?.close();
  }
}

async function explainingErrors(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw withAdvice(error, `cannot write ${path}`, ADVICE);
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
