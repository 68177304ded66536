/** What the system says about a folder of runs, in words that tell a person what to do. */
import { InputError } from '../../../errors.js';

const MENDS: ReadonlyMap<string, string> = new Map([
  ['EEXIST', 'there is a file of this name: choose another --out'],
  ['ENOENT', 'it cannot be made there, or it is gone: choose another place'],
  ['ENOTDIR', 'a part of the path is a file, not a folder: correct the path'],
  ['EISDIR', 'runs.jsonl, claims.json or lock in it is a folder: choose another --out'],
  ['EACCES', 'permission denied: choose another place or change the permissions'],
  ['EPERM', 'the system does not permit it (locks need hard links): choose another place'],
  ['ENOTSUP', 'its file system has no hard links, which locks need: choose another place'],
  ['EROFS', 'the file system is read-only: choose another place'],
  ['ENOSPC', 'no space is left on the device: free some and start again, finished runs are kept'],
  ['EDQUOT', 'the disk quota is used up: free some space and start again, finished runs are kept'],
  ['EFBIG', 'the file is larger than the system allows: raise the limit (ulimit -f) and start again'],
  ['ENAMETOOLONG', 'the name is too long: choose a shorter one'],
]);

/** Runs `work`; what a person can mend is thrown as `InputError`, anything else as it is. */
export function explainingFolderErrors<T>(path: string, work: () => T): T {
  const explained = (error: unknown) => {
    const mend = MENDS.get((error as NodeJS.ErrnoException).code ?? '');
    return mend === undefined
      ? error
      : new InputError(`cannot write runs in ${path}: ${mend}`, { cause: error });
  };
  try {
    const result = work();
    if (!(result instanceof Promise)) return result;
    return result.catch((error) => {
      throw explained(error);
    }) as T;
  } catch (error) {
    throw explained(error);
  }
}
