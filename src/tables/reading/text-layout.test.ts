import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARED_CASES, WITHOUT_CASES } from '../../../test/datasets/shared-data.js';
import { cellsOf, failure } from '../../../test/support/reading.js';
import type { Table } from '../table.js';
import { type ReadTableOptions, readTable } from './read-table.js';

const read = (text: string, options: ReadTableOptions = {}): Promise<Table> =>
  readTable(new TextEncoder().encode(text), { format: 'csv', ...options });
const names = (table: Table) => table.columns.map(({ name }) => name);

describe('the delimiter', () => {
  it.each([
    ['a;b;c\n1,5;2,5;x\n2,5;3,5;y\n', ';', 3],
    ['a,x;b\n1,5;2\n3,25;4\n', ';', 2],
    ['a,b\n1,x;y\n2,z\n', ',', 2],
    ['name,tags\nJo Doe,a|b|c\nAl Roe,b|d\n', ',', 2],
    ['a|b\n1,2|2\n3|4,5\n', '|', 2],
    ['a\tb c\n1 000\t2\n2 000\t3\n', '\t', 2],
    ['when,n\n2024-01-01 10:00,5\n2024-01-02 11:00,6\n', ',', 2],
    ['a b,c d\n1 2,3 4\n', ',', 2],
    ['text\nhello; world\nwell\nso\nit\n', ',', 1],
    ['first name\nJohn Smith\nJane Doe\n', ',', 1],
    ['when exactly\n2024-01-01 10:00\n2024-01-02 11:00\n', ',', 1],
    ['x y  z\n1,5   2,5 a\n 3,5 4,5   b\n', 'blanks', 3],
    ['x\ty z\n1\t2 3\n', '\t', 2],
    ['"a;b","c;d"\n"1;2","3;4"\n', ',', 2],
  ])('of %j is %j', async (text, delimiter, columns) => {
    const table = await read(text);
    expect(table.columns).toHaveLength(columns);
    expect(table.reading?.delimiter).toBe(delimiter);
  });

  it('is that of all rows, not of the header', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},25;${i},5;${'ab'[i % 2]}`);
    const table = await read(`Länge, mm;Breite, mm;target\n${rows.join('\n')}\n`);
    expect(names(table)).toEqual(['Länge, mm', 'Breite, mm', 'target']);
    expect(table.notices).toEqual([
      'cells are separated by ";", though "," would split all rows alike too; --delimiter chooses another',
    ]);
    expect(names(await read('a,b;c,d\n1,2;3,4\n', { delimiter: ',' }))).toEqual(['a', 'b;c', 'd']);
  });

  it('is found for numbers in any number of columns, with any line ends', async () => {
    const number = fc.integer({ min: -999, max: 999 }).map(String);
    const table = fc
      .record({
        columns: fc.integer({ min: 2, max: 6 }),
        delimiter: fc.constantFrom(',', ';', '\t', '|', ' '),
        end: fc.constantFrom('\n', '\r\n', '\r'),
      })
      .chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          body: fc.array(fc.array(number, { minLength: shape.columns, maxLength: shape.columns }), {
            minLength: 1,
            maxLength: 80,
          }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(table, async ({ shape: { columns, delimiter, end }, body }) => {
        const header = Array.from({ length: columns }, (_, i) => `c${i}`);
        const found = await read([header, ...body].map((cells) => cells.join(delimiter)).join(end));
        expect(names(found)).toEqual(header);
        expect(cellsOf(found.columns[1])).toEqual(body.map((cells) => Number(cells[1])));
      }),
      { numRuns: 100 },
    );
  });

  it('may be blanks, with quoted cells, at the ends of lines and in any number', async () => {
    const text = '  a   "b c"\td \n 1 "x  ""y"" z"   2\n3\t"u"  4  \n';
    const expected = [
      [1, 3],
      ['x  "y" z', 'u'],
      [2, 4],
    ];
    for (const options of [{ delimiter: 'blanks' }, {}]) {
      const table = await read(text, options);
      expect(names(table)).toEqual(['a', 'b c', 'd']);
      expect(table.columns.map(cellsOf)).toEqual(expected);
    }
    expect((await read(text)).notices).toEqual([
      'cells are separated by runs of blanks; --delimiter chooses another',
    ]);
    async function* bytes() {
      for (const byte of new TextEncoder().encode(text.repeat(1))) yield Uint8Array.of(byte);
    }
    expect((await readTable(bytes(), { delimiter: 'blanks' })).columns.map(cellsOf)).toEqual(expected);
    expect(await failure(read('a b\n1 2\n3\n', { delimiter: 'blanks' }))).toMatch(/line 3: expected 2 cells/);
    const long = Array.from({ length: 40_000 }, (_, i) => `  ${i}    ${i + 1} `);
    const table = await read(`a b\n${long.join('\n')}\n`);
    expect(cellsOf(table.columns[1])).toEqual(long.map((_, i) => i + 1));
  });

  it('is that of a line sep=, unless another is given', async () => {
    for (const line of ['sep=;', '"sep=;"', 'SEP=;']) {
      const table = await read(`${line}\r\na,b;c\r\n1,2;3\r\n4,5;6\r\n`);
      expect(names(table)).toEqual(['a,b', 'c']);
      expect(table.notices).toBeUndefined();
    }
    expect(names(await read('\ufeffsep=;\na,b;c\n1,2;3\n', { delimiter: ',' }))).toEqual(['a', 'b;c']);
    expect(await failure(read('sep=x\na,b\n1,2\n'))).toMatch(
      /line 1: the delimiter of this "sep=" line is "x"/,
    );
    expect(await failure(read('sep=;\na;b\n1\n'))).toMatch(/line 3: expected 2 cells/);
  });
});

describe('comments before the header', () => {
  it('are skipped with a notice', async () => {
    const table = await read('# made by, a program\n#\n\na,b\n1,2\n#3,4\n');
    expect(names(table)).toEqual(['a', 'b']);
    expect(table.columns.map(cellsOf)).toEqual([
      ['1', '#3'],
      [2, 4],
    ]);
    expect(table.notices).toEqual(['2 comment lines (#) skipped before the table']);
    expect(await failure(read('# one\na,b\n1\n'))).toMatch(/line 3: expected 2 cells/);
  });

  it('are not the header itself, if that starts with the same character', async () => {
    const table = await read('##source\n#chrom,start\n1,2\n3,4\n');
    expect(names(table)).toEqual(['#chrom', 'start']);
    expect(table.notices).toEqual(['1 comment line (#) skipped before the table']);
    expect(names(await read('#a\n1\n2\n'))).toEqual(['#a']);
    expect(names(await read('# x, y\na,b\n1,2\n'))).toEqual(['a', 'b']);
    expect(names(await read('# x, y\n1,2\n3,4\n', { header: false }))).toEqual(['column1', 'column2']);
    expect(await failure(read('#chrom,start\n1,2\n3\n'))).toMatch(/line 3: expected 2 cells/);
  });

  it('may be longer than the part that the layout is seen in', async () => {
    const table = await read(`${'# a long comment, with commas\n'.repeat(5000)}a;b\n1;2\n`);
    expect(names(table)).toEqual(['a', 'b']);
  });
});

describe('columns without a name', () => {
  it.each([
    ['in order', ['0', '1', '2', '3']],
    ['shuffled', ['17', '3', '250', '4']],
  ])('are dropped if they are the index of pandas: %s', async (_, index) => {
    const table = await read(`,a,b\n${index.map((each, i) => `${each},${i},x`).join('\n')}\n`);
    expect(names(table)).toEqual(['a', 'b']);
    expect(table.notices).toEqual([
      expect.stringMatching(/^the first column is ignored: .*numbers the rows/),
    ]);
  });

  it.each([
    ['repeated', ['1', '1', '2']],
    ['negative', ['-1', '0', '1']],
    ['not whole', ['0', '0.5', '1']],
    ['missing', ['0', '', '2']],
    ['texts', ['a', 'b', 'c']],
  ])('get a name otherwise: %s', async (_, cells) => {
    const table = await read(`,a,,column1\n${cells.map((cell) => `${cell},1,2,3`).join('\n')}\n`);
    expect(names(table)).toEqual(['column1_', 'a', 'column3', 'column1']);
    expect(table.notices).toEqual([
      '2 columns without a name in the header, now called "column1_", "column3"',
    ]);
  });

  it('are ignored if every row ends with a delimiter', async () => {
    const notice = 'the empty last column is ignored: every row ends with a delimiter';
    for (const text of ['a,b,\n1,2,\n3,4,\n', 'a,b\n1,2,\n3,4,\n']) {
      const table = await read(text);
      expect(names(table)).toEqual(['a', 'b']);
      expect(table.columns.map(cellsOf)).toEqual([
        [1, 3],
        [2, 4],
      ]);
      expect(table.notices).toEqual([notice]);
    }
    expect(names(await read('a,b,\n1,2\n3,4\n'))).toEqual(['a', 'b']);
    expect(names(await read('a,b,\n1,2,\n3,4,5\n'))).toEqual(['a', 'b', 'column3']);
    expect(await failure(read('a,b\n1,2,\n3,4\n'))).toMatch(/line 2: expected 2 cells .*found 3/);
  });

  it('are kept if there is no other', async () => {
    expect(names(await read(',\n1,\n2,\n'))).toEqual(['column1']);
  });
});

describe('the header', () => {
  it('may be absent: the columns are numbered', async () => {
    const table = await read('0.5,neg\n1,pos\n', { header: false });
    expect(names(table)).toEqual(['column1', 'column2']);
    expect(table.columns.map(cellsOf)).toEqual([
      [0.5, 1],
      ['neg', 'pos'],
    ]);
    expect([table.notices, table.reading]).toEqual([
      undefined,
      { format: 'csv', encoding: 'utf-8', delimiter: ',', header: false },
    ]);
    const quoted = await read('\n\n"a\nb",1\n2,3\n', { header: false });
    expect(cellsOf(quoted.columns[0])).toEqual(['a\nb', '2']);
    expect(await failure(read('1,2\n3\n', { header: false }))).toMatch(
      /line 2: expected 2 cells as in the first row, found 1/,
    );
    expect(await failure(read('\n', { header: false }))).toMatch(/the input is empty/);
  });

  it('is the same if the first row is longer than the part that is looked at', async () => {
    const row = Array.from({ length: 50_000 }, (_, i) => i);
    const table = await read(`${row.join(',')}\n${row.join(',')}\n`, { header: false });
    expect([table.rows, table.columns.length, table.columns[49_999].name]).toEqual([
      2,
      50_000,
      'column50000',
    ]);
  });

  it('brings a notice if it looks like data, unless it is asked for', async () => {
    const notice = [expect.stringMatching(/look like a row of data \("0\.5", "neg"\).*--no-header/)];
    const text = '0.5,neg\n1,pos\n2,neg\n';
    expect((await read(text)).notices).toEqual(notice);
    expect((await read(text, { header: true })).notices).toBeUndefined();
    for (const fine of ['a,neg\n1,pos\n2,neg\n', '0.5,x\n1,pos\n2,neg\n', 'a,b\n1,2\n']) {
      expect((await read(fine)).notices).toBeUndefined();
    }
  });
});

describe.skipIf(WITHOUT_CASES)('the shared cases', () => {
  const bytes = (name: string) => readFileSync(join(SHARED_CASES, name));

  it('semicolon-header-with-commas.csv', async () => {
    const table = await readTable(bytes('semicolon-header-with-commas.csv'));
    expect(names(table)).toEqual(['Länge, mm', 'Breite, mm', 'target']);
    expect(cellsOf(table.columns[0]).slice(0, 2)).toEqual(['2,476', '-1,092']);
  });

  it('pandas-index-column.csv', async () => {
    const table = await readTable(bytes('pandas-index-column.csv'));
    expect(names(table)).toEqual(['a', 'b', 'target']);
    expect(table.notices).toEqual([expect.stringMatching(/numbers the rows/)]);
  });

  it('header-missing.csv', async () => {
    const table = await readTable(bytes('header-missing.csv'));
    expect(table.notices).toEqual([expect.stringMatching(/look like a row of data/)]);
    const headerless = await readTable(bytes('header-missing.csv'), { header: false });
    expect([names(headerless), headerless.rows]).toEqual([['column1', 'column2', 'column3'], table.rows + 1]);
  });
});
