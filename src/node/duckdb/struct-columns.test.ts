import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeptColumn } from '../../tables/preparation/fitted-columns.js';
import { type Cell, tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { readTable } from '../../tables/reading/read-table.js';
import { cellText, type Table } from '../../tables/table.js';
import { columnCells, presentRows } from './struct-columns.js';

const folder = mkdtempSync(join(tmpdir(), 'struct-columns-'));
let connection: duckdb.DuckDBConnection;

beforeAll(async () => {
  connection = await duckdb.DuckDBConnection.create();
});

afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

const numeric = (name: string) => ({ name, kind: 'numeric' }) as KeptColumn;

/** The cells of `value` of each row of a query, NULL rows left out. */
async function cellsOf(query: string, column = numeric('value'), keepWords: string[] = []): Promise<Cell[]> {
  const chunk = await (await connection.run(`select t from (${query}) t`)).fetchChunk();
  const vector = chunk?.getColumnVector(0) as duckdb.DuckDBStructVector;
  const rows = presentRows(vector, chunk?.rowCount ?? 0);
  const names = (vector.type as duckdb.DuckDBStructType).entryNames;
  return columnCells(duckdb, vector.entryVectorAt(names.indexOf(column.name)), rows, column, keepWords);
}

const textsOf = (table: Table) => {
  const [column] = table.columns;
  return Array.from({ length: table.rows }, (_, row) => cellText(table, column, row));
};

it.each([
  ['tinyint', '(-5), (null), (7)'],
  ['bigint', '(9007199254740991), (null), (-1)'],
  ['bigint', '(9007199254740993), (null), (-1)'],
  ['ubigint', '(18446744073709551615), (1)'],
  ['float', "('0.1'), ('nan'), (null)"],
  ['double', "('0.1'), ('nan'), ('-1e300')"],
  ['decimal(4,1)', '(-12.3), (null)'],
  ['decimal(9,3)', '(123456.789), (0)'],
  ['decimal(18,4)', '(12345678901234.5678), (0.1)'],
  ['decimal(38,10)', '(1234567890123456789.0123456789), (-0.1)'],
  ['boolean', '(true), (false), (null)'],
  ['varchar', "('a'), ('ä b'), (null)"],
  ['date', "('2024-02-29'), ('1969-12-31'), (null)"],
  ['timestamp', "('2024-02-29 10:11:12.123456'), ('1969-12-31 23:59:59')"],
  ['timestamp_ms', "('2024-02-29 10:11:12.123')"],
  ['timestamp_ns', "('2024-02-29 10:11:12.123456789')"],
  ['timestamptz', "('2024-02-29 10:11:12+02')"],
  ['uuid', "('6a2f41a3-c54c-fce8-32d2-0324e1c32e22')"],
])('%s has the cells that a Parquet file has: %s', async (type, values) => {
  const query = `select value::${type} as value from (values ${values}) v(value)`;
  const path = join(folder, 'value.parquet');
  await connection.run(`copy (${query}) to '${path}' (format parquet)`);
  const read = await readTable(readFileSync(path), { format: 'parquet', name: 'value.parquet' });
  expect(textsOf(tableFromColumns([['value', await cellsOf(query)]]))).toEqual(textsOf(read));
});

it('reads enums as texts, times, seconds, and lists as JSON', async () => {
  await connection.run("create type mood as enum ('sad', 'happy')");
  expect(await cellsOf("select unnest(['happy', 'sad', null])::mood as value")).toEqual([
    'happy',
    'sad',
    null,
  ]);
  expect(await cellsOf("select time '08:30:05' as value")).toEqual(['08:30:05']);
  expect(await cellsOf("select timestamp_s '2024-02-29 10:11:12' as value")).toEqual([
    '2024-02-29T10:11:12.000Z',
  ]);
  expect(await cellsOf("select ['a', null] as value")).toEqual(['["a",null]']);
  expect(await cellsOf('select [1::bigint, 2] as value')).toEqual(['[1,2]']);
});

it('leaves NULL rows out', async () => {
  const query = 'select unnest([{value: 1}, null, {value: null}]) as t';
  const chunk = await (await connection.run(query)).fetchChunk();
  expect([...presentRows(chunk?.getColumnVector(0) as duckdb.DuckDBStructVector, 3)]).toEqual([0, 2]);
});

it('takes words of delimited text for missing cells, but not those of categories and of keepWords', async () => {
  const query = "select unnest(['NA', ' nan ', '', 'None', 'NAN', 'text without end of words']) as value";
  const others = ['NAN', 'text without end of words'];
  expect(await cellsOf(query)).toEqual([null, null, null, null, ...others]);
  const words = { categories: ['NA'], rare: ['nan'], numbers: false, missing: true };
  const categorical: KeptColumn = { name: 'value', kind: 'categorical', ...words };
  expect(await cellsOf(query, categorical, ['None'])).toEqual(['NA', ' nan ', null, 'None', ...others]);
});

it.each([
  ["'abc'::blob", /column "value" has the type BLOB.*cast it in SQL/],
  ["map {'a': 1}", /column "value" has the type MAP\(VARCHAR, INTEGER\)/],
  ["interval '1 day'", /column "value" has the type INTERVAL/],
  ["date 'infinity'", /column "value": .* is not a date of the years/],
  ["timestamp 'infinity'", /column "value": .* is not a date of the years/],
  ['[[1]]', /column "value": a value is an array with nested values/],
])('refuses %s', async (value, message) => {
  await expect(cellsOf(`select ${value} as value`)).rejects.toThrow(message);
});
