/** Columns that look like another kind, and levels that look alike. */
import { describe, expect, it } from 'vitest';
import { typeColumns } from './column-types.js';
import { Preparation } from './preparation.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';

const cellsOf = <C extends Cell>(count: number, make: (i: number) => C): C[] =>
  Array.from({ length: count }, (_, i) => make(i));
const kindOf = (name: string, cells: Cell[], overrides = {}) =>
  typeColumns(tableFromColumns([[name, cells]]), { overrides }).types[0].kind;
const padded = (value: number) => String(value).padStart(2, '0');

describe('levels that look alike', () => {
  const decomposed = 'Zürich'.normalize('NFD');

  it('are one level, in training and later, but for their case', () => {
    const cells = ['Zürich', decomposed, 'Zürich ', 'Bern', 'bern'];
    const preparation = Preparation.fit(tableFromColumns([['town', cells]]));
    expect(preparation.inputColumns[0]).toMatchObject({ categories: ['Bern', 'Zürich', 'bern'] });
    const later = preparation.prepare(tableFromColumns([['town', [decomposed, ' Bern', 'BERN']]]));
    expect([...later.matrix.data]).toEqual([1, 0, 3]);
    expect(later.notices).toHaveLength(1);
  });

  it('are read exactly by a preparation of one-hot columns', () => {
    const column = {
      name: 'town',
      kind: 'categorical',
      categories: ['Zürich', 'Zürich '],
      numbers: false,
      missing: false,
    };
    const preparation = Preparation.fromJSON({ version: 2, target: null, columns: [column], notices: [] });
    const { matrix } = preparation.prepare(tableFromColumns([['town', ['Zürich', 'Zürich ', decomposed]]]));
    expect([...matrix.data]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });
});

describe('an order of levels', () => {
  it('can be a map', () => {
    const table = tableFromColumns([['size', ['S', 'L', 'M', 'S']]]);
    const levels = ['S', 'M', 'L'];
    const ofMap = Preparation.fit(table, undefined, undefined, { ordinal: new Map([['size', levels]]) });
    const ofObject = Preparation.fit(table, undefined, undefined, { ordinal: { size: levels } });
    expect(ofMap.toJSON()).toEqual(ofObject.toJSON());
    expect(ofMap.inputColumns[0]).toMatchObject({ kind: 'ordinal', levels: levels.map((level) => [level]) });
  });
});

describe('codes that look like dates', () => {
  const serials = cellsOf(100, (i) => `${padded(1 + (i % 12))}-${padded(1 + (i % 28))}-${7000 + i * 17}`);
  const versions = cellsOf(100, (i) => `12.${padded(1 + (i % 12))}.${padded(i % 40)}`);

  it('are dates only if their years are, or the user says so', () => {
    expect(kindOf('serial', serials)).not.toBe('date');
    expect(kindOf('serial', serials, { date: ['serial'] })).toBe('date');
    const usual = cellsOf(100, (i) => `${padded(1 + (i % 12))}-${padded(1 + (i % 28))}-${1920 + i}`);
    expect(kindOf('serial', usual)).toBe('date');
    expect(kindOf('serial', [...usual, '03-09-7378'])).toBe('date');
  });

  it('are versions if there is no day beyond the twelfth', () => {
    expect(kindOf('version', versions)).not.toBe('date');
    expect(kindOf('start_date', versions)).toBe('date');
    const days = cellsOf(100, (i) => `${padded(1 + (i % 28))}.${padded(1 + (i % 12))}.${padded(i % 40)}`);
    expect(kindOf('beginn', days)).toBe('date');
  });
});

describe('texts that look like identifiers', () => {
  it('are texts if their words with digits repeat', () => {
    const word = (i: number) => `w${Math.floor(Math.abs(Math.sin(i)) * 30)}`;
    const texts = cellsOf(
      200,
      (i) => `${word(4 * i)} ${word(4 * i + 1)} ${word(4 * i + 2)} ${word(4 * i + 3)}`,
    );
    expect(kindOf('notes', texts)).toBe('text');
    const seats = cellsOf(200, (i) => `row ${i} seat ${1000 - i}`);
    expect(kindOf('seat', seats)).toBe('identifier');
    expect(
      kindOf(
        'user',
        cellsOf(200, (i) => `user ${i}`),
      ),
    ).toBe('identifier');
  });

  it('are texts in a script without blanks', () => {
    const parts = [
      '今天天气很好',
      '我喜欢这个产品',
      '质量太差了',
      '物流很快',
      '客服态度不好',
      '下次还会购买',
    ];
    const rare = (i: number) => String.fromCodePoint(0x5000 + i * 3);
    const texts = cellsOf(
      200,
      (i) =>
        `${parts[i % 6]}，${parts[(i * 5 + 1) % 6]}${rare(i)}，${parts[(i * 3 + 2) % 6]}，${rare(i + 400)}。`,
    );
    const table = tableFromColumns([['评论', texts]]);
    expect(typeColumns(table).types[0]).toMatchObject({ kind: 'text', tokens: 'trigrams' });
  });

  it('are looked at by their first characters only', () => {
    const long = 'lorem ipsum dolor '.repeat(2_000);
    expect(
      kindOf(
        'page',
        cellsOf(40, (i) => `${['red', 'blue', 'grey'][i % 3]} ${padded(i)} ${long}`),
      ),
    ).toBe('text');
    expect(
      kindOf(
        'page',
        cellsOf(40, (i) => `${i} ${'9'.repeat(100_000)}`),
      ),
    ).not.toBe('numeric');
  });
});
