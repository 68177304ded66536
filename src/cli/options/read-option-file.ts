/** The text of a file that an option names. */
import { readFile } from 'node:fs/promises';
import { InputError } from '../../errors.js';
import { readingAdvice, withAdvice } from '../../platform/node/files/system-errors.js';

const ADVICE = readingAdvice([
  ['ENOENT', 'there is no such file: check the path'],
  ['ENOTDIR', 'there is no such file: check the path'],
  ['EISDIR', 'it is a folder: give a file in it'],
  ['EACCES', 'permission denied: change the permissions of the file'],
  ['EPERM', 'the system does not permit it: change the permissions of the file'],
]);

/** Throws `InputError`, naming the option, for a file that cannot be read. */
export async function readOptionFile(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const failure = `${option} ${path} cannot be read`;
    const explained = withAdvice(error, failure, ADVICE);
    if (explained instanceof InputError) throw explained;
    throw new InputError(`${failure}: ${(error as Error).message}`, { cause: error });
  }
}
