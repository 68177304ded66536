import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import { encodeSafetensors } from '../../modelfile/safetensors.js';
import type { ByteSource } from './byte-source.js';
import { readTable } from './read-table.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const stream = (text: string) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const character of text) controller.enqueue(bytes(character));
      controller.close();
    },
  });

describe('readTable', () => {
  const csv = 'a,b\n1,x\n2,y\n';

  it('reads the same table from bytes, a blob, a stream and an async iterable', async () => {
    async function* iterable() {
      yield bytes(csv.slice(0, 5));
      yield bytes('');
      yield bytes(csv.slice(5));
    }
    const whole = await readTable(bytes(csv));
    expect(whole.rows).toBe(2);
    expect(whole.source).toBe('input');
    for (const source of [new Blob([csv]), stream(csv), iterable()])
      expect(await readTable(source)).toEqual(whole);
  });

  it('names the encoding that was given if the text has no line', async () => {
    const wrong = failure(readTable(bytes(csv), { encoding: 'utf-16be' }));
    expect(await wrong).toMatch(/no rows.*another encoding if utf-16be \(--encoding/);
    expect(await failure(readTable(bytes('a,b\n')))).toMatch(/at least one row below it$/);
  });

  it.each([
    ['t.csv', '{a},b\n1,2\n', ['{a}', 'b']],
    ['t.tsv', 'a,b\tc\n1\t2\n', ['a,b', 'c']],
    ['t.TSV.GZ', 'a,b\tc\n1\t2\n', ['a,b', 'c']],
    ['t.ndjson', ' {"a": 1}', ['a']],
    ['input', '\ufeff\n {"a": 1}', ['a']],
    ['v1.2/data', 'a;b\n1;2\n', ['a', 'b']],
  ])('tells the format of %s from its name, then from its content', async (name, text, columns) => {
    const source = /gz$/i.test(name) ? gzipSync(text) : bytes(text);
    expect((await readTable(source, { name })).columns.map((column) => column.name)).toEqual(columns);
  });

  it('prefers the format and delimiter it is given', async () => {
    expect((await readTable(bytes('{"a": 1}\n'), { name: 't.csv', format: 'jsonl' })).columns[0].name).toBe(
      'a',
    );
    expect((await readTable(bytes('a;b,c\n1;2,3\n'), { delimiter: ';' })).columns[1].name).toBe('b,c');
    const wrong = readTable(bytes(csv), { format: 'xml' as 'csv' });
    expect(await failure(wrong)).toMatch(/format is "xml": give one of csv, tsv, jsonl, parquet/);
  });

  it('refuses a model, and says that the arguments may be swapped', async () => {
    const model = encodeSafetensors(
      new Map([['w', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]),
      new Map(),
    );
    for (const [source, name] of [
      [model, 'm.safetensors'],
      [gzipSync(model), 'm.csv.gz'],
    ] as const) {
      expect(await failure(readTable(source, { name }))).toBe(
        `${name} is a safetensors file, such as a model, not a table: give a table; the arguments may be swapped`,
      );
    }
  });

  it('refuses sources that are not bytes', async () => {
    async function* texts() {
      yield 'a,b\n';
    }
    expect(await failure(readTable(texts() as unknown as ByteSource))).toMatch(/gives string chunks/);
    expect(await failure(readTable(5 as unknown as ByteSource))).toMatch(/cannot read from a number/);
    expect(await failure(readTable(new Uint8Array(0)))).toMatch(/input is empty/);
    expect(await failure(readTable(gzipSync('')))).toMatch(/input is empty/);
  });

  it('cancels a stream it gives up on', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('a,b\n1\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await failure(readTable(endless))).toMatch(/line 2: expected 2 cells/);
    expect(cancelled).toBe(true);
  });

  it('leaves the source bytes as they were', async () => {
    const source = bytes(csv);
    await readTable(source);
    expect(source).toEqual(bytes(csv));
    expect(cellsOf((await readTable(source)).columns[1])).toEqual(['x', 'y']);
  });
});
