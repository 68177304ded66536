/** The work of `qcl-mixnet datasets`. */
import { InputError } from '../../errors.js';
import type { DatasetEntry } from '../../paper/datasets/dataset-entry.js';
import { DatasetUnavailable, howToGet } from '../../paper/datasets/dataset-unavailable.js';
import { datasets, findDataset } from '../../paper/datasets/registry.js';
import { fetchDataset } from '../../paper/node/datasets/fetch-dataset.js';
import { type LoadedDataset, loadDataset } from '../../paper/node/datasets/load-dataset.js';
import { cachePath, datasetPlaces, locateDataset } from '../../paper/node/datasets/places.js';
import type { FetchOptions, JsonOptions } from '../commands/datasets.js';
import { Exit, WRONG_USE } from '../exit-codes.js';
import { interruptedExit, interruptible, quitHint, wasInterrupted } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import {
  datasetJson,
  datasetTable,
  datasetText,
  describeOrigin,
  type LocatedDataset,
} from '../output/describe-dataset.js';
import { DownloadLine } from '../output/download-line.js';
import { errorOutput, writeError, writeJson, writeResult } from '../output/output.js';

export async function list(options: JsonOptions): Promise<void> {
  const located = await Promise.all(datasets.map(locate));
  if (options.json) await writeJson({ datasets: located.map(datasetJson) });
  else await writeResult(datasetTable(located));
}

export async function info(name: string, options: JsonOptions): Promise<void> {
  const located = await locate(findDataset(name));
  if (options.json) await writeJson(datasetJson(located));
  else await writeResult(datasetText(located));
}

export async function fetchAll(names: readonly string[], options: FetchOptions): Promise<void> {
  const entries = names.length > 0 ? names.map(findDataset) : datasets;
  if (options.from !== undefined && names.length !== 1) {
    throw new InputError('--from is the original of a single data set: name that data set');
  }
  await checkPaths([
    ['the table in the cache', cachePath(datasetPlaces(), entries[0])],
    ['--from', options.from],
  ]);
  await forEach(entries, names.length > 0, async (entry) => {
    const wanted = options.from !== undefined || (options.force === true && entry.embedded === undefined);
    const here = wanted ? undefined : await loadIfGood(entry, options);
    const loaded = here ?? (await fetchVisibly(entry, options));
    return `${here === undefined ? 'downloaded' : 'available'}, ${summary(loaded)}`;
  });
}

/** The data set if it is available; undefined if it is missing or the cached copy is damaged. */
async function loadIfGood(entry: DatasetEntry, options: FetchOptions): Promise<LoadedDataset | undefined> {
  const { origin } = await locate(entry);
  if (origin === undefined) return undefined;
  try {
    return await loadDataset(entry.name);
  } catch (error) {
    if (!(error instanceof InputError) || origin.kind !== 'cache') throw error;
    notices(options)(`${error.message}: downloading it again`);
    return undefined;
  }
}

async function fetchVisibly(entry: DatasetEntry, options: FetchOptions): Promise<LoadedDataset> {
  const notice = notices(options);
  const line = new DownloadLine(errorOutput, entry.name, options.quiet === true);
  const stopped = () => {
    line.finish();
    writeError('interrupted: the part that was downloaded is kept, and the next fetch resumes it');
    return interruptedExit();
  };
  try {
    const loaded = await interruptible(
      () => writeError(`stopping, and keeping the part that was downloaded (${quitHint()})`),
      (signal) =>
        fetchDataset(entry, {
          signal,
          from: options.from,
          onAddress: (address) => notice(`${entry.name}: downloading ${address}`),
          onProgress: (progress) => line.update(progress),
        }),
    );
    // This data set was complete; the ones after it are skipped.
    if (wasInterrupted()) throw stopped();
    return loaded;
  } catch (error) {
    throw wasInterrupted() && !(error instanceof Exit) ? stopped() : error;
  } finally {
    line.finish();
  }
}

export async function verify(names: readonly string[]): Promise<void> {
  const entries = names.length > 0 ? names.map(findDataset) : datasets;
  await forEach(entries, names.length > 0, async ({ name }) => `ok, ${summary(await loadDataset(name))}`);
}

/**
 * Writes a line for each data set. A failure does not stop the others: it is reported at once and by the exit code at
 * the end. Without names, a data set that is merely unavailable is skipped.
 */
async function forEach(
  entries: readonly DatasetEntry[],
  named: boolean,
  work: (entry: DatasetEntry) => Promise<string>,
): Promise<void> {
  let failed = false;
  for (const entry of entries) {
    try {
      await writeResult(`${entry.name}: ${await work(entry)}\n`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const skipped = error instanceof DatasetUnavailable && !named;
      if (skipped) await writeResult(`${entry.name}: skipped, ${howToGet(entry)}\n`);
      else writeError(`error: ${error.message}`);
      failed ||= !skipped;
    }
  }
  if (failed) throw new Exit(WRONG_USE);
}

async function locate(entry: DatasetEntry): Promise<LocatedDataset> {
  return { entry, origin: await locateDataset(entry, datasetPlaces()) };
}

function summary({ entry, table, checksum, origin }: LoadedDataset): string {
  const unknown = entry.checksum === undefined ? ' (not known to the registry)' : '';
  return `${table.rows} rows, ${describeOrigin(origin)}, checksum ${checksum}${unknown}`;
}
