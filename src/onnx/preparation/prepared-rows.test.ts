/** The preparation in ONNX Runtime against the preparation itself, for every kind of column. */
import { InferenceSession } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { feedOf } from '../../../test/support/onnx-runtime.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { FittedColumn } from '../../tables/preparation/fitted-columns.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import type { PreparationOptions } from '../../tables/preparation/prepare-options.js';
import { type Cell, tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { Table } from '../../tables/table.js';
import { OPERATOR_SETS } from '../export-onnx.js';
import { Graph } from '../graph/graph.js';
import { encodeModel } from '../protobuf/model.js';
import { preparedInputs, preparedRows, type RowNeeds } from './prepared-rows.js';

const FORMS: RowNeeds[] = [
  { form: 'scaled', keepMissing: false },
  { form: 'values', keepMissing: true },
];

async function expectSameRows(preparation: Preparation, table: Table): Promise<void> {
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const inputs = preparedInputs(preparation);
  for (const options of FORMS) {
    const graph = new Graph([...inputs.map(({ name }) => name), 'X']);
    const type = options.form === 'scaled' ? 'float' : 'double';
    graph.output(preparedRows(graph, preparation, options), 'X', type, [
      'rows',
      preparation.featureNames.length,
    ]);
    const producer = { name: 'test', version: '1' };
    const model = graph.finish({ operatorSets: OPERATOR_SETS, metadata: new Map(), producer });
    const session = await InferenceSession.create(encodeModel(model), {
      intraOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    const feeds = Object.fromEntries(inputs.map((input) => [input.name, feedOf(input, table, rows)]));
    const { X } = await session.run(feeds);
    await session.release();
    const { matrix } = preparation.prepare(table, undefined, options);
    expect(X.dims).toEqual([matrix.rows, matrix.columns]);
    const wrong = Array.from(X.data as Float64Array).flatMap((value, i) => {
      const expected = matrix.data[i];
      const isSame = Number.isNaN(expected)
        ? Number.isNaN(value)
        : Math.abs(value - expected) <= 1e-6 * Math.max(1, Math.abs(expected));
      const place = `${preparation.featureNames[i % matrix.columns]}, row ${Math.floor(i / matrix.columns)}`;
      return isSame ? [] : [`${place}: ${value}, not ${expected}`];
    });
    expect(wrong).toEqual([]);
  }
}

const kindsOf = ({ inputColumns }: Preparation) => inputColumns.map(({ kind }) => kind);

/** Each column by a function of a random number generator and the row, with cells missing now and then. */
function table(
  columns: Readonly<Record<string, (random: RandomStream, row: number) => Cell>>,
  { rows = 60, seed = 1, missing = 0.1 } = {},
): Table {
  const random = new RandomStream(seed, 'cells');
  return tableFromColumns(
    Object.entries(columns).map(([name, cell]) => [
      name,
      Array.from({ length: rows }, (_, row) => {
        const value = cell(random, row);
        return random.uniform() < missing ? null : value;
      }),
    ]),
  );
}

async function expectSame(
  columns: Parameters<typeof table>[0],
  kinds: readonly FittedColumn['kind'][],
  options?: PreparationOptions,
): Promise<void> {
  const trained = table(columns);
  const preparation = Preparation.fit(trained, undefined, undefined, options);
  expect(kindsOf(preparation)).toEqual(kinds);
  await expectSameRows(preparation, trained);
  await expectSameRows(preparation, table(columns, { seed: 2, rows: 9 }));
  const complete = Preparation.fit(table(columns, { missing: 0 }), undefined, undefined, options);
  await expectSameRows(complete, table(columns, { seed: 3, rows: 15, missing: 0.3 }));
}

const oneOf = (words: readonly string[]) => (random: RandomStream) => words[random.integer(words.length)];
const day = (random: RandomStream) => new Date(Date.UTC(1999, 0, 1) + random.integer(9_000) * 86_400_000);

describe('the preparation as a graph', () => {
  it('of numbers, with far values, dominating values, and texts of numbers', () =>
    expectSame(
      {
        plain: (random) => random.normal(),
        wide: (random, row) => (row === 5 ? 1e12 : random.normal()),
        skewed: (random) => Math.exp(6 * random.normal()),
        few: (random) => random.integer(3),
        price: (random) => `$${(random.integer(5000) / 4).toFixed(2)}`,
      },
      ['numeric', 'numeric', 'numeric', 'numeric', 'numeric'],
    ));

  it('of true and false, categories, numbers as categories and ordered levels', () =>
    expectSame(
      {
        flag: oneOf(['yes', 'No', 'YES']),
        city: (random, row) => (row === 3 ? 'rare' : oneOf(['Rome', 'Bern', 'Zürich', 'naïve'])(random)),
        postcode: oneOf(['01805', '9000', '00100']),
        kind: (random) => random.integer(7),
        size: oneOf(['low', 'Medium', 'HIGH']),
        range: oneOf(['0-4', '5-9', '10+']),
        step: oneOf(['2', '4', '10']),
      },
      ['boolean', 'categorical', 'categorical', 'categorical', 'ordinal', 'ordinal', 'ordinal'],
      { categorical: ['kind', 'postcode'], ordinal: { step: ['4', '2', '10'] } } as PreparationOptions,
    ));

  it('of dates, times and the days between them', () =>
    expectSame(
      {
        start: (random) => day(random).toISOString().slice(0, 10),
        end: (random) => day(random).toISOString(),
        'opened at': (random) => `${String(random.integer(24)).padStart(2, '0')}:${10 + random.integer(50)}`,
        epoch: (random) => day(random).getTime() / 1000 + random.integer(86_400),
      },
      ['date', 'date', 'date', 'date'],
      { date: ['epoch'] } as PreparationOptions,
    ));

  it('of lists and texts', () =>
    expectSame(
      {
        genres: (random) =>
          ['drama', 'comedy', 'war', 'crime'].filter(() => random.uniform() < 0.5).join('|') || 'none',
        remark: (random, row) =>
          `${row} ${Array.from({ length: 6 }, () => oneOf(['The', 'quick', 'brown', 'fox', 'jumps', 'Over', 'dogs 12'])(random)).join(' ')}`,
      },
      ['list', 'text'],
      { list: ['genres'], text: ['remark'] } as PreparationOptions,
    ));

  it('with words that are missing cells everywhere', () =>
    expectSame(
      {
        amount: (random) => (random.uniform() < 0.2 ? -999 : random.normal()),
        place: oneOf(['here', 'there', 'n.k.']),
        code: (random) => (random.uniform() < 0.3 ? -999 : random.integer(4)),
      },
      ['numeric', 'categorical', 'categorical'],
      { missing: ['-999', 'n.k.'], categorical: ['code'] },
    ));

  it('of earlier versions, with 0/1 columns for categories and no bound of scaling', async () => {
    const trained = table({ city: oneOf(['Rome', 'Bern', 'Oslo']), x: (random) => random.normal() });
    const saved = JSON.parse(JSON.stringify(Preparation.fit(trained).toJSON()));
    delete saved.columns[0].encoding;
    for (const version of [1, 2]) {
      const preparation = Preparation.fromJSON({ ...saved, version });
      expect(preparation.featureNames).toContain('city = Rome');
      await expectSameRows(preparation, trained);
    }
  });
});
