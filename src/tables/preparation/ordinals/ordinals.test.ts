/** Ordered levels: usual words, ranges of numbers, and the user's order. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../errors.js';
import type { ColumnOverrides } from '../column-overrides.js';
import { Preparation } from '../preparation.js';
import { type Cell, tableFromColumns } from '../table-from-columns.js';

const fit = (cells: Cell[], overrides: ColumnOverrides = {}, name = 'x') =>
  Preparation.fit(tableFromColumns([[name, cells]]), undefined, undefined, overrides);
const read = (preparation: Preparation, cells: Cell[], name = 'x') => {
  const again = Preparation.fromJSON(JSON.parse(JSON.stringify(preparation)));
  const prepared = again.prepare(tableFromColumns([[name, cells]]), undefined, {
    form: 'values',
    keepMissing: true,
  });
  const { data, columns } = prepared.matrix;
  return { values: cells.map((_, row) => data[row * columns]), notices: prepared.notices };
};
const kindOf = (cells: Cell[], name = 'x') => fit(cells, {}, name).inputColumns[0].kind;

describe('words', () => {
  it.each<string[]>([
    ['Low', 'MEDIUM', 'high'],
    ['Very_Low', 'low', 'Very-High'],
    ['S', 'M', 'L', 'XL'],
    ['poor', 'fair', 'Good', 'very good', 'excellent'],
    ['never', 'rarely', 'sometimes', 'often', 'always'],
    ['Strongly disagree', 'disagree', 'neutral', 'agree', 'strongly agree'],
    ['Jan', 'feb', 'October', 'DEC'],
    ['Mon', 'Tuesday', 'Sun'],
    ['F', 'C-', 'B', 'A+'],
    ['none', 'mild', 'severe'],
  ])('%s < %s < %s are ordered', (...words) => {
    const shuffled = [...words.toReversed(), ...words];
    const preparation = fit(shuffled);
    expect(preparation.inputColumns[0].kind).toBe('ordinal');
    expect(preparation.featureNames).toEqual(['x']);
    const { values, notices } = read(preparation, words);
    expect(notices).toEqual([]);
    for (let i = 1; i < words.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1]);
    expect(preparation.notices.join()).toContain(words.map((word) => JSON.stringify(word)).join(' < '));
  });

  it('with missing words among them have an indicator', () => {
    const preparation = fit(['low', 'high', 'n/a', 'unknown', 'low']);
    expect(preparation.featureNames).toEqual(['x', 'x is missing']);
    expect(read(preparation, ['n/a', 'medium', 'HIGH']).values).toEqual([Number.NaN, 5, 7]);
  });

  it('that are no level at prediction are missing, with a notice', () => {
    const { values, notices } = read(fit(['low', 'high', 'low']), ['huge', 'low', 'huge']);
    expect(values).toEqual([Number.NaN, 3, Number.NaN]);
    expect(notices).toEqual([
      'column "x": 2 cells with a word that is not one of its ordered levels, treated as missing: "huge"',
    ]);
  });

  it.each<string[]>([
    ['M', 'S'],
    ['A', 'B', 'C'],
    ['red', 'low', 'high'],
    ['male', 'female'],
  ])('%s, %s are categories', (...words) => {
    expect(kindOf([...words, ...words])).toBe('categorical');
  });

  it('of one letter are grades in a column of that name', () => {
    expect(kindOf(['A', 'B', 'C', 'A'], 'final_grade')).toBe('ordinal');
  });
});

describe('answers of a survey', () => {
  it.each(['Prefer not to say', 'Don’t know', "don't know", 'No answer', 'N/A'])(
    'are ordered beside %j, which is missing',
    (word) => {
      const cells = ['Agree', 'Disagree', word, 'Strongly agree', 'Agree'];
      const preparation = fit(cells);
      expect(preparation.inputColumns[0].kind).toBe('ordinal');
      expect(preparation.notices.join()).toContain(
        `"Disagree" < "Agree" < "Strongly agree", missing: ${JSON.stringify(word)}; --categorical x`,
      );
      const { values, notices } = read(preparation, cells);
      expect(values[2]).toBeNaN();
      expect(values[3]).toBeGreaterThan(values[0]);
      expect(notices).toEqual([]);
      expect(fit(cells, { categorical: ['x'] }).inputColumns[0].kind).toBe('categorical');
      expect(fit(cells, { keepWords: [word] }).inputColumns[0].kind).toBe('categorical');
    },
  );

  it('are ordered by their numbers', () => {
    const often = fit(['4 - Always', '1 - Never', '3 - Often', '2 - Sometimes', 'Prefer not to say']);
    expect(often.inputColumns[0].kind).toBe('ordinal');
    expect(read(often, ['1 - Never', '3 - Often', 'Always', '2']).values).toEqual([0, 2, 3, 1]);
    const ends = ['0 - Not at all likely', 1, 2, 3, '4', 6, 7, 8, 9, '10 - Extremely likely'];
    const likely = fit([...ends, ...ends.toReversed()].map(String));
    expect(likely.notices.join()).toContain('"9" < "10 - Extremely likely"; --categorical');
    const later = read(likely, ['10 - Extremely likely', '5', '0 - Not at all likely']);
    expect(later).toEqual({ values: [10, 5, 0], notices: [] });
    expect(kindOf(['1. Strongly agree', '2. Agree', '3. Disagree'])).toBe('ordinal');
  });

  it.each<string[]>([
    ['1 - Retail', '2 - Mining', '3 - Farming'],
    ['1 - Male', '2 - Female'],
    ['1 - Low', '2 - High', '3 - Medium'],
    ['1 - Low', '2 - Medium', '99 - High'],
    ['1', '2 - Medium', '3', '4'],
    ['1 - Never', '1 - Rarely', '2 - Often'],
    ['01 - Never', '02 - Rarely', '03 - Often'],
  ])('with numbers that are codes are categories: %s, %s', (...words) => {
    expect(kindOf([...words, ...words], 'sector')).toBe('categorical');
  });
});

describe('ranges', () => {
  it.each<[string[], number[]]>([
    [
      ['<5', '5-9', '10-99', '100+'],
      [2.5, 7, 54.5, 100],
    ],
    [
      ['0%', '1 - 10%', '11 - 23%'],
      [0, 5.5, 17],
    ],
    [
      ['under 1,000', '1,000 to 2,000', 'over 5,000'],
      [500, 1500, 5000],
    ],
    [
      ['under 18', '18–24', '25 to 64', '65 and over'],
      [9, 21, 44.5, 65],
    ],
    [
      ['< 1 year', '1 year', '2 years', '10+ years'],
      [0.5, 1, 2, 10],
    ],
    [
      ['(0, 10]', '(10, 20]'],
      [5, 15],
    ],
    [
      ['$0-$50k', '$50k-$100k', '$100k or more'],
      [25_000, 75_000, 100_000],
    ],
    [
      ['0', '1', '3+'],
      [0, 1, 3],
    ],
  ])('%j are ordered by number', (words, expected) => {
    const preparation = fit([...words, ...words.toReversed()]);
    expect(preparation.inputColumns[0].kind).toBe('ordinal');
    expect(read(preparation, words).values).toEqual(expected);
  });

  it('are read at prediction although they were not in training', () => {
    const preparation = fit(['0-9', '10-19', '20+']);
    const { values, notices } = read(preparation, ['20-29', 5, 'many']);
    expect(values).toEqual([24.5, 5, Number.NaN]);
    expect(notices.join()).toMatch(/1 cell with a word that is not a range or number.*"many"/);
  });

  it.each<string[]>([
    ['2-1', '1-2', '0-0'],
    ['01-02', '03-04'],
    ['$5', '€6', '$7'],
  ])('are not seen in %s, %s', (...words) => {
    expect(kindOf([...words, ...words])).toBe('categorical');
  });
});

describe('the option ordinal', () => {
  it('gives the order, also of numbers', () => {
    expect(read(fit(['S', 'M', 'L'], { ordinal: { x: ['S', 'M', 'L'] } }), ['L', 'm', 'S']).values).toEqual([
      2, 1, 0,
    ]);
    expect(read(fit([1, 2, 3], { ordinal: { x: ['3', '1', '2'] } }), [1, 2, 3]).values).toEqual([1, 2, 0]);
    expect(read(fit(['a', 'A'], { ordinal: { x: ['a', 'A'] } }), ['A', 'a']).values).toEqual([1, 0]);
  });

  it('refuses words that it does not list, and wrong lists', () => {
    const refused = (levels: string[], cells: Cell[] = ['S', 'M', 'Q']) =>
      expect(() => fit(cells, { ordinal: { x: levels } }));
    refused(['S', 'M']).toThrow(/data row 3: "Q" is not a level of --ordinal 'x=S<M': add it/);
    refused(['S']).toThrow(InputError);
    refused(['S', 'S']).toThrow(/two different levels/);
    expect(() => fit(['S'], { ordinal: { y: ['S', 'M'] } })).toThrow(/--ordinal names column "y"/);
  });
});
