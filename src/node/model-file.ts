/** Saving a trained model to a file and loading it again. */
import { readFile } from 'node:fs/promises';
import { InputError } from '../errors.js';
import { TableClassifier } from '../pipeline/table-classifier.js';
import type { PreparationLimits } from '../tables/preparation/preparation.js';
import { writeFileAtomically } from './write-file-atomically.js';

const MENDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file: check the path'],
  ['ENOTDIR', 'a part of the path is a file, not a folder: correct the path'],
  ['EISDIR', 'it is a folder: give the path of a model file'],
  ['EACCES', 'permission denied: change the permissions of the file'],
  ['EPERM', 'the system does not permit it: change the permissions of the file'],
]);

/** Node cannot hold a longer file in one buffer (`ERR_FS_FILE_TOO_LARGE`). */
const TOO_LARGE = 'ERR_FS_FILE_TOO_LARGE';

/**
 * Writes the model to `path`, whole or not at all: see `writeFileAtomically`.
 *
 * @throws InputError if the file cannot be written for a reason a person can mend.
 */
export async function saveModel(model: TableClassifier, path: string): Promise<void> {
  await writeFileAtomically(path, model.toBytes());
}

/**
 * The model that `saveModel` wrote.
 *
 * @throws InputError if there is no such file, it cannot be read, or it is no (undamaged, not newer) model.
 */
export async function loadModel(path: string, limits: PreparationLimits = {}): Promise<TableClassifier> {
  return TableClassifier.fromBytes(await readModelFile(path), { ...limits, name: path });
}

async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const mend = code === TOO_LARGE ? 'it is far larger than any model: check the path' : MENDS.get(code);
    if (mend === undefined) throw error;
    throw new InputError(`cannot read the model ${path}: ${mend}`, { cause: error });
  }
}
