/** System errors in a folder of runs, with advice for the user. */
import { withAdvice, writingAdvice } from '../../../platform/node/files/system-errors.js';

const ADVICE = writingAdvice([
  ['EEXIST', 'there is a file of this name: choose another --out'],
  ['ENOENT', 'it cannot be created there, or was removed: choose another --out'],
  ['EISDIR', 'runs.jsonl, claims.json or lock in it is a folder: choose another --out'],
  ['EPERM', 'the system does not permit it (locks need hard links): choose another --out'],
  ['ENOTSUP', 'its file system has no hard links, which locks need: choose another --out'],
  ['ENOSPC', 'no space left on the device: free some and start again; finished runs are kept'],
  ['EDQUOT', 'the disk quota is used up: free some space and start again; finished runs are kept'],
  ['EFBIG', 'the file is larger than the system allows: raise the limit (ulimit -f) and start again'],
]);

/** Runs `work`; an error that the user can do something about is thrown as `InputError`, any other as it is. */
export function explainingFolderErrors<T>(path: string, work: () => T): T {
  const failure = `cannot write runs in ${path}`;
  try {
    const result = work();
    if (!(result instanceof Promise)) return result;
    return result.catch((error) => {
      throw withAdvice(error, failure, ADVICE);
    }) as T;
  } catch (error) {
    throw withAdvice(error, failure, ADVICE);
  }
}
