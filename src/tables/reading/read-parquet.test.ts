import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import type { Table } from '../table.js';
import { readTable, readTableBlocks } from './read-table.js';

type Options = Parameters<typeof parquetWriteBuffer>[0];

const write = (columnData: Options['columnData'], options: Omit<Options, 'columnData'> = {}) =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...options }));

describe('readTable on Parquet', () => {
  it('reads every kind of flat column, over several row groups', async () => {
    const rows = 2500;
    const indices = Array.from({ length: rows }, (_, i) => i);
    const file = write(
      [
        { name: 'double', data: indices.map((i) => i / 10), type: 'DOUBLE' },
        { name: 'float', data: indices.map((i) => (i % 5 === 0 ? null : i / 4)), type: 'FLOAT' },
        { name: 'int64', data: indices.map(BigInt), type: 'INT64' },
        {
          name: '__proto__',
          data: indices.map((i) => (i % 7 === 0 ? null : `text ${i % 3}`)),
          type: 'STRING',
        },
        { name: 'flag', data: indices.map((i) => i % 2 === 1), type: 'BOOLEAN' },
      ],
      { rowGroupSize: 1000 },
    );
    const table = await readTable(file);
    expect(table.rows).toBe(rows);
    const [double, float, int64, text, flag] = table.columns;
    expect(cellsOf(double)).toEqual(indices.map((i) => i / 10));
    expect(cellsOf(float)).toEqual(indices.map((i) => (i % 5 === 0 ? null : i / 4)));
    expect(float.kind === 'numeric' && float.values).toBeInstanceOf(Float32Array);
    expect(cellsOf(int64)).toEqual(indices);
    expect(text.name).toBe('__proto__');
    expect(cellsOf(text)).toEqual(indices.map((i) => (i % 7 === 0 ? null : `text ${i % 3}`)));
    expect(flag.kind === 'text' && flag.dictionary).toEqual(['false', 'true']);
    expect(cellsOf(flag)).toEqual(indices.map((i) => String(i % 2 === 1)));
    const blocks: Table[] = [];
    for await (const block of readTableBlocks(file, { blockRows: 300 })) blocks.push(block);
    expect(blocks.map((block) => block.rows)).toEqual([300, 300, 300, 100, 300, 300, 300, 100, 300, 200]);
    expect(blocks[4].firstRow).toBe(1000);
    table.columns.forEach((column, i) => {
      expect(blocks.flatMap((block) => cellsOf(block.columns[i]))).toEqual(cellsOf(column));
    });
  });

  it('makes a 64-bit integer column with an unsafe value text, digit by digit', async () => {
    const file = write([{ name: 'id', data: [1n, 9007199254740993n], type: 'INT64' }]);
    expect(cellsOf((await readTable(file)).columns[0])).toEqual(['1', '9007199254740993']);
  });

  it('writes dates as ISO text and decimals as the nearest float', async () => {
    const file = write(
      [
        { name: 'day', data: [new Date('1969-12-31'), new Date('2024-02-29')] },
        { name: 'time', data: [new Date('2024-02-29T12:34:56.789Z'), null] },
        { name: 'price', data: [0.3, 12.3] },
      ],
      {
        schema: [
          { name: 'root', num_children: 3 },
          { name: 'day', type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
          { name: 'time', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' },
          {
            name: 'price',
            type: 'INT32',
            converted_type: 'DECIMAL',
            scale: 1,
            precision: 9,
            repetition_type: 'OPTIONAL',
          },
        ],
      },
    );
    const [day, time, price] = (await readTable(file)).columns;
    expect(cellsOf(day)).toEqual(['1969-12-31', '2024-02-29']);
    expect(cellsOf(time)).toEqual(['2024-02-29T12:34:56.789Z', null]);
    expect(cellsOf(price)).toEqual([0.3, 12.3]);
  });

  it('keeps columns named in the text option as text', async () => {
    const file = write([{ name: 'a', data: [1.5, null], type: 'DOUBLE' }]);
    expect(cellsOf((await readTable(file, { text: new Set(['a']) })).columns[0])).toEqual(['1.5', null]);
  });

  it('refuses nested columns, infinite numbers and bytes that are not text, naming them', async () => {
    const nested = write([{ name: 'list', data: [{ a: 1 }, { a: 2 }], type: 'JSON' }]);
    expect(cellsOf((await readTable(nested)).columns[0])).toEqual(['{"a":1}', '{"a":2}']);
    const struct = write([{ name: 'outer', data: [{ a: 1 }] }], {
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'outer', num_children: 1, repetition_type: 'OPTIONAL' },
        { name: 'a', type: 'INT32', repetition_type: 'OPTIONAL' },
      ],
    });
    expect(await failure(readTable(struct))).toMatch(/column "outer" is nested/);
    const infinite = write([{ name: 'x', data: [1, Number.POSITIVE_INFINITY], type: 'DOUBLE' }]);
    expect(await failure(readTable(infinite))).toMatch(/row 2, column "x": value "Infinity"/);
    const binary = write([{ name: 'raw', data: [new Uint8Array([0xff, 0xfe])], type: 'BYTE_ARRAY' }]);
    expect(await failure(readTable(binary))).toMatch(/column "raw"/);
  });

  it('refuses a file that is cut off, foreign or beyond the memory limit', async () => {
    const file = write([{ name: 'a', data: Array.from({ length: 5000 }, (_, i) => i / 3), type: 'DOUBLE' }]);
    for (const length of [4, 100, file.length - 1]) {
      expect(await failure(readTable(file.subarray(0, length), { name: 'cut.parquet' }))).toMatch(
        /^cut\.parquet.*not a readable Parquet file/,
      );
    }
    const foreign = new TextEncoder().encode('a,b\n1,2\n');
    expect(await failure(readTable(foreign, { format: 'parquet' }))).toMatch(/does not start with PAR1/);
    expect(await failure(readTable(file, { memoryLimitBytes: 30_000 }))).toMatch(
      /memory limit|memoryLimitBytes/,
    );
    const holed = Uint8Array.from(file).fill(0xff, 8, 200);
    expect(await failure(readTable(holed))).toMatch(/not a readable Parquet file/);
  });
});
