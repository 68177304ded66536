/** The text of a file that an option names. */
import { readFile } from 'node:fs/promises';
import { InputError } from '../../errors.js';

/** Throws `InputError`, naming the option, for a file that cannot be read. */
export async function readOptionFile(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`${option} ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
