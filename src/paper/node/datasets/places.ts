/** The places where tables of data sets are looked for, and which of them has one. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { InputError } from '../../../errors.js';
import type { DatasetEntry } from '../../datasets/dataset-entry.js';

export interface DatasetPlaces {
  /** A folder of ready tables, NAME.csv.gz or NAME.csv, that is looked at first. */
  readonly folder?: string;
  /** The folder of downloaded tables; it need not exist yet. */
  readonly cache: string;
}

/** Where a table came from: a folder of ready tables, the cache of downloads, or the package itself. */
export type DatasetOrigin =
  | { readonly kind: 'folder' | 'cache'; readonly path: string }
  | { readonly kind: 'embedded' };

/**
 * The places that the environment names: the folder `QCL_MIXNET_DATA`, and `qcl-mixnet` in the user's cache
 * folder, `XDG_CACHE_HOME` or `~/.cache` (XDG Base Directory Specification; a relative path there is
 * ignored, as it demands).
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
 * Where the table is: the folder, then the cache, then the package itself; undefined if it is nowhere.
 *
 * @throws InputError if `QCL_MIXNET_DATA` names no folder, or a place cannot be looked at.
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
    throw new InputError(`cannot look at ${path}: ${message}`, { cause: error });
  }
}
