import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import { MISSING_WORDS } from './missing.js';
import { type ReadTableOptions, readTable } from './read-table.js';

const cells = async (text: string, options: ReadTableOptions = {}) =>
  (await readTable(new TextEncoder().encode(text), options)).columns.map(cellsOf);

describe('missing words', () => {
  it('takes a quoted word for a text, and a quoted empty cell for missing', async () => {
    for (const word of MISSING_WORDS) {
      const quoted = word === '' ? null : word;
      expect(await cells(`a,b\n1,${word}\n2,"${word}"\n3,x\n`)).toEqual([
        [1, 2, 3],
        [null, quoted, 'x'],
      ]);
    }
  });

  it('adds the words given, in every format, quoted or not', async () => {
    const missing = ['unknown', 'k. A.', 'ohne 漢'];
    const csv = 'a,b\n1,unknown\n2,"unknown"\n3, k. A. \n4,ohne 漢\n5,NA\n6,x\n';
    expect(await cells(csv, { missing })).toEqual([
      [1, 2, 3, 4, 5, 6],
      [null, null, null, null, null, 'x'],
    ]);
    const json = '{"b":"unknown"}\n{"b":"NA"}\n{"b":" k. A. "}\n';
    expect(await cells(json, { missing })).toEqual([[null, 'NA', null]]);
    expect(await cells('a,b\n1,unknown\n2,7\n', { missing })).toEqual([
      [1, 2],
      [null, 7],
    ]);
  });

  it('takes a number given for all cells of its value', async () => {
    const csv = 'a,b,c\n-999,-999.0,x\n1,2,-999\n-999.5,-99,99\n';
    expect(await cells(csv, { missing: ['-999'] })).toEqual([
      [null, 1, -999.5],
      [null, 2, -99],
      ['x', null, '99'],
    ]);
    expect(await cells('{"a":-999}\n{"a":2}', { missing: ['-999'] })).toEqual([[null, 2]]);
  });

  it('keeps the words that are not missing', async () => {
    const csv = 'a,b\n1,None\n2,NA\n3,Severe\n';
    expect((await cells(csv))[1]).toEqual([null, null, 'Severe']);
    expect((await cells(csv, { keepWords: ['None'] }))[1]).toEqual(['None', null, 'Severe']);
  });

  it('tells the words with the table', async () => {
    const table = await readTable(new TextEncoder().encode('a,b\n1,2\n'), {
      missing: ['-'],
      keepWords: ['None'],
    });
    expect(table.reading).toMatchObject({ missing: ['-'], keepWords: ['None'] });
  });

  it('refuses what is not a word, and a word in both lists', async () => {
    const read = (options: object) => failure(cells('a,b\n1,2\n', options));
    expect(await read({ missing: [''] })).toMatch(/missing holds "": give words/);
    expect(await read({ keepWords: [5] })).toMatch(/keepWords holds 5: give words/);
    expect(await read({ missing: ['NA'], keepWords: ['NA'] })).toMatch(
      /"NA" is in missing .* and in keepWords/,
    );
  });
});
