import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import type { Table } from '../table.js';
import { readTable } from './read-table.js';

const read = (text: string, options = {}): Promise<Table> =>
  readTable(new TextEncoder().encode(text), { format: 'jsonl', ...options });

const columnsOf = (table: Table) => new Map(table.columns.map((column) => [column.name, cellsOf(column)]));

describe('readTable on JSON lines', () => {
  it('gives every value back, whatever its type and wherever its key is absent', async () => {
    const key = fc.constantFrom('a', 'b', '10', '2', '__proto__', 'constructor', 'ü "quoted"');
    const number = fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((value) => !Object.is(value, -0));
    const text = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((each) => !/\p{Surrogate}/u.test(each));
    const value = fc.oneof(number, fc.integer(), text, fc.boolean(), fc.constant(null));
    const row = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          fc.pre(rows.some((cells) => cells.length > 0));
          const lines = rows.map(
            (cells) => `{${cells.map(([k, v]) => `${JSON.stringify(k)}: ${JSON.stringify(v)}`)}}`,
          );
          const bytes = new TextEncoder().encode(lines.join('\n'));
          async function* pieces() {
            for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
          }
          const table = await readTable(pieces(), { format: 'jsonl' });
          expect(table.rows).toBe(rows.length);

          const names = [...new Set(rows.flat().map(([name]) => name))];
          expect(table.columns.map((column) => column.name)).toEqual(names);
          for (const column of table.columns) {
            const values = rows.map((cells) => cells.find(([name]) => name === column.name)?.[1] ?? null);
            const numeric = values.every((each) => each === null || typeof each === 'number');
            expect(column.kind).toBe(numeric ? 'numeric' : 'text');
            expect(cellsOf(column)).toEqual(
              numeric ? values : values.map((each) => (each === null ? null : String(each))),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps the digits of integers a float cannot hold, and texts that look like numbers or missing cells', async () => {
    const table = await read('{"id": 1, "s": "007"}\n\n{"id": -9007199254740993, "s": "NA"}\n{"id": 0.5}\n');
    expect(columnsOf(table)).toEqual(
      new Map([
        ['id', ['1', '-9007199254740993', '0.5']],
        ['s', ['007', 'NA', null]],
      ]),
    );
  });

  it('keeps arrays of strings, numbers and booleans as their text', async () => {
    const table = await read(
      '{"a": ["x, y", "é"], "b": 1}\n{"a": []}\n{"a": [1.50, true, null], "b": [2]}\n',
    );
    expect(columnsOf(table)).toEqual(
      new Map([
        ['a', ['["x, y","é"]', '[]', '[1.5,true,null]']],
        ['b', ['1', null, '[2]']],
      ]),
    );
  });

  it('keeps columns named in the text option as text', async () => {
    expect(columnsOf(await read('{"a": 1}', { text: new Set(['a']) })).get('a')).toEqual(['1']);
  });

  it.each([
    ['{"a": 1}\n{"a": [[1]]}', /line 2, column "a": the value is an array with nested values/],
    ['{"a": [{}]}', /line 1, column "a": the value is an array with nested values/],
    ['{"a": [9007199254740993]}', /line 1, column "a": .* a number that a 64-bit float cannot hold/],
    ['{"a": [1e999]}', /line 1, column "a": .* a number that a 64-bit float cannot hold/],
    ['{"a": ["\\ud800"]}', /line 1, column "a": .*half a surrogate pair/],
    ['{"b": 1}\n{"b": "10:30", "a": 2, "a" : 3}', /line 2, column "a": the key is in the object twice/],
    ['{"a": 1, "\\u0061": 2}', /line 1, column "a": the key is in the object twice/],
    ['{"a": {"b": 1}}', /line 1, column "a": the value is an object/],
    ['{"a": 1}\n\n{"a": 1', /line 3: this is not JSON/],
    ['{"a": 1}\n[1]', /line 2: expected a JSON object, found an array/],
    ['{"a": 1}\nnull', /line 2: expected a JSON object, found null/],
    ['{"a": 1e999}', /line 1, column "a": value "1e999" is infinite/],
    ['{"a": "\\ud800"}', /line 1, column "a": .*half a surrogate pair/],
    ['{"": 1}', /column 1 of 1 has no name/],
    ['{}', /no object has a key/],
    ['\n \n', /the input is empty/],
    ['{"a": 1}\n{"a": \0}', /line 2: a NUL byte/],
  ])('refuses %j', async (text, message) => {
    expect(await failure(read(text))).toMatch(message);
  });

  it('refuses invalid UTF-8 with its line', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"a": 1}\n{"a": "'), 0xff, 0x22, 0x7d]);
    expect(await failure(readTable(bytes))).toMatch(/line 2: .*UTF-8/);
  });

  it('refuses a sparse table that would not fit once its absent keys are filled in', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `{"key${i}": 1}`).join('\n');
    expect(await failure(read(rows, { memoryLimitBytes: 20_000_000 }))).toMatch(/raise memoryLimitBytes/);
  });

  it('names a nested value, whatever key stands behind it', async () => {
    const nested = (line: string) => failure(read(line));
    expect(await nested('{"a":{"b":1},"1":2}\n')).toMatch(/line 1, column "a": the value is an object/);
    expect(await nested('{"1":[[2]],"a":1}\n')).toMatch(/line 1, column "1": the value is an array/);
  });

  it('refuses a repeated key, also where an earlier one is nested', async () => {
    const repeated = failure(read('{"b":1}\n{"a":{"x":[1,"}"]},"1":9007199254740993,"a":4}\n'));
    expect(await repeated).toBe(
      'input, line 2, column "a": the key is in the object twice; keep one of them',
    );
  });

  it('keeps the order of keys and the digits of long integers', async () => {
    const table = await read('{"a":"}:","2":[1,"{"],"1":9007199254740993}\n');
    expect([...columnsOf(table)]).toEqual([
      ['a', ['}:']],
      ['2', ['[1,"{"]']],
      ['1', ['9007199254740993']],
    ]);
  });

  it('reads a text of any length before a key that looks like an index', async () => {
    const long = 'x\\n'.repeat(5_000_000);
    const table = await read(`{"b":"${long}","1":2}\n`);
    expect(table.columns.map(({ name }) => name)).toEqual(['b', '1']);
    expect(cellsOf(table.columns[1])).toEqual([2]);
  });

  it('refuses deep nesting before it is parsed, but not brackets in a text', async () => {
    const deep = `{"a":1}\n{"a":${'[{"b":'.repeat(1_000_000)}`;
    expect(await failure(read(deep))).toMatch(/line 2: values are nested in more than 100 levels/);
    const text = '[{"'.repeat(100_000);
    const table = await read(`{"b":"\\"x","a":${JSON.stringify(text)}}\n`);
    expect(cellsOf(table.columns[1])).toEqual([text]);
  });

  it('takes a row of many long integers in one pass', async () => {
    const cells = Array.from({ length: 20_000 }, (_, i) => `"k${i}":1234567890123456789${i % 10}`);
    const table = await read(`{${cells.join(',')}}\n`);
    expect(cellsOf(table.columns[19_999])).toEqual(['12345678901234567899']);
  });

  it('refuses keys that are so rarely there that the table is out of proportion to the text', async () => {
    const lines = Array.from({ length: 6000 }, (_, i) => `{"k${i}":1}`).join('\n');
    expect(await failure(read(lines))).toMatch(
      /bytes of JSON lines would make \d+ rows of \d+ columns .* raise maxExpandedBytes/,
    );
    const few = Array.from({ length: 600 }, (_, i) => `{"k${i}":1}`).join('\n');
    expect(await failure(read(few, { maxExpandedBytes: 1e6 }))).toMatch(/now 1000000/);
    expect((await read(few, { maxExpandedBytes: 2e6 })).rows).toBe(600);
  });
});
