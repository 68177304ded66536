import { DuckDBConnection } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { queryText, terminalTable } from './query-result.js';
import { sqlError } from './sql-error.js';

const connection = await DuckDBConnection.create();

async function textOf(format: 'csv' | 'tsv' | 'jsonl', query: string): Promise<string> {
  let text = '';
  for await (const piece of queryText(format, await connection.stream(query))) text += piece;
  return text;
}

const VALUES = `select 1 as i, 0.1::float as f, 0.1::double as d, 9007199254740993 as b, 1.50::decimal(5, 2) as e,
  true as t, 'a, "b"' as s, date '2024-02-29' as day, null as n, [1.5, null] as l, {'x': 0.1::float, 'y': [false]} as o,
  'nan'::double as a`;

describe('queryText', () => {
  it('writes every type as CSV, 32-bit floats with nine digits', async () => {
    expect(await textOf('csv', VALUES)).toBe(
      'i,f,d,b,e,t,s,day,n,l,o,a\n' +
        `1,0.100000001,0.1,9007199254740993,1.50,true,"a, ""b""",2024-02-29,,"[1.5, NULL]","{'x': 0.10000000149011612, 'y': [false]}",NaN\n`,
    );
  });

  it('keeps numbers, booleans, lists and structs in JSON lines', async () => {
    expect(await textOf('jsonl', VALUES)).toBe(
      '{"i":1,"f":0.100000001,"d":0.1,"b":9007199254740993,"e":1.50,"t":true,"s":"a, \\"b\\"","day":"2024-02-29","n":null,' +
        '"l":[1.5,null],"o":{"x":0.100000001,"y":[false]},"a":null}\n',
    );
  });

  it('tells columns of one name apart, and has a header for no rows', async () => {
    expect(await textOf('tsv', 'select 1 as a, 2 as a')).toBe('a\ta:1\n1\t2\n');
    expect(await textOf('csv', 'select 1 as a where false')).toBe('a\n');
    expect(await textOf('jsonl', 'select 1 as a where false')).toBe('');
  });
});

describe('terminalTable', () => {
  it('shows the first rows and says that there are more', async () => {
    const lines = (await terminalTable(await connection.stream('select range as n from range(5000)'))).split(
      '\n',
    );
    expect([lines[0], lines[40], lines.length]).toEqual(['n', '39', 43]);
    expect(lines[41]).toMatch(/first 40 rows; --out FILE/);
    expect(await terminalTable(await connection.stream("select 'b' as a, 10 as n"))).toBe('a   n\nb  10\n');
    expect(await terminalTable(await connection.stream('select 1 as a where false'))).toBe('a\n(no rows)\n');
  });
});

describe('sqlError', () => {
  it('makes an error of the input of one of DuckDB, in one line', async () => {
    const error = await connection.run('select a from (select 1 as b)').catch(sqlError);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(/^Binder Error: Referenced column "a" not found.*"b"$/);
    const failed = await connection.extractStatements('selct 1').catch(sqlError);
    expect((failed as Error).message).toBe('Parser Error: syntax error at or near "selct"');
    expect((sqlError(new Error('IO Error: Could not set lock on file "x"')) as Error).message).toMatch(
      /close the program/,
    );
  });

  it('leaves other errors alone', () => {
    for (const error of [new TypeError('x is not a function'), new InputError('IO Error: a'), 'text'])
      expect(sqlError(error)).toBe(error);
  });
});
