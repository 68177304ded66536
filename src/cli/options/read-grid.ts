/** Reads the grid of a search from a file. */
import type { ParameterGrid } from '../../classifiers/contract/classifier-entry.js';
import { InputError } from '../../errors.js';
import { parseGrids } from '../../pipeline/tuning/candidates.js';
import { readOptionFile } from './read-option-file.js';

/** Throws `InputError` for a file that cannot be read, is not JSON, or holds no grid. */
export async function readGrid(path: string): Promise<ParameterGrid[]> {
  const text = await readOptionFile('--grid', path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`--grid ${path} is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
  return parseGrids(value, path);
}
