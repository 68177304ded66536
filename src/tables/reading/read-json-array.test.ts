import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import { readTable } from './read-table.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, options = {}) => readTable(bytes(text), { name: 't.json', ...options });

describe('readTable on a JSON array', () => {
  it('reads the same table as from JSON lines, in any layout and however it is cut up', async () => {
    const key = fc.constantFrom('a', 'b', '10', '__proto__', 'ü "q" {[');
    const value = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('x', '}', ']', ',', '\\', '"', '\n', '{"', '漢'),
    );
    const row = fc.dictionary(key, value, { minKeys: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(undefined, 1, '\t'),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('', '\ufeff', ' \r\n'),
        async (rows, indent, size, before) => {
          const text = bytes(`${before}${JSON.stringify(rows, null, indent)}\n `);
          async function* pieces() {
            for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
          }
          const lines = rows.map((each) => JSON.stringify(each)).join('\n');
          const { columns } = await readTable(pieces(), { name: 't.json' });
          expect(columns).toEqual((await readTable(bytes(lines), { format: 'jsonl' })).columns);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is recognised without an extension, and takes the format of JSON lines', async () => {
    expect((await readTable(bytes('\n [ {"a": 1}]'))).columns[0].name).toBe('a');
    expect((await readTable(bytes('[{"a": 1}]'), { name: 't.csv', format: 'jsonl' })).columns[0].name).toBe(
      'a',
    );
    expect((await readTable(bytes('[a],b\n1,2\n'))).columns[0].name).toBe('[a]');
  });

  it('keeps the digits of long integers', async () => {
    const { columns } = await read('[\n{"id": 9007199254740993}\n,{"id":1}]');
    expect(cellsOf(columns[0])).toEqual(['9007199254740993', '1']);
  });

  it.each([
    ['[]', /the input is empty; write an array of objects/],
    ['[{"a":1},]', /line 1: expected an object, found "\]"/],
    ['[{"a":1}\n{"a":2}]', /line 2: expected "," or "\]" after an object, found "\{"/],
    ['[{"a":1}\n', /line 2: the array does not end; the file may be cut off/],
    ['[{"a":1},\n{"a":', /line 2: the array does not end/],
    ['[{"a":1}]\n[', /line 2: expected nothing after the array, found "\["/],
    ['[1,2]', /line 1: expected an object, found "1"; write an array of objects/],
    ['[[1],[2]]', /line 1: expected an object, found "\["/],
    ['[{"a":1},\n\n{"a":[[1]]}]', /line 3, column "a": the value is an array/],
    ['[{"a":1},\n{"a":1,"a":2}]', /line 2, column "a": the key is in the object twice/],
    ['[{"a":1},\n{"a" 2}]', /line 2: this is not JSON: .*; write an array of objects/],
    ['[{"a":]}]', /line 1: this is not JSON/],
    ['[\n{"a":1e999}]', /line 2, column "a": value "1e999" is infinite/],
    ['[{"a":"\0"}]', /line 1: a NUL byte/],
    ['[\u0001]', /expected an object, found the byte 1/],
    ['[{}]', /no object has a key/],
  ])('refuses %j', async (text, message) => {
    expect(await failure(read(text))).toMatch(message);
  });

  it('refuses invalid UTF-8 with its line', async () => {
    const text = Uint8Array.from([...bytes('[{"a":1},\n{"a":"'), 0xff, ...bytes('"}]')]);
    expect(await failure(readTable(text))).toMatch(/line 2: .*UTF-8/);
  });

  it('refuses deep nesting before it is parsed, and keys that are rarely there', async () => {
    const deep = `[\n{"a":${'['.repeat(5_000_000)}`;
    expect(await failure(read(deep))).toMatch(/line 2: values are nested in more than 100 levels/);
    const rows = Array.from({ length: 6000 }, (_, i) => `{"k${i}":1}`).join(',');
    expect(await failure(read(`[${rows}]`))).toMatch(/bytes of a JSON array would make/);
  });
});
