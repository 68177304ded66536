/** The places that are searched for the tables of data sets. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { InputError } from '../../../errors.js';
import type { DatasetEntry } from '../../datasets/dataset-entry.js';

export interface DatasetPlaces {
  /** A folder of ready tables, NAME.csv.gz or NAME.csv, which is searched first. */
  readonly folder?: string;
  /** The folder of downloaded tables; it need not exist yet. */
  readonly cache: string;
}

/** Where a table was found: a folder of ready tables, the cache of downloads, or the package itself. */
export type DatasetOrigin =
  | { readonly kind: 'folder' | 'cache'; readonly path: string }
  | { readonly kind: 'embedded' };

/**
 * The places that the environment names: the folder `QCL_MIXNET_DATA`, and `qcl-mixnet` in the user's cache
 * folder, `XDG_CACHE_HOME` or `~/.cache` (XDG Base Directory Specification, which says to ignore a
 * relative path).
 */
export function datasetPlaces(environment: NodeJS.ProcessEnv = process.env): DatasetPlaces {
  const { QCL_MIXNET_DATA: folder, XDG_CACHE_HOME: home = '' } = environment;
  return {
    folder: folder === '' ? undefined : folder,
    cache: join(isAbsolute(home) ? home : join(homedir(), '.cache'), 'qcl-mixnet'),
  };
}

/** The path of a data set's table in the cache. */
export function cachePath({ cache }: DatasetPlaces, { name }: DatasetEntry): string {
  return join(cache, `${name}.csv.gz`);
}

/**
 * Searches the folder, then the cache, then the package itself; undefined if the table is in none of them.
 *
 * @throws InputError if `QCL_MIXNET_DATA` does not name a folder, or a place cannot be read.
 */
export async function locateDataset(
  entry: DatasetEntry,
  places: DatasetPlaces,
): Promise<DatasetOrigin | undefined> {
  const { folder } = places;
  if (folder !== undefined) {
    if (!(await is('folder', folder))) {
      throw new InputError(`QCL_MIXNET_DATA names ${folder}, which is not a folder: correct or unset it`);
    }
    for (const path of [join(folder, `${entry.name}.csv.gz`), join(folder, `${entry.name}.csv`)]) {
      if (await is('file', path)) return { kind: 'folder', path };
    }
  }
  const path = cachePath(places, entry);
  if (await is('file', path)) return { kind: 'cache', path };
  return entry.embedded === undefined ? undefined : { kind: 'embedded' };
}

async function is(kind: 'file' | 'folder', path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return kind === 'file' ? found.isFile() : found.isDirectory();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new InputError(`cannot read ${path}: ${message}`, { cause: error });
  }
}
