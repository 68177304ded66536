import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { LogisticRegression } from '../classifiers/logistic-regression/logistic-regression.js';
import { Boosting } from '../classifiers/tree-models/boosting/boosting.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { Preparation } from '../tables/preparation/preparation.js';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { needsOf } from './fit-on-rows.js';
import { RowScorer } from './row-scorer.js';
import { type RowValue, tableOfRows } from './rows-table.js';
import { TableClassifier } from './table-classifier.js';

type Row = Record<string, RowValue>;
type Cells = readonly RowValue[];

const DAY = 86_400_000;
const random = new RandomStream(5, 'row scorer');
const pick = <T>(of: readonly T[]) => of[random.integer(of.length)];
const date = (day: number) => new Date(Date.UTC(2024, 0, 1) + day * DAY).toISOString().slice(0, 10);

/** A cell of training for each column. */
const columns: Record<string, (row: number) => Cell> = {
  whole: () => random.integer(50),
  amount: () => (random.uniform() < 0.1 ? null : 0.1 + random.normal()),
  skewed: () => (random.uniform() < 0.01 ? 1e6 : random.uniform()),
  sentinel: () => pick([-99, 1.5, 2.5, 7.25]),
  share: () => `${random.integer(100)}%`,
  comma: () => `${random.integer(100)},${1 + random.integer(8)}`,
  bit: (row) => (row % 9 === 0 ? null : row % 2),
  paid: () => pick(['yes', 'no']),
  city: () => pick(['Oslo', 'Bern', ' Riga', null]),
  branch: () => pick(['007', '012', '13', 'main']),
  model: () => pick([11, 12, 20]),
  size: () => pick(['low', 'medium', 'high']),
  age: () => pick(['20-29', '30-39', '40-49', '50-59', 'unknown']),
  ordered: () => date(random.integer(300)),
  delivered: () => (random.uniform() < 0.1 ? null : date(random.integer(300))),
  created_at: () => 1_700_000_000 + random.integer(1e7),
  tags: () => pick(['a|b', 'b|c', 'a', 'a|c|d', 'd|b', '']),
  remark: () =>
    `${pick(['late', 'broken', 'fine', 'late again'])} ${pick(['box', 'parcel', 'letter'])} came on ${pick(['monday', 'friday'])}`,
};
/** Cells that training has not. */
const odd: Record<string, Cells> = {
  whole: [1e300, -1e9, '12', 'x', true, 0.5],
  amount: [Number.NaN, undefined, -0, 1e40, 'NA', 'twelve', Number.POSITIVE_INFINITY, new Date(0)],
  sentinel: ['-99', null, ' -99 '],
  share: [12, 0.5, '7', 'half'],
  comma: [12.5, '12.5', '1.000,5', 'x'],
  bit: [true, 'no', 0.5, 'maybe', '1', '-99'],
  paid: ['YES', true, 1, 0, 'perhaps', null],
  city: ['Riga', 'Bern ', 'Paris', 5, false, '__proto__', ['Oslo']],
  branch: [7, '7', 12, 13, '0013', 99, null],
  model: ['11', '12.0', 12.5, 'new', null],
  size: ['HIGH', 'huge', 2, null],
  age: [25, '60-69', 'old', '25'],
  ordered: ['2024-13-01', 'soon', null, new Date(1e12), new Date(Number.NaN), 20240102, '1950-01-01', '-99'],
  delivered: [undefined, '2024-02-30', '2024-05-01T12:00:00Z'],
  created_at: ['2024-01-05', 1_700_000_000_000, 7, null],
  tags: [['a', 'b'], [1, null], [[1]] as never, 'x|y', 'a,b', null, 5],
  remark: ['', 'etwas ganz anderes', 'late box', 17, null],
};
const names = Object.keys(columns);
const seen = Array.from(
  { length: 160 },
  (_, row): Row => Object.fromEntries(names.map((name) => [name, columns[name](row)])),
);
const training = tableFromColumns(names.map((name) => [name, seen.map((row) => row[name] as Cell)]));

async function modelOf(preparation: Preparation, classifier: LogisticRegression | Boosting) {
  const { matrix } = preparation.prepare(training, undefined, needsOf(classifier));
  await classifier.fit(
    matrix,
    Array.from(seen, (_, row) => (row % 3 === 0 ? 'rare' : 'common')),
  );
  return new TableClassifier({ preparation, classifier, provenance: {} as never });
}

const fitted = () =>
  Preparation.fit(training, undefined, 'target', {
    missing: ['-99'],
    ordinal: { size: ['low', 'medium', 'high'] },
    text: ['remark'],
    list: ['tags'],
    numeric: ['share'],
    categorical: ['model', 'branch'],
  });

const version1 = () => {
  const name = 'logistic-regression.safetensors';
  return TableClassifier.fromBytes(
    readFileSync(new URL(`./fixtures/version-0.1.0/${name}`, import.meta.url)),
    { name },
  );
};
const cellsOfVersion1: Record<string, Cells> = {
  amount: [1, 2.5, 1e300, null, 'x'],
  time: ['12', 7, -1e300],
  colour: ['red', 'blue', 'pink', 3, null],
  open: ['yes', 'no', true, 0, 'x'],
};

function outcome(prepare: () => ReturnType<RowScorer['prepare']>, wantsNotices = true) {
  try {
    const { matrix, notices } = prepare();
    return { matrix, notices: wantsNotices ? notices : [] };
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each<[string, () => Promise<TableClassifier>, Record<string, Cells>, number]>([
  ['scaled columns', () => modelOf(fitted(), new LogisticRegression()), odd, 40],
  ['values with missing cells', () => modelOf(fitted(), new Boosting({ nEstimators: 2 })), odd, 30],
  ['a model of version 0.1.0', version1, cellsOfVersion1, 30],
])('RowScorer with %s', (_, load, others, numRuns) => {
  it('gives the bits, notices and errors of a table of the rows', async () => {
    const model = await load();
    const kept = model.preparation.inputColumns.map(({ name }) => name);
    const row = fc.record(
      Object.fromEntries(
        kept.map((name) => {
          const usual: Cells = name in columns ? seen.map((each) => each[name]) : others[name];
          const cell = fc.constantFrom<RowValue>(...usual);
          return [
            name,
            name in others
              ? fc.oneof(
                  { weight: 24, arbitrary: cell },
                  { weight: 1, arbitrary: fc.constantFrom(...others[name]) },
                )
              : cell,
          ];
        }),
      ),
    );
    const scorer = RowScorer.of(model);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.boolean(), (rows, wantsNotices) => {
        const expected = outcome(
          () => model.prepare(tableOfRows(model.preparation, rows as Row[])),
          wantsNotices,
        );
        const found = outcome(() => scorer.prepare(rows as Row[], wantsNotices), wantsNotices);
        expect(found).toEqual(expected);
      }),
      { numRuns },
    );
  });
});

describe('RowScorer', () => {
  it('makes no table of usual rows', async () => {
    const model = await modelOf(fitted(), new LogisticRegression());
    const prepare = vi.spyOn(model, 'prepare');
    for (const row of seen.slice(0, 40)) RowScorer.of(model).prepare([row], false);
    RowScorer.of(model).prepare(seen, false);
    expect(prepare.mock.calls.length).toBeLessThan(2);
  });
});
