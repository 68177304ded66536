import { describe, expect, it } from 'vitest';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { selectRows } from '../tables/preparation/table-parts.js';
import { evaluateTable } from './evaluate-table.js';
import { TableClassifier } from './table-classifier.js';
import { trainOnTable } from './train-on-table.js';

/** Rows from `first` on; `colours` makes rows of few values, which repeat. */
function tableOf(rows: number, first = 0, colours = false) {
  const index = Array.from({ length: rows }, (_, row) => first + row);
  return tableFromColumns([
    ['a', index.map((row) => (colours ? row % 3 : ((row * 7919) % 100_003) / 7))],
    ['b', index.map((row) => ['red', 'green', 'blue'][(row * 31) % 3])],
    ['y', index.map((row) => (row % 4 === 0 ? 'yes' : 'no'))],
  ]);
}

const train = async (table: ReturnType<typeof tableOf>) =>
  (await trainOnTable(table, { target: 'y', classifier: 'decision-tree', test: tableOf(40, 9000) })).model;

const noticed = async (model: TableClassifier, table: ReturnType<typeof tableOf>) =>
  (await evaluateTable(model, table)).notices.filter((notice) => notice.includes('was trained on'));

describe('evaluateTable', () => {
  it('has a notice if most of the rows are training rows, before and after saving', async () => {
    const table = tableOf(3000);
    const model = await train(table);
    const [notice] = await noticed(model, table);
    expect(notice).toMatch(/^about 100 % of these rows are rows that the model was trained on/);
    expect(model.provenance.fingerprint?.hashes.length).toBe(16_000);
    const bytes = model.toBytes();
    const loaded = await TableClassifier.fromBytes(bytes, { name: 'model' });
    expect(await noticed(loaded, table)).toEqual([notice]);
    const part = selectRows(
      table,
      Int32Array.from({ length: 500 }, (_, i) => 3 * i),
    );
    expect(await noticed(model, part)).toHaveLength(1);
  });

  it('has none for other rows, for few training rows among them, and for rows of few values', async () => {
    const model = await train(tableOf(300));
    expect(await noticed(model, tableOf(300, 5000))).toEqual([]);
    expect(await noticed(model, tableOf(900))).toEqual([]);
    expect(await noticed(await train(tableOf(300, 0, true)), tableOf(300, 600, true))).toEqual([]);
  });

  it('has none for a model without hashes', async () => {
    const table = tableOf(300);
    const { preparation, classifier, provenance } = await train(table);
    const old = new TableClassifier({
      preparation,
      classifier,
      provenance: { ...provenance, fingerprint: undefined },
    });
    expect(await noticed(old, table)).toEqual([]);
  });
});
