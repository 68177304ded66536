import { existsSync, readFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import {
  ascii,
  BYTE_ARRAY,
  closed,
  DOUBLE,
  dataPage,
  dictionaryPage,
  footer,
  handMadeFile,
  INT32,
  INT64,
  serialize,
  struct,
  varint,
} from '../../../../test/support/parquet-file.js';
import { cellsOf, failure } from '../../../../test/support/reading.js';
import { InputError } from '../../../errors.js';
import { readTable } from '../read-table.js';

const CASES = new URL('../../../../../shared/cases/', import.meta.url);
const RLE_DICTIONARY = 8;
const DELTA_BINARY_PACKED = 5;
const DELTA_BYTE_ARRAY = 7;
const refusal = (file: Uint8Array) => failure(readTable(file, { name: 'f.parquet' }));
const doubles = (...values: number[]) => new Uint8Array(Float64Array.from(values).buffer);

describe('readTable on hostile Parquet', () => {
  it.each([
    ['pq-1bit-hang-real.parquet', /column "a": not a readable Parquet file \(a page header has/],
    ['parquet-bomb-200M-rows.parquet', /two columns share bytes/],
    ['pq-decimal-scale101.parquet', /is a decimal of 5 digits, 101 of them after the point/],
  ])('refuses %s', async (name, message) => {
    const path = new URL(name, CASES);
    if (!existsSync(path)) return console.warn(`skipped: there is no ${path.pathname}`);
    expect(await refusal(new Uint8Array(readFileSync(path)))).toMatch(message);
  });

  it('ends in a table or a named error for every flipped bit', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => i);
    const files = (['UNCOMPRESSED', 'SNAPPY'] as const).map((codec) => {
      const columnData = [
        { name: 'x', data: rows.map((i) => (i % 7 === 0 ? null : i / 3)), type: 'DOUBLE' as const },
        { name: 'n', data: rows.map((i) => i % 5), type: 'INT32' as const },
        { name: 't', data: rows.map((i) => `text ${i % 9}`), type: 'STRING' as const },
      ];
      return new Uint8Array(parquetWriteBuffer({ columnData, codec, statistics: false }));
    });
    let refused = 0;
    for (const file of files) {
      for (let bit = 0; bit < file.length * 8; bit++) {
        file[bit >> 3] ^= 1 << (bit & 7);
        const error = await readTable(file, { format: 'parquet' }).then(
          () => undefined,
          (thrown) => thrown,
        );
        if (error !== undefined) {
          expect(error).toBeInstanceOf(InputError);
          refused++;
        }
        file[bit >> 3] ^= 1 << (bit & 7);
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it('refuses page headers that lack a field or contradict the page', async () => {
    const body = doubles(1, 2);
    const file = (header: ReturnType<typeof struct>) =>
      handMadeFile({ type: DOUBLE, rows: 2, pages: [{ header, body }] });
    const numbers = struct([1, 2], [2, 0], [3, 3], [4, 3]);
    expect(await refusal(file(struct([1, 0], [2, 16], [5, numbers])))).toMatch(/has no packed/);
    expect(await refusal(file(struct([1, 0], [2, 16], [3, 99], [5, numbers])))).toMatch(
      /beyond its column chunk/,
    );
    expect(await refusal(file(struct([1, 0], [2, 16], [3, -1], [5, numbers])))).toMatch(/has -1 for packed/);
    expect(await refusal(file(struct([1, 0], [2, 17], [3, 16], [5, numbers])))).toMatch(/16 of 17 bytes/);
    expect(await refusal(file(struct([1, 9], [2, 16], [3, 16])))).toMatch(/unknown type 9/);
    const fewer = struct([1, 1], [2, 0], [3, 3], [4, 3]);
    expect(await refusal(file(struct([1, 0], [2, 16], [3, 16], [5, fewer])))).toMatch(/has 1 of 2 values/);
    const more = struct([1, 3], [2, 0], [3, 3], [4, 3]);
    expect(await refusal(file(struct([1, 0], [2, 16], [3, 16], [5, more])))).toMatch(/more than 2 values/);
    const v2 = struct([1, 2], [2, 3], [3, 2], [4, 0], [5, 0], [6, 0]);
    expect(await refusal(file(struct([1, 3], [2, 16], [3, 16], [8, v2])))).toMatch(/contradict each other/);
  });

  it('refuses row groups that share their bytes, or have another number of rows than the file', async () => {
    const column = { type: DOUBLE, rows: 1, pages: [dataPage(doubles(1), 1)] };
    const page = [...serialize(column.pages[0].header), ...column.pages[0].body];
    const places = struct([1, DOUBLE], [4, 0], [5, 1], [6, page.length], [7, page.length], [9, 4]);
    const group = struct([1, { items: [struct([3, places])] }], [3, 1]);
    const file = (rows: number, groups: number) =>
      closed([...ascii('PAR1'), ...page], footer([column], rows, new Array(groups).fill(group)));
    expect((await readTable(file(1, 1))).rows).toBe(1);
    expect(await refusal(file(1000, 1000))).toMatch(/two columns share bytes/);
    expect(await refusal(file(2, 1))).toMatch(/row groups have 1 rows instead of 2/);
    expect(await refusal(closed([...ascii('PAR1')], footer([column], 1, [group])))).toMatch(
      /outside the file/,
    );
  });

  it('refuses metadata that is nested without end, endless numbers and lists longer than the file', async () => {
    const around = (inner: number[]) => {
      const length = new Uint8Array(new Uint32Array([inner.length]).buffer);
      return Uint8Array.from([...ascii('PAR1'), ...inner, ...length, ...ascii('PAR1')]);
    };
    expect(await refusal(around(new Array(100_000).fill(0xfc)))).toMatch(/nested too deeply/);
    expect(await refusal(around([0x36, ...new Array(100_000).fill(0xff)]))).toMatch(/more than 64 bits/);
    expect(await refusal(around([0x49, 0xfc, ...varint(2 ** 30)]))).toMatch(/longer than the metadata/);
  });

  it('bounds runs by the size of the file, unless told otherwise', async () => {
    const rows = 20_000_000;
    const run = Uint8Array.from([1, ...varint(rows * 2), 0]);
    const pages = [dictionaryPage(doubles(7), 1), dataPage(run, rows, RLE_DICTIONARY)];
    const file = handMadeFile({ type: DOUBLE, rows, pages });
    expect(await refusal(file)).toMatch(
      /^f\.parquet: \d+ bytes of Parquet would make 20000000 rows of 1 columns .* raise maxExpandedBytes \(--max-expanded, now 67108864\)/,
    );
    expect(await failure(readTable(file, { memoryLimitBytes: 2 ** 26, maxExpandedBytes: 2 ** 30 }))).toMatch(
      /raise memoryLimitBytes/,
    );
    const table = await readTable(file, { maxExpandedBytes: 2 ** 27 });
    expect(table.rows).toBe(rows);
    expect(table.columns[0].kind === 'numeric' && table.columns[0].values[rows - 1]).toBe(7);
  });

  it('bounds texts that share their beginnings, and timestamps that cost more than their bytes', async () => {
    const delta = (count: number, first: number) => [
      ...[...varint(2 ** 20), 1, ...varint(count), ...varint(first * 2)],
      ...new Array(2 * Math.ceil(count / 2 ** 20)).fill(0),
    ];
    const count = 2 ** 17;
    const long = 2 ** 12;
    // All texts but the first share 4096 bytes with the one before.
    const shared = [...varint(2 ** 20), 1, ...varint(count), 0, ...[0, 13]];
    const bits = new Uint8Array((13 * 2 ** 20) / 8);
    bits[1] = long >> 8;
    const rests = [...varint(2 ** 20), 1, ...varint(count), ...varint(long * 2), ...varint(2 * long - 1), 13];
    const restBits = new Uint8Array(bits.length).fill(0);
    for (let i = 1; i < count - 1; i++) {
      const bit = i * 13 + 12;
      restBits[bit >> 3] |= 1 << (bit & 7);
    }
    const body = Uint8Array.from([
      ...shared,
      ...bits,
      ...rests,
      ...restBits,
      ...new Uint8Array(long).fill(97),
    ]);
    const texts = handMadeFile({
      type: BYTE_ARRAY,
      rows: count,
      pages: [dataPage(body, count, DELTA_BYTE_ARRAY)],
    });
    expect(await failure(readTable(texts, { maxExpandedBytes: 2 ** 27 }))).toMatch(/raise maxExpandedBytes/);

    const times = 300_000;
    const file = handMadeFile({
      type: INT64,
      fields: [[6, 10]],
      rows: times,
      pages: [dataPage(Uint8Array.from(delta(times, 5)), times, DELTA_BINARY_PACKED)],
    });
    expect(await refusal(file)).toMatch(/raise maxExpandedBytes/);
  });

  it('refuses indices beyond the dictionary, wrong widths and encodings that do not go with the type', async () => {
    const indexed = (...body: number[]) =>
      refusal(
        handMadeFile({
          type: DOUBLE,
          rows: 8,
          pages: [dictionaryPage(doubles(1, 2), 2), dataPage(Uint8Array.from(body), 8, RLE_DICTIONARY)],
        }),
      );
    expect(await indexed(2, 16, 2)).toMatch(/dictionary of 2 entries is 2/);
    expect(await indexed(2, 3, 0xff, 0xff)).toMatch(/dictionary of 2 entries is 3/);
    expect(await indexed(33, 16, 0)).toMatch(/33 bits/);
    expect(await indexed(2, 16)).toMatch(/cut off/);
    expect(await indexed(2)).toMatch(/cut off/);
    expect(await indexed(1, 16, 3)).toMatch(/too many bits/);
    const page = dataPage(doubles(1), 1, DELTA_BINARY_PACKED);
    expect(await refusal(handMadeFile({ type: DOUBLE, rows: 1, pages: [page] }))).toMatch(
      /does not match the type/,
    );
    const plain = dataPage(Uint8Array.from([9, 0, 0, 0, 97]), 1);
    expect(await refusal(handMadeFile({ type: BYTE_ARRAY, rows: 1, pages: [plain] }))).toMatch(
      /beyond its page/,
    );
  });

  it('refuses dates beyond the calendar and names what a page packed with Brotli needs', async () => {
    const day = new Uint8Array(Int32Array.from([2 ** 31 - 1]).buffer);
    const dates = { type: INT32, fields: [[6, 6]] as const, rows: 1, pages: [dataPage(day, 1)] };
    expect(await refusal(handMadeFile(dates))).toMatch(/beyond the year 275760/);
    const brotli = handMadeFile({ type: INT32, codec: 4, rows: 1, pages: [dataPage(day, 1)] });
    expect(await refusal(brotli)).toMatch(/Brotli, which only Node can unpack/);
    const unknown = handMadeFile({ type: INT32, codec: 3, rows: 1, pages: [dataPage(day, 1)] });
    expect(await refusal(unknown)).toMatch(/codec 3 is not supported/);
  });

  it('stops between two pages when it is told to', async () => {
    const value = new Uint8Array(Int32Array.from([1]).buffer);
    const pages = Array.from({ length: 5 }, () => dataPage(value, 1));
    const file = handMadeFile({ type: INT32, codec: 4, rows: 5, pages });
    const controller = new AbortController();
    const reason = new Error('enough');
    let unpacked = 0;
    const brotli = (packed: Uint8Array) => {
      if (++unpacked === 2) controller.abort(reason);
      return packed.slice();
    };
    const reading = readTable(file, { brotli, signal: controller.signal });
    await expect(reading).rejects.toBe(reason);
    expect(unpacked).toBe(2);
    expect(cellsOf((await readTable(file, { brotli })).columns[0])).toEqual([1, 1, 1, 1, 1]);
  });
});
