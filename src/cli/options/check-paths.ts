/** The files that a command is going to read and to write, checked before it reads any of them. */
import { InputError } from '../../errors.js';
import { identityOfFile, identityOfStream } from '../../platform/node/files/file-identity.js';
import { assertWritable } from '../../platform/node/files/write-file-atomically.js';

/** The name of a path for the user, such as `the table` or `--out`, and the path; undefined if it is not given. */
export type NamedPath = readonly [what: string, path: string | undefined];

/** The names of standard input. */
const STANDARD_INPUT = new Set(['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

/**
 * Checks that no two files of a command are the same, under any name, and that its outputs can be written.
 *
 * @param inputs tables, models and so on, `-` for standard input. Those with the same name may be the same file.
 * @param outputs named by their options, without standard output
 * @throws InputError if two are the same file or both standard input, and for an output that cannot be written.
 */
export async function checkPaths(
  inputs: readonly NamedPath[],
  outputs: readonly NamedPath[] = [],
): Promise<void> {
  const taken = new Map<string, string>();
  const streams = new Set<string>();
  for (const [what, path] of inputs) {
    if (path === undefined) continue;
    const isStream = STANDARD_INPUT.has(path);
    const identity = isStream ? ((await identityOfStream(0)) ?? '-') : await identityOfFile(path);
    if (identity === undefined) continue;
    const other = taken.get(identity) ?? what;
    if (other !== what && isStream && streams.has(other)) {
      throw new InputError(`both ${other} and ${what} are standard input: give one of them as a file`);
    }
    if (other !== what) throw new InputError(`${what} ${path} is ${other} itself: give another file`);
    taken.set(identity, what);
    if (isStream) streams.add(what);
  }
  const read = taken.get((await identityOfStream(1)) ?? '');
  if (read !== undefined) {
    throw new InputError(`standard output is ${read} itself: redirect it to another file`);
  }
  for (const [option, path] of outputs) {
    if (path === undefined) continue;
    const identity = await identityOfFile(path);
    const other = identity === undefined ? undefined : taken.get(identity);
    if (other !== undefined) {
      throw new InputError(`${option} ${path} is ${other} itself: choose another file`);
    }
    await assertWritable(path);
    if (identity !== undefined) taken.set(identity, option);
  }
}
