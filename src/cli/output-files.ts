/** The files that a command is going to write, checked before it computes anything. */
import { resolve } from 'node:path';
import { InputError } from '../errors.js';
import { assertWritable } from '../node/write-file-atomically.js';

/** A file and the option that names it. */
export interface OutputFile {
  readonly option: string;
  /** Undefined where the option is not given. */
  readonly path: string | undefined;
}

/**
 * @param inputs paths of the tables; `-` is standard input
 * @throws InputError for an output that is one of the inputs or another output, or cannot be written.
 */
export async function checkOutputFiles(
  inputs: readonly (string | undefined)[],
  outputs: readonly OutputFile[],
): Promise<void> {
  const tables = new Set(
    inputs.filter((path) => path !== undefined && path !== '-').map((path) => resolve(path as string)),
  );
  const taken = new Map<string, string>();
  for (const { option, path } of outputs) {
    if (path === undefined) continue;
    const full = resolve(path);
    if (tables.has(full)) {
      throw new InputError(`${option} ${path} is the table itself: choose another file`);
    }
    const other = taken.get(full);
    if (other !== undefined)
      throw new InputError(`${other} and ${option} are both ${path}: choose two files`);
    taken.set(full, option);
    await assertWritable(path);
  }
}
