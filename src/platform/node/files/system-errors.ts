/** Errors of the operating system in plain words: advice to the user, by their code. */
import { InputError } from '../../../errors.js';

export type Advice = ReadonlyMap<string, string>;

/** For any path. */
const PATH_ADVICE = [
  ['ENOTDIR', 'a part of the path is a file, not a folder: correct the path'],
  ['ENAMETOOLONG', 'the name is too long: choose a shorter one'],
  ['ELOOP', 'its symbolic links form a cycle: correct the links'],
] as const;

/** Advice on reading, with that for the caller's kind of file. */
export function readingAdvice(own: Iterable<readonly [string, string]>): Advice {
  return new Map<string, string>([...PATH_ADVICE, ...own]);
}

/** Advice on writing, with that for the caller's kind of file. */
export function writingAdvice(own: Iterable<readonly [string, string]>): Advice {
  return new Map<string, string>([
    ...PATH_ADVICE,
    ['EACCES', 'permission denied: choose another place or change the permissions'],
    ['EROFS', 'the file system is read-only: choose another place'],
    ['ENOSPC', 'no space is left on the device: free some or choose another place'],
    ['EDQUOT', 'the disk quota is used up: free some space or choose another place'],
    [
      'EFBIG',
      'the file is larger than the system allows: raise the limit (ulimit -f) or choose another place',
    ],
    ...own,
  ]);
}

/** An InputError of `failure` and the advice for the error's code; the error itself if there is none. */
export function withAdvice(error: unknown, failure: string, advice: Advice): unknown {
  const text = advice.get(errorCode(error) ?? '');
  return text === undefined ? error : new InputError(`${failure}: ${text}`, { cause: error });
}

/** The code of an error of the operating system, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
