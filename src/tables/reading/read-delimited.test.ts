import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import { cellText, type Table } from '../table.js';
import { MISSING_WORDS } from './missing.js';
import { type ReadTableOptions, readTable } from './read-table.js';

const encoder = new TextEncoder();

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array, undefined> {
  const reused = new Uint8Array(64);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.min(sizes[i % sizes.length], reused.length, bytes.length - at);
    reused.fill(0);
    reused.set(bytes.subarray(at, at + size));
    at += size;
    yield reused.subarray(0, size);
  }
}

const read = (text: string, options: ReadTableOptions = {}): Promise<Table> =>
  readTable(encoder.encode(text), { format: 'csv', ...options });

describe('readTable on delimited text: against csv-parse', () => {
  const hardText = fc.string({
    unit: fc.constantFrom(
      'a',
      'Z',
      '"',
      ',',
      ';',
      '\t',
      '|',
      '\n',
      '\r\n',
      ' ',
      'é',
      '漢',
      '😀',
      '1',
      '.',
      '-',
      '_',
    ),
    maxLength: 8,
  });
  const numberText = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map(String),
    fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toFixed(3)),
    fc.constantFrom('007', '1.0', '+5', '.5', '5.', '1e3', '1E-03', '-0', '0.10', ' 4', ...MISSING_WORDS),
  );
  const tables = fc
    .record({
      kinds: fc.array(fc.constantFrom('number', 'text', 'mixed'), { minLength: 1, maxLength: 4 }),
      rows: fc.integer({ min: 1, max: 12 }),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      mark: fc.boolean(),
      lastEnd: fc.boolean(),
      quoteAll: fc.boolean(),
      sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
    })
    .chain((shape) => {
      const cell = { number: numberText, text: hardText, mixed: fc.oneof(numberText, hardText) };
      const row = fc.tuple(...shape.kinds.map((kind) => cell[kind]));
      return fc.record({
        shape: fc.constant(shape),
        body: fc.array(row, { minLength: shape.rows, maxLength: shape.rows }),
      });
    });

  it('finds the same cells, however the bytes are cut up', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ shape, body }) => {
        const { delimiter, lineEnd, kinds } = shape;
        const quote = (text: string) =>
          shape.quoteAll || text === '' || /[",;\t|\r\n]/.test(text)
            ? `"${text.replaceAll('"', '""')}"`
            : text;
        const header = kinds.map((kind, i) => `${kind} ${i}`);
        const lines = [header, ...body].map((cells) => cells.map(quote).join(delimiter));
        const text = (shape.mark ? '\ufeff' : '') + lines.join(lineEnd) + (shape.lastEnd ? lineEnd : '');
        const bytes = encoder.encode(text);
        const options = { format: 'csv', delimiter } as const;

        const whole = await readTable(bytes, options);
        expect(await readTable(inPieces(bytes, shape.sizes), options)).toEqual(whole);

        const expected: string[][] = parse(text, { bom: true, delimiter, record_delimiter: lineEnd });
        expect(whole.columns.map((column) => column.name)).toEqual(expected[0]);
        whole.columns.forEach((column, c) => {
          const texts = expected.slice(1).map((cells) => cells[c]);
          const missing = (cell: string) => {
            const word = cell.replace(/^[ \t]+|[ \t]+$/g, '');
            return word === '' || (!shape.quoteAll && MISSING_WORDS.includes(word));
          };
          const present = (cell: string) => (column.kind === 'numeric' ? Number(cell) : cell);
          expect(cellsOf(column)).toEqual(texts.map((cell) => (missing(cell) ? null : present(cell))));
          const number = (cell: string) =>
            missing(cell) || /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[ \t]*$/i.test(cell);
          const isCode = (cell: string) => /^-?0\d{1,14}$/.test(cell);
          expect(column.kind).toBe(texts.every(number) && !texts.some(isCode) ? 'numeric' : 'text');
        });
      }),
      { numRuns: 400 },
    );
  });
});

describe('readTable on delimited text: columns', () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(4)),
    fc.integer({ min: 0, max: 999 }).map((value) => String(value).padStart(5, '0')),
    fc.constantFrom(
      '1e3',
      '+5',
      '.5',
      '5.',
      '-0.0',
      '-0',
      '0.00',
      ' 7 ',
      '00.5',
      '1.2345678901234567890',
      'NA',
    ),
  );

  it('keeps how numbers were typed if asked, and the same values', async () => {
    // Several blocks of cells, some of them uniform.
    const column = fc.oneof(
      fc.array(numbers, { minLength: 1, maxLength: 300 }),
      fc.array(fc.constantFrom('007', '1.50', 'NA'), { minLength: 1, maxLength: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(column, async (typed) => {
        const text = `x,y,z\n${typed.map((cell) => `${cell},01,late`).join('\n')}\n`;
        const table = await read(text, { spellings: new Set(['x', 'absent']) });
        const { spellings, ...rest } = table;
        expect(rest).toEqual(await read(text));
        const [x, y] = table.columns;
        typed.forEach((cell, row) => {
          expect(cellText(table, x, row)).toBe(cell === 'NA' ? undefined : cell);
        });
        // Codes are text.
        expect(y.kind).toBe('text');
        expect(cellText(table, y, 0)).toBe('01');
        expect([...(spellings?.keys() ?? [])]).toEqual(x.kind === 'text' ? [] : ['x']);
      }),
      { numRuns: 60 },
    );
  });

  it('gives every earlier cell back as typed when a column turns to text late', async () => {
    const cells = fc.oneof(numbers, fc.constantFrom('inf', '1e999'));
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 300 }), async (typed) => {
        const table = await read(`x,y\n${typed.map((cell) => `${cell},1`).join('\n')}\nlate,2\n`);
        expect(cellsOf(table.columns[0])).toEqual([
          ...typed.map((cell) => (cell === 'NA' ? null : cell)),
          'late',
        ]);
        expect(table.columns[1].kind).toBe('numeric');
      }),
      { numRuns: 60 },
    );
  });

  it('does so across many blocks as well', async () => {
    const typed = Array.from({ length: 150_000 }, (_, i) =>
      i % 7 === 0 ? `${i}.50` : i % 11 === 0 ? `1e${i % 9}` : `${i % 100}`,
    );
    const table = await read(`x\n${typed.join('\n')}\nlate\n`);
    expect(cellsOf(table.columns[0])).toEqual([...typed, 'late']);
  });

  it('keeps numbers exact over many blocks, in 32 bits where all are exact', async () => {
    const half = Array.from({ length: 20_000 }, (_, i) => (i % 13 === 0 ? '' : `${i / 2}`));
    const tenth = Array.from({ length: 20_000 }, (_, i) => `-${i / 10}`);
    const table = await read(`half,tenth\n${half.map((cell, i) => `${cell},${tenth[i]}`).join('\n')}`);
    const [first, second] = table.columns;
    expect(first.kind === 'numeric' && first.values).toBeInstanceOf(Float32Array);
    expect(second.kind === 'numeric' && second.values).toBeInstanceOf(Float64Array);
    expect(cellsOf(first)).toEqual(half.map((cell) => (cell === '' ? null : Number(cell))));
    expect(cellsOf(second)).toEqual(tenth.map(Number));
  });

  it('keeps integers whose digits a float would lose as text', async () => {
    const table = await read('id,n\n1,1\n9007199254740993,9007199254740992\n');
    expect(cellsOf(table.columns[0])).toEqual(['1', '9007199254740993']);
    expect(cellsOf(table.columns[1])).toEqual([1, 9007199254740992]);
  });

  it('keeps columns named in the text option as text', async () => {
    const table = await read('zip,n\n00501,1\nNA,2\n', { text: new Set(['zip']) });
    expect(cellsOf(table.columns[0])).toEqual(['00501', null]);
    expect(await failure(read('a\n1\n', { text: new Set(['b']) }))).toMatch(
      /option text names the column "b".*"a"/,
    );
  });

  it('takes __proto__ and constructor for ordinary column names and texts', async () => {
    const table = await read('__proto__,constructor\nhasOwnProperty,1\n__proto__,2\n');
    expect(table.columns.map((column) => column.name)).toEqual(['__proto__', 'constructor']);
    expect(cellsOf(table.columns[0])).toEqual(['hasOwnProperty', '__proto__']);
  });

  it('makes a column without any value numeric', async () => {
    const table = await read('a,b\n,1\nNA,2\n');
    expect(cellsOf(table.columns[0])).toEqual([null, null]);
    expect(table.columns[0].kind).toBe('numeric');
  });

  it('ignores blank lines at the end, and reads them as missing cells in the middle of a single column', async () => {
    expect((await read('a,b\n1,2\n\n\r\n\n')).rows).toBe(1);
    expect(cellsOf((await read('a\n1\n\n3\n\n')).columns[0])).toEqual([1, null, 3]);
  });

  it.each([
    ['a;b;c\n1,5;2;3\n', 3],
    ['a\tb\n1\t2\n', 2],
    ['a|b\n1|2\n', 2],
    ['"a,b,c";d\n"1,2,3";4\n', 2],
    ['a\n1\n', 1],
    ['a, b;c\n1, 2;3\n1;2\n', 2],
  ])('finds the delimiter of %j', async (text, columns) => {
    expect((await read(text)).columns).toHaveLength(columns);
  });

  it('reads a header longer than the part the delimiter is looked for in', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `column ${i}`);
    const table = await read(`${names.join(';')}\n${names.map((_, i) => i).join(';')}\n`);
    expect(table.columns.map((column) => column.name)).toEqual(names);
    expect(cellsOf(table.columns[19_999])).toEqual([19_999]);
  });

  it('reads a quoted cell that spans many chunks', async () => {
    const long = 'x'.repeat(300_000);
    const bytes = encoder.encode(`a,b\n"${long}\n",1\n`);
    const table = await readTable(inPieces(bytes, [64]), { format: 'csv' });
    expect(cellsOf(table.columns[0])).toEqual([`${long}\n`]);
  });
});

describe('readTable on delimited text: refusals', () => {
  it.each([
    ['', /^input: the input is empty/],
    ['\n\n', /^input: the input is empty/],
    ['a,b\n', /a header but no rows/],
    ['a,b\n1,2\n3\n', /line 3: expected 2 cells .*found 1/],
    ['a,b\n1,2\n3,4,5,6\n', /line 3: expected 2 cells .*found 4/],
    ['a,b\n"1\n1",2\n3\n', /line 4: expected 2 cells .*found 1/],
    ['a,b\n1,2\n\n3,4\n', /line 3: expected 2 cells, found a blank line/],
    ['a,b,a\n1,2,3\n', /line 1: column name "a" occurs twice, at columns 1 and 3/],
    ['a,b\n1,2\n"open,4\n5,6\n', /line 3: the quote opened on this line is never closed/],
    ['a,b\n1,2\n"x"y,4\n', /line 3: text follows a closing quote/],
    ['a,b\n1,2\nx"y",4\n', /line 3: a quote inside an unquoted cell/],
    ['a,b\n1,2\n3,4\0\n', /line 3: a NUL byte: this does not look like text/],
    ['a,b\r\n1,inf\r\n2,3\r\n', /line 2, column "b": value "inf" is infinite/],
    ['a,b\n1,2\n3,-1e999\n', /line 3, column "b": value "-1e999" is infinite/],
  ])('refuses %j', async (text, message) => {
    expect(await failure(read(text))).toMatch(message);
    expect(await failure(readTable(inPieces(encoder.encode(text), [1]), { format: 'csv' }))).toMatch(message);
  });

  it('refuses invalid UTF-8, naming line and column', async () => {
    const bad = new Uint8Array([...encoder.encode('a,b\n1,x\n2,'), 0xc3, 0x28, 10]);
    expect(await failure(readTable(bad, { name: 'data.csv' }))).toMatch(
      /^data\.csv, line 3, column "b": .*UTF-8/,
    );
    const header = new Uint8Array([...encoder.encode('a,'), 0xff, ...encoder.encode('\n1,2\n')]);
    expect(await failure(readTable(header))).toMatch(/line 1: .*UTF-8/);
  });

  it('accepts infinite words in a text column', async () => {
    expect(cellsOf((await read('a\ninf\nx\n')).columns[0])).toEqual(['inf', 'x']);
  });

  it('refuses more columns, or more bytes, than memory allows', async () => {
    expect(await failure(read(`a${','.repeat(1_000_000)}\n1\n`))).toMatch(/more columns than memory allows/);
    const rows = 'x,y\n1,2\n'.concat('0.1,0.2\n'.repeat(40_000));
    expect(await failure(read(rows, { memoryLimitBytes: 200_000 }))).toMatch(/raise memoryLimitBytes/);
    expect((await read(rows, { memoryLimitBytes: 2_000_000 })).rows).toBe(40_001);
    expect(await failure(read(rows, { memoryLimitBytes: 0 }))).toMatch(/memoryLimitBytes is 0/);
  });

  it.each(['ab', '"', '\n', '1', 'é'])('refuses the delimiter %j', async (delimiter) => {
    expect(await failure(read('a,b\n1,2\n', { delimiter }))).toMatch(/delimiter is/);
  });
});
