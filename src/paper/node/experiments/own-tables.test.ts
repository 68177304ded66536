import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../errors.js';
import type { ExperimentDataset, TableFile } from '../../experiments/plan-cells.js';
import { type LoadOwnTablesOptions, loadOwnTables } from './load-own-tables.js';
import { ownChecksum, readOwnTable, readUnchanged } from './read-own-table.js';

const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-own-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = `x,y,label\n${Array.from({ length: 20 }, (_, i) => `${i},${i % 3},${i % 2 ? 'a' : 'b'}\n`).join('')}`;
const file = (name: string, content: string | Uint8Array = TEXT) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const load = (paths: readonly string[], options: LoadOwnTablesOptions = {}, target = 'label') =>
  loadOwnTables(
    paths.map((path) => ({ path, target })),
    options,
  );

describe('loadOwnTables', () => {
  it('names data sets after their files', async () => {
    const paths = [file('a.csv'), file('b.v2.csv.gz', gzipSync(TEXT)), file('c')];
    const loaded = await load(paths);
    expect(loaded.map(({ name }) => name)).toEqual(['a', 'b.v2', 'c']);
    expect(loaded.map(({ settings }) => settings?.file)).toEqual(['a.csv', 'b.v2.csv.gz', 'c']);
    for (const { table } of loaded) expect(table).toMatchObject({ rows: 20, features: 2 });
  });

  it('identifies a table by its bytes, target and overrides, not by its place', async () => {
    const path = file('a.csv');
    const of = async (...args: Parameters<typeof load>) => (await load(...args))[0].checksum;
    const known = await of([path]);
    const many = { manyClasses: true };
    expect([await of([path], many), await of([file('copy.csv')])]).toEqual([known, known]);
    const others = [
      await of([path], {}, 'y'),
      await of([path], { overrides: { drop: ['x'] } }),
      await of([path], { overrides: { categorical: ['x'] } }),
      await of([path], { overrides: { ordinal: { y: ['0', '1', '2'] } } }),
      await of([path], { overrides: { thousands: 'none' } }),
      await of([path], { mergeLabels: true }),
      await of([path], { roles: { group: 'x' } }),
      await of([path], { roles: { time: 'x' } }),
      await of([path], { roles: { stratify: false } }),
      await of([path], { reading: { keepWords: ['None'] } }),
      await of([file('a.csv', TEXT.replace('19,1,a', '19,1,b'))]),
    ];
    expect(new Set([known, ...others]).size).toBe(12);
    const order = [
      ['x', 'y'],
      ['y', 'x', 'y'],
    ].map((categorical) => of([file('a.csv')], { overrides: { categorical } }));
    expect(await order[0]).toBe(await order[1]);
  });

  it('gives a table the overrides of its own columns only', async () => {
    const paths = [
      file('a.csv'),
      file('wide.csv', TEXT.trimEnd().replaceAll(/^/gm, '1,').replace('1,x', 'z,x')),
    ];
    const loaded = await load(paths, { overrides: { drop: ['z', 'y'], categorical: ['x'] } });
    expect(loaded.map(({ settings }) => settings?.overrides)).toEqual([
      { drop: ['y'], categorical: ['x'] },
      { drop: ['y', 'z'], categorical: ['x'] },
    ]);
    const ordinal = { z: ['1', '2'], y: ['0', '1', '2'] };
    const ordered = await load(paths, { overrides: { ordinal, dayFirst: true, drop: undefined } });
    expect(ordered.map(({ settings }) => settings?.overrides)).toEqual([
      { ordinal: { y: ordinal.y }, dayFirst: true },
      { ordinal, dayFirst: true },
    ]);
    const roles = { group: 'x', id: ['z', 'z'], weight: undefined, stratify: true };
    const grouped = await load(paths, { roles });
    expect(grouped.map(({ settings }) => settings?.roles)).toEqual([
      { group: 'x' },
      { group: 'x', id: ['z'] },
    ]);
    expect(grouped[0].checksum).not.toBe(loaded[0].checksum);
    await expect(load(paths, { roles: { group: 'q' } })).rejects.toThrow(/group names column "q"/);
    await expect(load(paths, { overrides: { drop: ['q'] } })).rejects.toThrow(/--drop names column "q"/);
  });

  it('passes on what the preparation noticed, with the name of the file', async () => {
    const notices: string[] = [];
    const path = file('same.csv', TEXT.replaceAll(/^(\d+),\d+/gm, '$1,7'));
    await load([path], { onNotice: (notice) => notices.push(notice) });
    expect(notices.join()).toMatch(/same\.csv: .*"?y"?/);
  });
});

describe('readUnchanged', () => {
  const cellOf = ({ checksum, settings, table }: ExperimentDataset) =>
    [(table as TableFile).path, { checksum, table: settings }] as const;

  it('gives the table that was loaded', async () => {
    const [dataset] = await load([file('a.csv')]);
    expect(await readUnchanged(...cellOf(dataset), {})).toMatchObject({ rows: 20, source: 'a.csv' });
  });

  it('reads as the data set was read', async () => {
    const reading = { header: false, delimiter: ';', missing: ['2'] };
    const path = file('raw.txt', TEXT.slice(TEXT.indexOf('\n') + 1).replaceAll(',', ';'));
    const [dataset] = await load([path], { reading }, 'column3');
    expect(dataset.settings).toEqual({ file: 'raw.txt', target: 'column3', reading });
    const table = await readUnchanged(...cellOf(dataset), {});
    expect(table.columns.map(({ name }) => name)).toEqual(['column1', 'column2', 'column3']);
    const [, column] = table.columns;
    if (column.kind !== 'numeric') throw new Error(column.kind);
    expect([...column.values].filter(Number.isNaN)).toHaveLength(6);
  });

  it('refuses a file that has changed since', async () => {
    const [dataset] = await load([file('a.csv')]);
    file('a.csv', `${TEXT}20,0,a\n`);
    const reading = readUnchanged(...cellOf(dataset), {});
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(/a\.csv" has changed since the benchmark was started/);
  });

  it('hashes all bytes, also of a packed file', async () => {
    const settings = { file: 'a.csv', target: 'label' };
    const digests = await Promise.all(
      [TEXT, `${TEXT}\n`, gzipSync(TEXT)].map(
        async (content, i) => (await readOwnTable(file(`hashed-${i}.csv`, content))).digest,
      ),
    );
    expect(new Set(digests.map((digest) => ownChecksum(digest, settings))).size).toBe(3);
  });
});
