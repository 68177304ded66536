import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import { takeRows } from '../../contract/labelled-rows.js';
import { QclMixNet } from '../../qcl-mixnet/qcl-mixnet.js';
import { columnsOfWide, takeColumns } from './select-columns.js';
import { varianceRatios } from './variance-ratios.js';

/** Normal noise, but for the columns of `telling`, which hold the class besides. */
function noise(rows: number, columns: number, telling: readonly number[]) {
  const random = new RandomStream(5, 'noise');
  const y = Int32Array.from({ length: rows }, (_, i) => i % 2);
  const data = Float32Array.from(
    { length: rows * columns },
    (_, i) => random.normal() + (telling.includes(i % columns) ? 6 * y[Math.floor(i / columns)] : 0),
  );
  return { X: { data, rows, columns }, y };
}

describe('varianceRatios', () => {
  it("order as scikit-learn's F statistics, a factor below them", () => {
    const golden = JSON.parse(
      readFileSync(new URL('fixtures/variance-ratios.json', import.meta.url), 'utf8'),
    );
    const X = { data: Float32Array.from(golden.X), rows: 17, columns: 6 };
    const ratios = varianceRatios({ X, y: Int32Array.from(golden.y) }, 3);
    ratios.forEach((ratio, j) => {
      expect((ratio * (17 - 3)) / (3 - 1) / golden.F[j]).toBeCloseTo(1, 6);
    });
  });

  it('counts a row of weight n as n rows', () => {
    const { X, y } = noise(9, 4, [2]);
    const weights = Float64Array.from(y, (_, row) => 1 + (row % 3));
    const many = takeRows(
      { X, y },
      Int32Array.from([...weights].flatMap((weight, row) => new Array(weight).fill(row))),
    );
    const expected = varianceRatios(many, 2);
    varianceRatios({ X, y, weights }, 2).forEach((ratio, j) => {
      expect(ratio / expected[j]).toBeCloseTo(1, 9);
    });
  });

  it('is 0 for constant columns, infinite where only the class matters, and takes classes without rows', () => {
    const X = { data: Float32Array.from([0.1, 1, 0.1, 1, 0.1, 3]), rows: 3, columns: 2 };
    expect([...varianceRatios({ X, y: Int32Array.from([0, 0, 2]) }, 4)]).toEqual([0, Infinity]);
  });
});

describe('columnsOfWide', () => {
  it('keeps the columns that tell the classes apart, the root of the rows in number', () => {
    const kept = columnsOfWide(noise(40, 110, [3, 17, 109]), 2);
    expect(kept).toHaveLength(6);
    expect(kept).toEqual(Int32Array.from(kept ?? []).sort());
    expect([...(kept ?? [])]).toEqual(expect.arrayContaining([3, 17, 109]));
  });

  it('leaves tables alone that have 100 columns, or 1.5 rows a column', () => {
    expect(columnsOfWide(noise(40, 100, [3]), 2)).toBeUndefined();
    expect(columnsOfWide(noise(40, 101, [3]), 2)).toHaveLength(6);
    expect(columnsOfWide(noise(180, 120, [3]), 2)).toBeUndefined();
    expect(columnsOfWide(noise(178, 120, [3]), 2)).toHaveLength(13);
  });
});

describe('columnSelection of networks', () => {
  const { X, y } = noise(40, 110, [3, 17]);
  const labels = Array.from(y);
  const fit = (options: object) =>
    new QclMixNet({ epochs: 3, snapshots: 'both', columnSelection: 'wide', ...options }).fit(X, labels, {
      validation: { X, y: labels },
    });

  it.each([{ folded: false }, { folded: true }])(
    'sees the chosen columns alone, loaded too: %o',
    async (options) => {
      const kept = columnsOfWide({ X, y }, 2) as Int32Array;
      const net = await fit(options);
      const alone = await new QclMixNet({ ...net.options, columnSelection: 'none' }).fit(
        takeColumns(X, kept),
        labels,
        { validation: { X: takeColumns(X, kept), y: labels } },
      );
      const expected = await alone.predictProba(takeColumns(X, kept));
      expect(await net.predictProba(X)).toEqual(expected);
      const loaded = await QclMixNet.load(JSON.parse(JSON.stringify(net.toJSON())), net.tensors());
      expect(await loaded.predictProba(X)).toEqual(expected);
      expect(await loaded.predict(X)).toEqual(await alone.predict(takeColumns(X, kept)));
      expect(await net.representations(X)).toEqual(await alone.representations(takeColumns(X, kept)));
    },
  );

  it('is not swayed by the rows that choose the checkpoint', async () => {
    const validation = { X: noise(40, 110, [8, 9, 10]).X, y: labels };
    const net = await new QclMixNet({ epochs: 1, columnSelection: 'wide' }).fit(X, labels, { validation });
    expect(net.tensors().get('selected_columns')?.data).toEqual(columnsOfWide({ X, y }, 2));
  });

  it('refuses columns that a table cannot have, and values that are not finite in columns it does not see', async () => {
    const net = await fit({});
    const damagedBy = (data: Int32Array) =>
      QclMixNet.load(
        net.toJSON(),
        new Map(net.tensors()).set('selected_columns', { dtype: 'I32', shape: [data.length], data }),
      );
    const kept = net.tensors().get('selected_columns')?.data as Int32Array;
    await expect(damagedBy(kept.map((column) => column + 110))).rejects.toThrow(InputError);
    await expect(damagedBy(kept.map(() => 3))).rejects.toThrow(InputError);
    const unseen = [...Array(110).keys()].find((column) => !kept.includes(column)) as number;
    const data = X.data.slice();
    data[unseen] = Number.NaN;
    await expect(net.predictProba({ ...X, data })).rejects.toThrow(InputError);
  });
});
