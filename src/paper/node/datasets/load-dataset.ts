/** Loads a data set of the registry by name and checks it. */
import { readFile } from 'node:fs/promises';
import { InputError } from '../../../errors.js';
import { collectBytes } from '../../../tables/reading/byte-source.js';
import { readTable } from '../../../tables/reading/read-table.js';
import { gunzip, isGzip } from '../../../tables/reading/unpack-stream.js';
import type { Table } from '../../../tables/table.js';
import { sha256 } from '../../datasets/canonical-table.js';
import { checkedForm, mismatchOf } from '../../datasets/check-table.js';
import type { DatasetEntry } from '../../datasets/dataset-entry.js';
import { DatasetUnavailable } from '../../datasets/dataset-unavailable.js';
import { findDataset } from '../../datasets/registry.js';
import { readCacheManifest } from './cache-manifest.js';
import { type DatasetOrigin, type DatasetPlaces, datasetPlaces, locateDataset } from './places.js';

/** Several times the largest table of the registry, unpacked. */
const MOST_BYTES = 2 ** 30;

export interface LoadedDataset {
  readonly entry: DatasetEntry;
  /** The label is the last column, `target`; the rows are in canonical order, whatever their order in the file. */
  readonly table: Table;
  /** SHA-256 of the canonical CSV, in hexadecimal. */
  readonly checksum: string;
  readonly origin: DatasetOrigin;
}

/**
 * The data set `name` from the folder that `QCL_MIXNET_DATA` names, else from the cache of downloads, else
 * from the package itself. Nothing is downloaded. Equal data give the same table from every place.
 *
 * @throws DatasetUnavailable (an InputError) if it is in none of these places.
 * @throws InputError if there is no such data set (the nearest names are suggested), or the table that was found
 *   does not have the registry's checksum, or shape if there is no checksum.
 */
export async function loadDataset(
  name: string,
  places: DatasetPlaces = datasetPlaces(),
): Promise<LoadedDataset> {
  return loadEntry(findDataset(name), places);
}

/** `loadDataset` of an entry. */
export async function loadEntry(entry: DatasetEntry, places: DatasetPlaces): Promise<LoadedDataset> {
  const origin = await locateDataset(entry, places);
  if (origin === undefined) throw new DatasetUnavailable(entry);
  if (origin.kind === 'embedded') return loadEmbedded(entry, origin);
  try {
    return await loadFile(entry, origin.kind, origin.path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const advice =
      origin.kind === 'cache'
        ? `run "qcl-mixnet datasets fetch ${entry.name}" to fetch it again`
        : 'put the right file there, or remove it so that other places are searched';
    throw new InputError(`${error.message}: ${advice}`, { cause: error });
  }
}

async function loadEmbedded(entry: DatasetEntry, origin: DatasetOrigin): Promise<LoadedDataset> {
  const { table, checksum } = await checkedForm(entry.embedded!());
  return { entry, table, checksum, origin };
}

async function loadFile(entry: DatasetEntry, kind: 'folder' | 'cache', path: string): Promise<LoadedDataset> {
  const bytes = await unpackedFile(path);
  const expected =
    entry.checksum ?? (kind === 'cache' ? (await readCacheManifest(path))?.checksum : undefined);
  const table = await readTable(bytes, { name: path, format: 'csv', delimiter: ',' });
  const origin = { kind, path };
  const digest = await sha256(bytes);
  // These bytes are the canonical CSV; making it again would take as long as reading it.
  if (digest === expected)
    return { entry, table: { ...table, source: entry.name }, checksum: digest, origin };
  const checked = await checkedForm(table);
  const wrong = mismatchOf(entry, checked.table, checked.checksum, expected);
  if (wrong !== undefined)
    throw new InputError(`${path} is not the data set ${entry.name}: its table ${wrong}`);
  return { entry, table: { ...checked.table, source: entry.name }, checksum: checked.checksum, origin };
}

async function unpackedFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await readBytes(path));
  if (!isGzip(bytes)) return bytes;
  return collectBytes(gunzip(onePiece(bytes), path, { maxExpandedBytes: MOST_BYTES }), path, MOST_BYTES);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(`cannot read ${path} (${(error as Error).message})`, { cause: error });
  }
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
