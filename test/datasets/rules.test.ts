import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { normaliseOriginal } from '../../src/paper/datasets/check-table.js';
import { datasets } from '../../src/paper/datasets/registry.js';
import { loadDataset } from '../../src/paper/node/datasets/load-dataset.js';
import { cellsOf } from '../support/reading.js';
import { rebuiltOriginals } from './rebuilt-originals.js';
import { NEEDS_DATA, SHARED_DATA, WITHOUT_DATA } from './shared-data.js';

const places = { folder: SHARED_DATA, cache: join(SHARED_DATA, 'no-cache') };

it('every data set with a known table and an original is rebuilt', () => {
  const wanted = datasets.filter(({ originals, checksum }) => originals.length > 0 && checksum !== undefined);
  expect(wanted.map(({ name }) => name).sort()).toEqual([...rebuiltOriginals.keys()].sort());
});

describe.skipIf(WITHOUT_DATA)(`the rules, on originals rebuilt from the ready tables ${NEEDS_DATA}`, () => {
  const entries = datasets.filter(({ name }) => rebuiltOriginals.has(name));
  it.each(entries.map((entry) => [entry.name, entry] as const))('%s', async (name, entry) => {
    const { table, checksum } = await loadDataset(name, places);
    const bytes = rebuiltOriginals.get(name)!(table);
    const made = await normaliseOriginal(entry, entry.originals[0], bytes, 'original');
    expect(made.checksum).toBe(checksum);
    expect(made.table.source).toBe(name);
  });
});

describe.skipIf(WITHOUT_DATA)(`the Parquet files of OpenML ${NEEDS_DATA}`, () => {
  it('give the same table', async () => {
    const { entry, table, checksum } = await loadDataset('vehicle', places);
    const columnData = table.columns.map((column) => {
      const cells = cellsOf(column);
      return {
        name: column.name.toLowerCase(),
        data: cells,
        type: column.kind === 'text' ? 'STRING' : 'DOUBLE',
      } as const;
    });
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData }));
    const parquet = entry.originals.find(({ address }) => address?.endsWith('/0000/0054/dataset_54.pq'));
    expect((await normaliseOriginal(entry, parquet!, bytes, 'original')).checksum).toBe(checksum);
  });
});
