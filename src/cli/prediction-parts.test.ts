/** What a run does when its folder changes under it; two whole programs cannot be stopped at such moments. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PredictedRows } from '../pipeline/predicted-rows.js';
import { PredictionParts } from './prediction-parts.js';

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'prediction-parts-'));
  folder = join(home, 'parts');
  writeFileSync(join(home, 'model'), 'a model');
  writeFileSync(join(home, 'table'), 'a table');
});

afterEach(() => rmSync(home, { recursive: true }));

const opened = (options: { readonly proba?: boolean } = {}) =>
  PredictionParts.open(folder, {
    modelPath: join(home, 'model'),
    tablePath: join(home, 'table'),
    options: { jobs: 1, partRows: 10, ...options },
    format: { name: 'csv', gzip: false },
  });

/** 35 rows in blocks of 5; `before` is called before each block. */
async function* blocks(
  before: (block: number) => unknown = () => {},
  from = 0,
): AsyncGenerator<PredictedRows> {
  for (let start = from; start < 35; start += 5) {
    await before(start / 5);
    yield {
      rows: Uint32Array.from({ length: 5 }, (_, i) => start + i),
      labels: Array.from({ length: 5 }, (_, i) => start + i),
      probabilities: { data: new Float32Array(5), rows: 5, columns: 1 },
    };
  }
}

const asLines = (prefix: string) =>
  async function* (rows: AsyncIterable<PredictedRows>): AsyncGenerator<string> {
    for await (const { labels } of rows) yield labels.map((label) => `${prefix}${label}\n`).join('');
  };

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const names = () => readdirSync(folder).sort();
const manifest = () => JSON.parse(read('manifest.json'));
const PARTS = ['part-00000.csv', 'part-00001.csv', 'part-00002.csv', 'part-00003.csv'];

it('lists each part with its rows, bytes and checksum', async () => {
  const parts = await opened();
  await parts.write(blocks(), asLines(''));
  expect(names()).toEqual(['manifest.json', ...PARTS]);
  expect(manifest()).toMatchObject({ rows: 35, isComplete: true, partRows: 10 });
  expect(manifest().parts.map(({ rows }: { rows: number }) => rows)).toEqual([10, 10, 10, 5]);
  expect(manifest().parts[1]).toEqual({
    file: 'part-00001.csv',
    rows: 10,
    bytes: 30,
    // seq 10 19 | sha256sum
    sha256: '18c3c2f215539ba43201e4059a7e737c13bc3f9371b5a11c03d7f9c292064714',
  });
  expect((await opened()).isComplete).toBe(true);
});

it('writes the manifest before the first row is predicted', async () => {
  const seen: string[][] = [];
  const parts = await opened();
  await parts.write(
    blocks(() => seen.push(names())),
    asLines(''),
  );
  expect(seen[0]).toEqual(['manifest.json']);
  await expect(opened({ proba: true })).rejects.toThrow('manifest.json there is of a run with other options');
});

it('stops when a run with other options has begun between its opening and its first part', async () => {
  const [one, other] = [await opened(), await opened({ proba: true })];
  await other.write(blocks(), asLines('other'));
  const before = names().map(read);
  const predicted: number[] = [];
  const rows = blocks((block) => predicted.push(block));
  await expect(one.write(rows, asLines('one'))).rejects.toThrow('is of a run with other options');
  expect(predicted).toEqual([]);
  expect(names().map(read)).toEqual(before);
});

it('stops before the part in which the folder becomes that of another run, whose files stay', async () => {
  const one = await opened();
  const takeOver = async (block: number) => {
    if (block !== 3) return;
    rmSync(folder, { recursive: true });
    await (await opened({ proba: true })).write(blocks(), asLines('other'));
  };
  await expect(one.write(blocks(takeOver), asLines('one'))).rejects.toThrow('is of a run with other options');
  expect(names()).toEqual(['manifest.json', ...PARTS]);
  for (const part of PARTS) expect(read(part)).toMatch(/^other/);
  expect((await opened({ proba: true })).isComplete).toBe(true);
});

it('stops when the manifest is deleted', async () => {
  const parts = await opened();
  const remove = (block: number) => block === 3 && rmSync(join(folder, 'manifest.json'));
  await expect(parts.write(blocks(remove), asLines(''))).rejects.toThrow(
    'manifest.json: it was deleted while the parts were written: predict again into another folder',
  );
  expect(names()).toEqual(['part-00000.csv']);
});

it('does not end well when a part has gone meanwhile', async () => {
  const parts = await opened();
  const remove = (block: number) => block === 6 && rmSync(join(folder, 'part-00001.csv'));
  await expect(parts.write(blocks(remove), asLines(''))).rejects.toThrow(
    'part-00001.csv: this part is missing',
  );
});

it('keeps the parts that a run of the same command has listed meanwhile', async () => {
  const [one, other] = [await opened(), await opened()];
  let listed: number | undefined;
  const overtake = async (block: number) => {
    if (block === 1) await other.write(blocks(), asLines(''));
    if (block === 3) listed = manifest().parts.length;
  };
  await one.write(blocks(overtake), asLines(''));
  expect(listed).toBe(4);
  expect(manifest()).toMatchObject({ rows: 35, isComplete: true });
  expect((await opened()).isComplete).toBe(true);
});

it('goes on after the parts of a run that failed, and gives a folder without parts free', async () => {
  const failing = (at: number) => (block: number) => {
    if (block === at) throw new Error('a bad row');
  };
  await expect((await opened()).write(blocks(failing(1)), asLines(''))).rejects.toThrow('a bad row');
  expect(names()).toEqual([]);
  await expect((await opened()).write(blocks(failing(4)), asLines(''))).rejects.toThrow('a bad row');
  expect(manifest()).toMatchObject({ rows: 20, isComplete: false });
  const resumed = await opened();
  expect(resumed.finishedRows).toBe(20);
  await resumed.write(
    blocks(() => {}, 20),
    asLines(''),
  );
  expect(PARTS.map(read).join('')).toBe(Array.from({ length: 35 }, (_, i) => `${i}\n`).join(''));
});

it('refuses a folder with parts of unknown origin, of any format', async () => {
  await (await opened()).write(blocks(), asLines(''));
  rmSync(folder, { recursive: true });
  await opened();
  writeFileSync(join(folder, 'part-7.parquet'), 'old');
  await expect(opened()).rejects.toThrow('part-7.parquet: the folder has parts but no manifest.json');
});
