import { beforeAll, describe, expect, it } from 'vitest';
import type { ClassifierName } from '../../classifiers/names.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { detectNovelty } from '../novelty/detect-novelty.js';
import { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { similarRows } from './similar-rows.js';

function rowsOf(rows: number, seed: number) {
  const random = new RandomStream(seed, 'similar');
  const kind = Array.from({ length: rows }, () => 'xyz'[random.integer(3)]);
  const size = kind.map((word) => 'xyz'.indexOf(word) * 5 + random.normal());
  const label = kind.map((word) => (word === 'z' ? 'rare' : 'usual'));
  return tableFromColumns(Object.entries({ kind, size, label }));
}

const training = rowsOf(300, 1);
const fresh = rowsOf(20, 2);
const trained = async (classifier: ClassifierName, keepRows?: number) =>
  (await trainOnTable(training, { target: 'label', classifier, ...(keepRows !== undefined && { keepRows }) }))
    .model;

describe('similarRows', () => {
  let boosted: TableClassifier;
  beforeAll(async () => {
    boosted = await trained('boosting');
  }, 60_000);

  it('gives rows of the class of each, the nearest first, with their place in the training table', async () => {
    const found = await similarRows(boosted, fresh, { count: 5 });
    expect([found.space, found.kept]).toEqual(['columns', 240]);
    found.rows.forEach((near, row) => {
      expect(near).toHaveLength(5);
      const column = fresh.columns[2];
      const label = column.kind === 'text' ? column.dictionary[column.codes[row]] : '';
      expect(near.every((each) => each.label === label)).toBe(true);
      expect(near.map(({ distance }) => distance)).toEqual(
        near.map(({ distance }) => distance).sort((a, b) => a - b),
      );
      const own = training.columns[2];
      for (const each of near) {
        expect(own.kind === 'text' && own.dictionary[own.codes[each.row]]).toBe(each.label);
      }
    });
  });

  it('finds a training row itself at distance 0', async () => {
    const held = boosted.record?.rows?.rows[0] as number;
    const { rows } = await similarRows(boosted, training, { rows: [held], count: 1 });
    expect(rows).toEqual([[{ row: held, label: expect.any(String), distance: 0 }]]);
  });

  it('finds the same rows in the model and in its file, which stores whole numbers in 32 bits', async () => {
    const random = new RandomStream(3, 'whole');
    const amount = Array.from({ length: 200 }, () => random.integer(1_000_000));
    const age = Array.from({ length: 200 }, () => random.integer(80));
    const label = age.map((years) => (years < 20 ? 'rare' : 'usual'));
    const table = tableFromColumns(Object.entries({ amount, age, label }));
    const { model } = await trainOnTable(table, { target: 'label', classifier: 'boosting' });
    const again = await TableClassifier.fromBytes(model.toBytes(), { name: 'm' });
    expect(await similarRows(again, table)).toEqual(await similarRows(model, table));
    expect(await detectNovelty(again, table)).toEqual(await detectNovelty(model, table));
  });

  it('uses the hidden layer of a network', async () => {
    const { space } = await similarRows(await trained('qcl-mixnet'), fresh, { rows: [0] });
    expect(space).toBe('representation');
  });

  it('refuses a model that holds no rows, and rows that do not exist', async () => {
    await expect(similarRows(await trained('boosting', 0), fresh)).rejects.toThrow('holds no training rows');
    await expect(similarRows(boosted, fresh, { rows: [20] })).rejects.toThrow('row 20 does not exist');
    await expect(similarRows(boosted, fresh, { count: 0 })).rejects.toThrow('count is 0');
  });
});
