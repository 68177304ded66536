import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noticesOf } from '../../remarks.js';
import { rowRange } from '../../resolve-rows.js';
import { type Cell, tableFromColumns } from '../../table-from-columns.js';
import { detectList } from './list-format.js';
import { listMembers } from './list-members.js';
import { type FittedList, fitList, ListSchema, listOutputNames, listScales, writeList } from './list-step.js';

const column = (cells: readonly Cell[]) => tableFromColumns([['g', cells]]).columns[0];
const detect = (cells: readonly Cell[]) => detectList(column(cells), rowRange(cells.length));
const fit = (cells: readonly Cell[], delimiter: FittedList['delimiter'] = '|') =>
  fitList(column(cells), rowRange(cells.length), delimiter);
const many = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

function write(fitted: FittedList, cells: readonly Cell[], keepMissing = false): number[][] {
  const columns = listOutputNames(fitted).length;
  const data = new Float64Array(cells.length * columns);
  const destination = { data, columns, form: 'values', keepMissing, offset: 0 } as const;
  expect(noticesOf(writeList(fitted, column(cells), rowRange(cells.length), destination))).toEqual([]);
  return cells.map((_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

const GENRES = ['action', 'comedy', 'drama', 'horror', 'music', 'war'];
/** The members whose bits are set in i, rotated by i. */
const subset = (i: number) => {
  const chosen = GENRES.filter((_, j) => ((i * 37) >> j) & 1);
  const start = i % Math.max(1, chosen.length);
  return [...chosen.slice(start), ...chosen.slice(0, start)];
};
const lists = (delimiter: string) => many(300, (i) => subset(i).join(delimiter) || null);

describe('detectList', () => {
  it.each([
    ['|', lists('|')],
    [';', lists('; ')],
    [',', lists(', ')],
    [
      ',',
      many(
        300,
        (i) =>
          `[${subset(i)
            .map((member) => `'${member}'`)
            .join(', ')}]`,
      ),
    ],
  ])('finds lists with %s', (delimiter, cells) => {
    expect(detect(cells)).toBe(delimiter);
  });

  it('finds JSON arrays, with few different ones, of numbers and with commas in members', () => {
    expect(detect(many(40, (i) => ['["a"]', '["b"]', '["a","b"]', '[]'][i % 4]))).toBe(',');
    expect(detect(many(40, (i) => `[${i % 3}, ${i % 5}]`))).toBe(',');
    expect(detect(many(40, (i) => ['["Paris, France"]', '["Rome, Italy","Bonn"]'][i % 2]))).toBe(',');
    expect(detect(many(40, (i) => (i < 36 ? '["a","b"]' : 'a')))).toBe(',');
    expect(detect(many(40, (i) => (i < 35 ? '["a","b"]' : 'a')))).toBeUndefined();
    expect(detect(many(40, (i) => `[${i / 64}, ${i / 32}]`))).toBeUndefined();
    expect(detect(many(40, () => '[["a"]]'))).toBeUndefined();
  });

  const nouns = ['house', 'river', 'night', 'garden', 'fire', 'letter', 'road'];
  it.each([
    [
      'sentences',
      many(300, (i) => `It was ${nouns[i % 7]}, and ${nouns[i % 5]} came, so number ${i} left. Then, no.`),
    ],
    ['addresses', many(300, (i) => `${i} Main Street, ${nouns[i % 7]}, ${['NY', 'TX', 'CA'][i % 3]}`)],
    ['places', many(300, (i) => `${nouns[i % 7]}${i % 50}, ${['NY', 'TX', 'CA'][i % 3]}`)],
    ['names', many(300, (i) => `Smith${i % 40}, ${nouns[i % 7]}`)],
    ['numbers', many(300, (i) => `1,${100 + i},${100 + ((i * 7) % 900)}`)],
    ['few categories', many(300, (i) => ['a|b', 'a', 'b|c', 'c'][i % 4])],
    ['rare members', many(300, (i) => `m${i}|n${i}`)],
    ['a numeric column', many(300, (i) => i)],
  ])('does not take %s for lists', (_, cells) => {
    expect(detect(cells)).toBeUndefined();
  });
});

describe('lists', () => {
  it('become common members and their number', () => {
    const cells = [...many(12, () => 'b| a|b'), ...many(20, () => 'a|'), ...many(9, () => 'rare'), null];
    const fitted = fit(cells);
    expect(listOutputNames(fitted)).toEqual(['g has a', 'g has b', 'g: members', 'g is missing']);
    expect(write(fitted, ['b|c|d', null, '', 'A'])).toEqual([
      [0, 1, 3, 0],
      [0, 0, 1, 1],
      [0, 0, 0, 0],
      [0, 0, 1, 0],
    ]);
    expect(write(fitted, [null], true)).toEqual([[0, 0, Number.NaN, 1]]);
  });

  it('of numbers are the same in a numeric column', () => {
    const fitted = fit(many(30, (i) => (i % 2 === 0 ? '1|2' : '2|3|4')));
    expect(write(fitted, [1, 3])).toEqual(write(fitted, ['1', '3|']));
  });

  it('keep the 40 most frequent members and leave out those in every list', () => {
    const cells = many(600, (i) => ['all', ...many(60, (j) => j).filter((j) => i % (j + 2) === 0)].join('|'));
    const fitted = fit(cells);
    // Member 48 is in 12 lists, which is enough; but only 40 are kept.
    expect(fitted.members).toEqual(many(40, String));
  });

  it('are finite, have stable names and survive JSON', () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.string(),
      fc.subarray(['a', 'b', '__proto__', 'constructor']).map((all) => all.join('|')),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 80 }), fc.array(cell), (a, b) => {
        const fitted = fit(a);
        const saved = ListSchema.parse(JSON.parse(JSON.stringify(fitted)));
        expect(saved).toEqual(fitted);
        expect(listOutputNames(fit(a.toReversed()))).toEqual(listOutputNames(fitted));
        expect(listScales(saved)).toHaveLength(listOutputNames(saved).length);
        const rows = write(fitted, b);
        expect(write(saved, b)).toEqual(rows);
        expect(rows.flat().every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('lose brackets, quotes and blanks', () => {
    expect([...listMembers(`['a', "b c",'' ]`, ',')]).toEqual(['a', 'b c']);
    expect([...listMembers('a (x)| b||a', '|')]).toEqual(['a (x)', 'b', 'a']);
  });

  it('as JSON arrays give back their members, whatever those contain and whatever the delimiter', () => {
    const member = fc.oneof(
      fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Surrogate}/u.test(text)),
      fc.maxSafeInteger(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(member), fc.constantFrom('|', ';', ','), (members, delimiter) => {
        const expected = members.map((each) => String(each).trim()).filter((each) => each !== '');
        for (const space of [undefined, 1]) {
          const found = listMembers(JSON.stringify(members, null, space), delimiter as ',');
          expect([...found]).toEqual([...new Set(expected)]);
        }
      }),
    );
    expect([...listMembers('[9007199254740993,9007199254740992]', ',')]).toHaveLength(2);
  });

  it.each([
    ['another delimiter', { delimiter: 'x' }],
    ['41 members', { members: many(41, String) }],
    ['a member twice', { members: ['a', 'a'] }],
    ['an empty member', { members: [''] }],
    ['a count of scale 0', { count: { mean: 0, scale: 0, median: 0 } }],
    ['another field', { extra: 1 }],
  ])('refuse a saved form with %s', (_, change) => {
    expect(ListSchema.safeParse({ ...fit(['a|b', 'a']), ...change }).success).toBe(false);
  });
});
