import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import type { ColumnOverrides } from './column-overrides.js';
import { typeColumns } from './column-types.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';

const ROWS = 40;
const cells = (make: (row: number) => Cell, rows = ROWS): Cell[] =>
  Array.from({ length: rows }, (_, i) => make(i));
const kindOf = (column: Cell[], name = 'x', overrides: ColumnOverrides = {}) =>
  typeColumns(tableFromColumns([[name, column]]), { overrides }).types[0].kind;

describe('numeric columns', () => {
  it.each([
    ['two values', cells((i) => i % 2)],
    ['one value and missing cells', cells((i) => (i % 5 === 0 ? null : 7))],
    ['distinct reals', cells((i) => i + 0.5)],
    ['distinct integers with gaps', cells((i) => i * 3)],
    ['a run that starts elsewhere', cells((i) => i + 2)],
    ['a run with one value twice', cells((i) => Math.max(1, i))],
    ['a run over too few rows', cells((i) => i, 19)],
    ['a run with a missing cell', cells((i) => (i === 3 ? null : i))],
  ])('%s stay numeric', (_, column) => {
    expect(kindOf(column)).toBe('numeric');
  });

  it.each([
    ['constant', cells(() => 7)],
    ['empty', cells(() => null)],
    ['identifier', cells((i) => i)],
    ['identifier', cells((i) => ROWS - i)],
    ['identifier', cells((i) => ((i * 7) % ROWS) + 1)],
  ])('%s ones are dropped', (kind, column) => {
    expect(kindOf(column)).toBe(kind);
  });

  it.each([
    'id',
    'ID',
    'customer_id',
    'customer id',
    'PassengerId',
    'userID',
    'uuid',
    'index',
    'row',
    'Row-Number',
  ])('distinct integers named %s are an identifier, other values are not', (name) => {
    expect(kindOf([512, 7, 90_001], name)).toBe('identifier');
    expect(kindOf([512, 7, 7], name)).toBe('numeric');
    expect(kindOf([512, 7, 8.5], name)).toBe('numeric');
  });

  it.each(['citric acid', 'humid', 'grid', 'rowing', 'indexed', 'Idaho'])(
    '%s is not an identifier name',
    (name) => {
      expect(kindOf([512, 7, 90_001], name)).toBe('numeric');
    },
  );

  const account = (i: number) => 4_000_000_000_000_000 + ((i * 7_368_787_123) % 999_999_999_989);
  it.each<[string, (i: number) => Cell]>([
    ['of accounts', account],
    ['of accounts with gaps', (i) => (i % 9 === 0 ? null : account(i))],
    ['beyond 2^53', (i) => `${9_100_000_000 + i * 7919}${1_234_567 + (i % 7)}`],
    ['beyond 2^53 that recur', (i) => `9876543210123${100_123 + (i % 9)}`],
  ])('long integers %s are an identifier', (_, cell) => {
    const { types, notices } = typeColumns(tableFromColumns([['konto', cells(cell)]]));
    expect(types).toMatchObject([{ kind: 'identifier', reason: expect.stringMatching(/integers of \d+ /) }]);
    expect(notices).toEqual([expect.stringMatching(/--categorical konto keeps it/)]);
  });

  it.each<[string, (i: number) => number]>([
    ['rounded', (i) => 123_456_789_000 + i * 1000],
    ['of different lengths', (i) => Math.round(123_456_789_123 * 1.5 ** i)],
    ['that recur', (i) => account(i % 30)],
    ['of milliseconds', (i) => 1_700_000_000_123 + i * 77_777],
    ['of microseconds', (i) => 1_700_000_000_123_457 + i * 777_777_777],
    ['of 11 digits', (i) => 12_345_678_901 + i * 7919],
  ])('long integers %s are numbers', (_, cell) => {
    expect(kindOf(cells(cell), 'konto')).toBe('numeric');
  });

  it('knows a row number by a training part alone', () => {
    const table = tableFromColumns([
      ['n', cells((i) => i + 1)],
      ['v', cells((i) => (i * 31) % 1000)],
    ]);
    const rows = Int32Array.from({ length: 32 }, (_, i) => (i * 3) % ROWS);
    expect(typeColumns(table, { rows }).types.map((type) => type.kind)).toEqual(['identifier', 'numeric']);
  });
});

describe('text columns', () => {
  it.each([
    ['boolean', cells((i) => (i % 2 ? 'Yes' : 'NO'))],
    ['boolean', cells((i) => (i % 3 ? 'TRUE' : i % 2 ? 'false' : null))],
    ['boolean', cells((i) => (i % 2 ? 't' : 'F'))],
    ['boolean', cells((i) => i % 2 === 1)],
    ['categorical', cells((i) => (i % 2 ? 'yes' : 'false'))],
    ['categorical', cells((i) => (i % 2 ? 'yes' : i % 3 ? 'no' : 'maybe'))],
    ['categorical', cells((i) => (i % 2 ? 'red' : null))],
    ['constant', cells(() => 'red')],
    ['constant', cells(() => 'yes')],
    ['categorical', cells((i) => `word ${i}`, 20)],
    ['identifier', cells((i) => `word ${i}`, 21)],
    ['identifier', cells((i) => `${'qxzjkv'[i % 6]}${(i * 7919) % 1000}z`)],
    ['categorical', cells((i) => `word ${i % 21}`)],
    ['categorical', cells((i) => `word ${i % 20}`)],
    ['categorical', cells((i) => `word ${i % 50}`, 900)],
    ['categorical', cells((i) => `word ${i % 51}`, 900)],
    ['categorical', cells((i) => `word ${i % 200}`, 4000)],
    ['categorical', cells((i) => `name ${i % 645}`, 3000)],
    ['ordinal', cells((i) => ['1', '2', '5more'][i % 3])],
    ['categorical', cells((i) => ['1', '2', 'five'][i % 3])],
    ['categorical', cells((i) => ['01', '02'][i % 2])],
    ['numeric', cells((i) => `${i}.5`)],
    ['constant', cells(() => '5')],
  ])('%s %#', (kind, column) => {
    expect(kindOf(column)).toBe(kind);
  });

  it('without a value in the training rows are empty', () => {
    const table = tableFromColumns([['c', cells((i) => (i < 5 ? `word ${i % 2}` : null))]]);
    expect(typeColumns(table, { rows: Int32Array.of(7, 8, 9) }).types[0].kind).toBe('empty');
  });

  it('says that numbers spelled as text were read as numbers', () => {
    const { notices } = typeColumns(tableFromColumns([['n', cells((i) => `${i}.5`)]]));
    expect(notices.join()).toMatch(/text column "n" read as numbers.*--categorical n/);
  });

  it('refuses a few words among numbers, and names the first', () => {
    const table = tableFromColumns(
      [['age', cells((i) => (i === 6 ? 'abc' : i === 9 ? 'b' : i * 2))]],
      'people.csv',
    );
    expect(() => typeColumns(table)).toThrow(InputError);
    expect(() => typeColumns(table)).toThrow(
      /people\.csv: column "age".*38 of 40.*data row 7.*"abc".*--missing abc.*--categorical age.*--drop age/,
    );
    // Even when the offending row is not among those that decide.
    expect(() => typeColumns(table, { rows: Int32Array.of(0, 1, 2) })).toThrow(/data row 7/);
    expect(typeColumns(table, { overrides: { categorical: ['age'] } }).types[0].kind).toBe('categorical');
    expect(typeColumns(table, { overrides: { drop: ['age'] } }).types[0].kind).toBe('excluded');
  });
});

describe('overrides', () => {
  const table = tableFromColumns([
    ['id', [1, 2, 3]],
    ['__proto__', ['1', 'x', '2']],
    ['constructor', [4, 4, 4]],
    ['class', ['a', 'b', 'a']],
  ]);
  const type = (overrides: ColumnOverrides) => typeColumns(table, { target: 'class', overrides });

  it('keep what the rules would drop, and leave out the target', () => {
    const { types, notices } = type({ numeric: ['id'], categorical: ['constructor'] });
    expect(types).toEqual([
      { name: 'id', kind: 'numeric', forced: true },
      { name: '__proto__', kind: 'categorical', forced: false },
      { name: 'constructor', kind: 'categorical', forced: true },
    ]);
    expect(notices).toEqual([]);
  });

  it('answer unknown names with near ones and the list', () => {
    expect(() => type({ drop: ['constuctor'] })).toThrow(
      /--drop names column "constuctor".*Did you mean "constructor"\? Columns: "id", "__proto__", "constructor"$/,
    );
    expect(() => type({ numeric: ['toString'] })).toThrow(InputError);
  });

  it('refuse a column in two lists, the target, and text forced numeric', () => {
    expect(() => type({ drop: ['id'], numeric: ['id'] })).toThrow(/"id".*--numeric and --drop/);
    expect(() => type({ drop: ['class'] })).toThrow(/--drop names "class", which is the target/);
    expect(() => type({ numeric: ['__proto__'] })).toThrow(
      /column "__proto__" must be numeric, but data row 2 holds "x"/,
    );
  });
});
