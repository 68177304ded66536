/** Reads the grid of a search from a file. */
import { readFile } from 'node:fs/promises';
import type { ParameterGrid } from '../../classifiers/contract/classifier-entry.js';
import { InputError } from '../../errors.js';
import { parseGrids } from '../../pipeline/tuning/candidates.js';

/** Throws `InputError` for a file that cannot be read, is not JSON, or holds no grid. */
export async function readGrid(path: string): Promise<ParameterGrid[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`--grid ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`--grid ${path} is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
  return parseGrids(value, path);
}
