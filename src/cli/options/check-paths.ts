/** The files that a command is going to read and to write, checked before it reads any of them. */
import { InputError } from '../../errors.js';
import { identityOfFile, identityOfStream } from '../../platform/node/files/file-identity.js';
import { assertWritable } from '../../platform/node/files/write-file-atomically.js';

/** What a path is for the user, such as `the table` or `--out`, and the path; undefined where it is not given. */
export type NamedPath = readonly [what: string, path: string | undefined];

/** Other names of what `-` stands for. */
const STANDARD_INPUT = new Set(['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

/**
 * Checks that no file of a command is another one of it, under whatever name, and that its outputs can be written.
 *
 * @param inputs tables, models and so on, `-` for standard input. Those of one name may be the same file.
 * @param outputs named by their options; what the command writes to standard output need not be told
 * @throws InputError for two that are one file or both standard input, and for an output that cannot be written.
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
      throw new InputError(`both ${other} and ${what} are standard input: give one of the two as a file`);
    }
    if (other !== what) throw new InputError(`${what} ${path} is ${other} itself: give another file`);
    taken.set(identity, what);
    if (isStream) streams.add(what);
  }
  const read = taken.get((await identityOfStream(1)) ?? '');
  if (read !== undefined) {
    throw new InputError(`standard output is ${read} itself: send it to another file`);
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
