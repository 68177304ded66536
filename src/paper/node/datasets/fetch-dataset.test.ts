import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../../../../test/support/reading.js';
import { cutOff, status, TroubledServer } from '../../../../test/support/troubled-server.js';
import { zipArchive } from '../../../../test/support/zip-archive.js';
import { balanceScale } from '../../datasets/balance-scale.js';
import { canonicalTable } from '../../datasets/canonical-table.js';
import type { DatasetEntry } from '../../datasets/dataset-entry.js';
import { DatasetUnavailable } from '../../datasets/dataset-unavailable.js';
import { findDataset } from '../../datasets/registry.js';
import { uciOriginal } from '../../datasets/repositories.js';
import { type FetchDatasetOptions, fetchDataset } from './fetch-dataset.js';
import { loadDataset, loadEntry } from './load-dataset.js';
import { datasetPlaces } from './places.js';

const embedded = findDataset('balance_scale');
const csv = new TextDecoder().decode(canonicalTable(balanceScale()).csv);
const [header, ...rows] = csv.trimEnd().split('\n');
/** As the UCI repository has it: the label first, no header. */
const lines = rows.map((row) => [row.slice(-1), ...row.split(',').slice(0, -1)].join(','));
const archive = zipArchive([['balance-scale.data', lines.join('\n')]]);
const wrong = zipArchive([
  ['balance-scale.data', lines.map((line) => line.replace('5,5,5,5', '5,5,5,6')).join('\n')],
]);

let server: TroubledServer;
let address: string;
let folder: string;
let cache: string;

beforeEach(async () => {
  server = new TroubledServer(archive);
  address = await server.start();
  folder = mkdtempSync(join(tmpdir(), 'datasets-'));
  cache = join(folder, 'cache', 'qcl-mixnet');
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** The balance scale as if it did not come with the package, at the given paths of the server. */
function entryAt(paths: readonly string[], changes: Partial<DatasetEntry> = {}): DatasetEntry {
  const originals = paths.map((path) =>
    uciOriginal({
      address: address + path,
      files: ['balance-scale.data'],
      columns: ['side', ...header.split(',').slice(0, -1)],
      target: 'side',
    }),
  );
  return { ...embedded, embedded: undefined, originals, ...changes };
}

const fetchIt = (entry: DatasetEntry, options: FetchDatasetOptions = {}) =>
  fetchDataset(entry, { places: { cache }, delay: () => 0, ...options });
const tablePath = () => join(cache, 'balance_scale.csv.gz');

describe('fetchDataset', () => {
  it('downloads, normalises, checks and keeps the table', async () => {
    server.answers = [cutOff(500)];
    const addresses: string[] = [];
    const entry = entryAt(['/set.zip']);
    const loaded = await fetchIt(entry, {
      onAddress: (each) => addresses.push(each),
      onProgress: ({ received }) => server.received(received),
    });
    expect(addresses).toEqual([`${address}/set.zip`]);
    expect(loaded).toMatchObject({
      checksum: embedded.checksum,
      origin: { kind: 'cache', path: tablePath() },
    });
    expect(loaded.table).toEqual({
      ...canonicalTable(balanceScale()).table,
      source: 'balance_scale',
      reading: { format: 'csv', encoding: 'utf-8', delimiter: ',' },
    });
    expect(gunzipSync(await readFile(tablePath())).toString()).toBe(csv);
    expect(readdirSync(cache).sort()).toEqual(['balance_scale.csv.gz', 'balance_scale.json']);
    expect(await loadEntry(entry, { cache })).toEqual(loaded);
  });

  it('goes to the next original where the first cannot be had', async () => {
    server.answers = [status(404)];
    await fetchIt(entryAt(['/gone.zip', '/set.zip']));
    const record = JSON.parse(await readFile(join(cache, 'balance_scale.json'), 'utf8'));
    expect(record).toMatchObject({ original: `${address}/set.zip`, checksum: embedded.checksum });
  });

  it('refuses a wrong file, keeps nothing of it, and leaves the table that was there', async () => {
    const entry = entryAt(['/set.zip']);
    await fetchIt(entry);
    server.file = wrong;
    expect(await failure(fetchIt(entry))).toMatch(
      new RegExp(
        `set.zip: this is not the original of balance_scale: .* expected ${embedded.checksum}, got [0-9a-f]{64}`,
      ),
    );
    server.file = new TextEncoder().encode('<html>We have moved</html>');
    expect(await failure(fetchIt(entry))).toMatch(/cannot fetch balance_scale: .*set\.zip, line 2/);
    expect(readdirSync(cache).sort()).toEqual(['balance_scale.csv.gz', 'balance_scale.json']);
    expect((await loadEntry(entry, { cache })).checksum).toBe(embedded.checksum);
  });

  it('names the reason of every original', async () => {
    server.answers = [status(404), status(410)];
    expect(await failure(fetchIt(entryAt(['/a', '/b'])))).toMatch(
      /cannot fetch .*\/a: .* 404 .*; .*\/b: .* 410/,
    );
  });

  it('takes a file that the user downloaded', async () => {
    const path = join(folder, 'mine.zip');
    await writeFile(path, archive);
    const loaded = await fetchIt(entryAt(['/set.zip']), { from: path });
    expect(loaded.checksum).toBe(embedded.checksum);
    expect(server.ranges).toHaveLength(0);
    await writeFile(path, wrong);
    expect(await failure(fetchIt(entryAt(['/set.zip']), { from: path }))).toMatch(/cannot use .*mine\.zip/);
    expect(await failure(fetchIt(entryAt(['/set.zip']), { from: join(folder, 'none') }))).toMatch(
      /check the path/,
    );
  });

  it('says what must be fetched by hand, and what need not be fetched', async () => {
    await expect(fetchDataset(findDataset('minerals'), { places: { cache } })).rejects.toThrow(
      /sign in to Kaggle, download Minerals_Database\.csv/,
    );
    expect(await failure(fetchIt(embedded))).toMatch(/comes with the package/);
  });

  it('says what is wrong with the cache folder', async () => {
    await writeFile(join(folder, 'cache'), 'a file');
    expect(await failure(fetchIt(entryAt(['/set.zip'])))).toMatch(
      /cannot create the cache folder .*XDG_CACHE_HOME/,
    );
  });
});

describe('loadDataset', () => {
  it('refuses a cache file that was changed, until it is fetched again', async () => {
    const entry = entryAt(['/set.zip']);
    await fetchIt(entry);
    await writeFile(tablePath(), gzipSync(csv.replace('5,5,5,5,B', '5,5,5,6,B')));
    expect(await failure(loadEntry(entry, { cache }))).toMatch(
      new RegExp(
        `^${tablePath()} is not the data set balance_scale: its table has another checksum: ` +
          `expected ${embedded.checksum}, got [0-9a-f]{64}: run "qcl-mixnet datasets fetch balance_scale"`,
      ),
    );
    await writeFile(tablePath(), gzipSync(csv).subarray(0, 500));
    expect(await failure(loadEntry(entry, { cache }))).toMatch(/cut off.*run "qcl-mixnet datasets fetch/);
    expect((await fetchIt(entry)).checksum).toBe(embedded.checksum);
  });

  it('holds a set without a known checksum to its shape, then to its first download', async () => {
    const entry = entryAt(['/set.zip'], { checksum: undefined });
    server.file = zipArchive([['balance-scale.data', lines.slice(1).join('\n')]]);
    expect(await failure(fetchIt(entry))).toMatch(/its table has 624 rows, expected 625/);
    server.file = wrong;
    const { checksum } = await fetchIt(entry);
    expect((await loadEntry(entry, { cache })).checksum).toBe(checksum);
    await writeFile(tablePath(), gzipSync(csv));
    expect(await failure(loadEntry(entry, { cache }))).toMatch(
      new RegExp(`expected ${checksum}, got ${embedded.checksum}`),
    );
    await writeFile(join(cache, 'balance_scale.json'), '{}');
    expect(await failure(loadEntry(entry, { cache }))).toMatch(
      /balance_scale\.json is damaged: run "qcl-mixnet/,
    );
  });

  it('looks into the folder first, and gives the same table for rows and numbers in any form', async () => {
    const ready = join(folder, 'ready');
    mkdirSync(ready);
    const path = join(ready, 'balance_scale.csv');
    const shuffled = rows.map((row) => row.replaceAll(/\d/g, '$&.0')).reverse();
    await writeFile(path, [header, ...shuffled].join('\r\n'));
    const loaded = await loadDataset('balance_scale', { folder: ready, cache });
    expect(loaded.origin).toEqual({ kind: 'folder', path });
    const own = await loadDataset('balance_scale', { cache });
    expect(own.origin).toEqual({ kind: 'embedded' });
    expect(loaded.table).toEqual(own.table);
    expect(loaded.checksum).toBe(own.checksum);
    await writeFile(path, [header, ...shuffled.slice(1)].join('\n'));
    expect(await failure(loadDataset('balance_scale', { folder: ready, cache }))).toMatch(
      /balance_scale\.csv is not .* has 624 rows, expected 625: put the right file there/,
    );
  });

  it('says how to get what is not there', async () => {
    await expect(loadDataset('har', { cache })).rejects.toBeInstanceOf(DatasetUnavailable);
    await expect(loadDataset('har', { cache })).rejects.toThrow(
      /run "qcl-mixnet datasets fetch har", or put har/,
    );
    expect(await failure(loadDataset('hat', { cache }))).toMatch(/Did you mean "har"\?/);
    expect(existsSync(cache)).toBe(false);
    expect(await failure(loadDataset('har', { folder: join(folder, 'none'), cache }))).toMatch(
      /QCL_MIXNET_DATA names .*none, which is not a folder/,
    );
  });
});

describe('datasetPlaces', () => {
  it('follows the environment', () => {
    expect(datasetPlaces({ XDG_CACHE_HOME: '/c', QCL_MIXNET_DATA: 'd' })).toEqual({
      folder: 'd',
      cache: join('/c', 'qcl-mixnet'),
    });
    const home = datasetPlaces({ XDG_CACHE_HOME: 'relative', QCL_MIXNET_DATA: '' });
    expect(home.folder).toBeUndefined();
    expect(home.cache).toMatch(/[/\\]\.cache[/\\]qcl-mixnet$/);
  });
});
