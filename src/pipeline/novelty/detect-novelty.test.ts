import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { type Cell, tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { detectNovelty } from './detect-novelty.js';

/** Three clusters that `label` names; `kind` is a category and `same` a constant. */
function rowsOf(rows: number, seed: number, labels = ['a', 'b', 'c']) {
  const random = new RandomStream(seed, 'novelty');
  const label = Array.from({ length: rows }, () => labels[random.integer(labels.length)]);
  const place = (each: string, of: string) => (each === of ? 6 : 0);
  const x: Cell[] = label.map((each) => place(each, 'a') + random.normal());
  const z: Cell[] = label.map((each) => place(each, 'b') + random.normal());
  const kind: Cell[] = label.map(() => (random.integer(3) === 0 ? 'p' : 'q'));
  return { x, z, kind, same: label.map((): Cell => 1), label };
}

const tableOf = (columns: Record<string, readonly Cell[]>) => tableFromColumns(Object.entries(columns));

const trained = async (seed: number, options: { keepRows?: number } = {}) =>
  (
    await trainOnTable(tableOf(rowsOf(250, seed, ['a', 'b'])), {
      target: 'label',
      classifier: 'knn',
      calibration: 'none',
      decision: 'argmax',
      seed,
      ...options,
    })
  ).model;

describe('detectNovelty', () => {
  let model: TableClassifier;
  beforeAll(async () => {
    model = await trained(1);
  });

  it('gives rows like those of training uniform p-values', async () => {
    const shares = { tenth: 0, half: 0 };
    const seeds = [1, 2, 3, 4];
    for (const seed of seeds) {
      const each = seed === 1 ? model : await trained(seed);
      const { rows } = await detectNovelty(each, tableOf(rowsOf(250, seed + 100, ['a', 'b'])));
      shares.tenth += rows.filter(({ pValue }) => pValue <= 0.1).length / 250 / seeds.length;
      shares.half += rows.filter(({ pValue }) => pValue <= 0.5).length / 250 / seeds.length;
    }
    // Over 200 calibration rows and 250 others each, the standard errors are about .014 and .024.
    expect(Math.abs(shares.tenth - 0.1)).toBeLessThan(0.045);
    expect(Math.abs(shares.half - 0.5)).toBeLessThan(0.08);
  });

  it('finds rows of a class that training did not have, and says so', async () => {
    const { rows, notices, level, calibrationRows } = await detectNovelty(
      model,
      tableOf(rowsOf(60, 9, ['c'])),
      {
        columns: 2,
      },
    );
    expect([level, calibrationRows]).toEqual([0.01, 200]);
    expect(rows.filter(({ isNovel }) => isNovel).length).toBeGreaterThan(30);
    expect(notices).toEqual([expect.stringMatching(/^\d+ of 60 rows are unlike the training rows/)]);
    expect(rows.every(({ columns }) => columns.every((name) => ['x', 'z', 'kind'].includes(name)))).toBe(
      true,
    );
  });

  it('orders a row by how far it is, and names the column', async () => {
    const far = tableOf({ x: [6, 6, 6], z: [0, 8, 80], kind: ['q', 'q', 'q'], same: [1, 1, 1] });
    const { rows } = await detectNovelty(model, far, { columns: 1 });
    expect(rows[1].score).toBeGreaterThan(rows[0].score);
    expect(rows[2].score).toBeGreaterThan(rows[1].score);
    expect(rows[0].isNovel).toBe(false);
    expect(rows.slice(1).map(({ pValue }) => pValue)).toEqual([1 / 201, 1 / 201]);
    expect(rows[2].columns).toEqual(['z']);
  });

  it('takes missing cells where training had none, and new categories, as unusual', async () => {
    const table = tableOf({ x: [6, null, 6], z: [0, null, 0], kind: ['q', 'q', 'new'], same: [1, 1, 1] });
    const { rows } = await detectNovelty(model, table);
    expect(rows[0].pValue).toBeGreaterThan(0.1);
    expect(rows[1].isNovel).toBe(true);
    expect(rows[2].score).toBeGreaterThan(rows[0].score);
  });

  it('scores a row alone as among others, the same from the file', async () => {
    const table = tableOf(rowsOf(20, 5));
    const all = await detectNovelty(model, table);
    const again = await TableClassifier.fromBytes(model.toBytes(), { name: 'm' });
    expect(await detectNovelty(again, table)).toEqual(all);
    const { rows } = await detectNovelty(model, table, { rows: [7] });
    expect(rows).toEqual([all.rows[7]]);
  });

  it('says if no row can be novel', async () => {
    const few = await trained(1, { keepRows: 20 });
    const { notices } = await detectNovelty(few, tableOf(rowsOf(3, 5)));
    expect(notices).toEqual([
      expect.stringMatching(/^no row can be novel at the level 0.01: with \d+ rows to compare with/),
    ]);
  });

  it('refuses models without training rows, of version 0.1.0 too, and bad options', async () => {
    const table = tableOf(rowsOf(3, 5));
    const without = await trained(1, { keepRows: 0 });
    await expect(detectNovelty(without, table)).rejects.toThrow('holds no training rows');
    const bytes = await readFile(new URL('../fixtures/version-0.1.0/xgboost.safetensors', import.meta.url));
    const old = await TableClassifier.fromBytes(bytes, { name: 'old' });
    await expect(detectNovelty(old, table)).rejects.toThrow('by a version before 0.2.0');
    for (const level of [0, 1, Number.NaN]) {
      await expect(detectNovelty(model, table, { level })).rejects.toThrow('level is');
    }
    await expect(detectNovelty(model, table, { columns: -1 })).rejects.toThrow('columns is -1');
    await expect(detectNovelty(model, table, { rows: [3] })).rejects.toThrow('row 3 does not exist');
  });
});

describe('detectNovelty with a network', () => {
  it('adds the distance to the class centroids, calibrated on held-out rows', async () => {
    const { model } = await trainOnTable(tableOf(rowsOf(500, 1, ['a', 'b'])), {
      target: 'label',
      classifier: 'qcl-mixnet',
      classifierOptions: { epochs: 8 },
      calibration: 'none',
      decision: 'argmax',
    });
    expect(model.record?.heldOut?.centroid).toHaveLength(100);
    const again = await TableClassifier.fromBytes(model.toBytes(), { name: 'm' });
    const table = tableOf(rowsOf(60, 9, ['c']));
    const found = await detectNovelty(model, table);
    expect(await detectNovelty(again, table)).toEqual(found);
    expect(found.calibrationRows).toBe(100);
    const usual = await detectNovelty(model, tableOf(rowsOf(200, 8, ['a', 'b'])), { level: 0.1 });
    expect(usual.rows.filter(({ isNovel }) => isNovel).length).toBeLessThan(50);
  });
});
