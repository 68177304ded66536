/** Downloads a data set (or takes a file that the user downloaded), converts and checks it, and caches the table. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { InputError } from '../../../errors.js';
import { makeFolder } from '../../../platform/node/files/make-folder.js';
import { writeFileAtomically } from '../../../platform/node/files/write-file-atomically.js';
import { type CheckedTable, normaliseOriginal } from '../../datasets/check-table.js';
import type { DatasetEntry, Original } from '../../datasets/dataset-entry.js';
import { DatasetUnavailable } from '../../datasets/dataset-unavailable.js';
import { removeCacheManifest, writeCacheManifest } from './cache-manifest.js';
import { type DownloadOptions, download } from './download.js';
import { type LoadedDataset, loadEntry } from './load-dataset.js';
import { PartFile } from './part-file.js';
import { cachePath, type DatasetPlaces, datasetPlaces } from './places.js';

export interface FetchDatasetOptions extends DownloadOptions {
  readonly places?: DatasetPlaces;
  /** Path of an original that the user has downloaded; nothing is then downloaded. */
  readonly from?: string;
  /** Called with each address before it is tried. */
  readonly onAddress?: (address: string) => void;
}

/**
 * Puts the table of a data set into the cache and loads it from there, replacing an existing one. The originals of the
 * entry are tried in order; a table is accepted only if it is the one of the registry.
 *
 * @throws DatasetUnavailable if the data set has no address and `from` is not given.
 * @throws InputError if the data set comes with the package, or if every original failed, with the reason of each; the
 *   cache is then unchanged.
 * @throws the signal's reason if it was aborted; the next call resumes the download.
 */
export async function fetchDataset(
  entry: DatasetEntry,
  options: FetchDatasetOptions = {},
): Promise<LoadedDataset> {
  const places = options.places ?? datasetPlaces();
  if (entry.embedded !== undefined) {
    throw new InputError(`${entry.name} comes with the package: there is nothing to fetch`);
  }
  const found =
    options.from === undefined
      ? await fromTheWeb(entry, places, options)
      : await fromFile(entry, options.from);
  await keep(entry, places, found);
  for (const { address } of entry.originals) {
    if (address !== undefined) await PartFile.discardAbandoned(places.cache, partName(entry, address));
  }
  return loadEntry(entry, { cache: places.cache });
}

interface Found {
  readonly checked: CheckedTable;
  readonly original: string;
}

async function fromTheWeb(
  entry: DatasetEntry,
  places: DatasetPlaces,
  options: FetchDatasetOptions,
): Promise<Found> {
  const reasons: string[] = [];
  for (const original of entry.originals) {
    const { address } = original;
    if (address === undefined) continue;
    options.onAddress?.(address);
    try {
      return { checked: await fromAddress(entry, original, address, places, options), original: address };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reasons.push(error.message);
    }
  }
  if (reasons.length === 0) throw new DatasetUnavailable(entry);
  throw new InputError(`cannot fetch ${entry.name}: ${reasons.join('; ')}`);
}

async function fromAddress(
  entry: DatasetEntry,
  original: Original,
  address: string,
  places: DatasetPlaces,
  options: FetchDatasetOptions,
): Promise<CheckedTable> {
  makeCacheFolder(places.cache);
  const part = await PartFile.claim(places.cache, partName(entry, address));
  try {
    await download(address, part, options);
    const bytes = await part.read();
    // The download is complete, so there is nothing to resume, even if it is not the right file.
    await part.discard();
    return await normaliseOriginal(entry, original, bytes, address);
  } finally {
    part.release();
  }
}

function partName({ name }: DatasetEntry, address: string): string {
  return `${name}-${createHash('sha256').update(address).digest('hex').slice(0, 8)}`;
}

/** Tries to read the user's file as each of the originals; reports the reason of each failure. */
async function fromFile(entry: DatasetEntry, path: string): Promise<Found> {
  const bytes = await readOriginal(path);
  const reasons = new Set<string>();
  for (const original of entry.originals) {
    try {
      return { checked: await normaliseOriginal(entry, original, bytes, path), original: path };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reasons.add(`${error.message} (read as the file from ${original.address ?? original.repository})`);
    }
  }
  throw new InputError(`cannot use ${path} for ${entry.name}: ${[...reasons].join('; ')}`);
}

async function readOriginal(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(`cannot read ${path} (${(error as Error).message}): check the path`, {
      cause: error,
    });
  }
}

async function keep(entry: DatasetEntry, places: DatasetPlaces, { checked, original }: Found): Promise<void> {
  makeCacheFolder(places.cache);
  const path = cachePath(places, entry);
  // Removed first: a crash between the two writes must not leave the manifest of another table.
  await removeCacheManifest(path);
  await writeFileAtomically(path, await promisify(gzip)(checked.csv));
  await writeCacheManifest(path, { checksum: checked.checksum, original, fetched: new Date().toISOString() });
}

function makeCacheFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    throw new InputError(
      `cannot create the cache folder ${path} (${(error as Error).message}): choose another with XDG_CACHE_HOME`,
      { cause: error },
    );
  }
}
