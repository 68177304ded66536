/** Saves a trained model to a file and loads it again. */
import { TableClassifier } from '../pipeline/table-classifier.js';
import { readModelFile } from '../platform/node/files/read-model-file.js';
import { writeFileAtomically } from '../platform/node/files/write-file-atomically.js';
import type { PreparationLimits } from '../tables/preparation/prepare-options.js';

/**
 * Writes the model to `path`, completely or not at all: see `writeFileAtomically`.
 *
 * @throws InputError if the file cannot be written for a reason that the user can fix.
 */
export async function saveModel(model: TableClassifier, path: string): Promise<void> {
  await writeFileAtomically(path, model.toBytes());
}

/**
 * The model that `saveModel` wrote.
 *
 * @throws InputError if there is no such file, or it cannot be read (see `readModelFile`), is damaged, is not a model, or
 *   was written by a newer version.
 */
export async function loadModel(path: string, limits: PreparationLimits = {}): Promise<TableClassifier> {
  return TableClassifier.fromBytes(await readModelFile(path), { ...limits, name: path });
}
