/** The files that a command is going to write, checked before it computes anything. */
import { resolve } from 'node:path';
import { InputError } from '../errors.js';
import { assertWritable } from '../node/write-file-atomically.js';

/**
 * Checks that the file of an option can be written.
 *
 * @param path undefined where the option is not given
 * @param others the files that the command reads or writes besides, by what they are; `-` is standard input
 * @throws InputError if it is one of them, or cannot be written.
 */
export async function assertOutputPath(
  option: string,
  path: string | undefined,
  others: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if (path === undefined) return;
  for (const [what, other] of Object.entries(others)) {
    if (other === undefined || other === '-' || resolve(other) !== resolve(path)) continue;
    throw new InputError(`${option} ${path} is ${what} itself: choose another file`);
  }
  await assertWritable(path);
}
