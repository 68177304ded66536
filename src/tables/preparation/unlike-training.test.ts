import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { Preparation } from './preparation.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';

const cellsOf = <C extends Cell>(count: number, make: (i: number) => C): C[] =>
  Array.from({ length: count }, (_, i) => make(i));
const fitOn = (name: string, cells: Cell[]) => Preparation.fit(tableFromColumns([[name, cells]]));
const prepared = (preparation: Preparation, name: string, cells: Cell[]) => {
  const { matrix, notices } = preparation.prepare(tableFromColumns([[name, cells]]), undefined, {
    form: 'values',
  });
  return { first: matrix.data[0], notices };
};
const noticesOn = (preparation: Preparation, name: string, cells: Cell[]) =>
  prepared(preparation, name, cells).notices;

describe('lists and texts unlike those of training', () => {
  const genres = ['drama', 'comedy', 'war', 'music', 'sport', 'crime'];
  const list = (i: number, delimiter: string) =>
    genres.filter((_, g) => (i + 1) & (1 << g) || g === i % 6).join(delimiter);
  const lists = fitOn(
    'genres',
    cellsOf(200, (i) => list(i, '|')),
  );

  it('says that lists have another delimiter', () => {
    expect(lists.inputColumns[0].kind).toBe('list');
    expect(
      noticesOn(
        lists,
        'genres',
        cellsOf(63, (i) => list(i, '|')),
      ),
    ).toEqual([]);
    expect(noticesOn(lists, 'genres', ['drama;comedy', 'war|music', 'music;war', null])).toContain(
      'column "genres": 2 lists with another delimiter than "|" as in training, so that the members are unknown: ' +
        '"drama;comedy", "music;war"',
    );
  });

  it('says that most lists have no known member, but not if a few have none', () => {
    expect(noticesOn(lists, 'genres', ['Drama', 'Krieg|Musik', 'war'])).toEqual([
      'column "genres": 2 of 3 lists without any member that is common in training: "Drama", "Krieg|Musik"',
    ]);
    expect(noticesOn(lists, 'genres', ['drama', 'comedy|war', 'opera'])).toEqual([]);
  });

  it('says that most texts have no known word, but not if training had as many', () => {
    const words = ['late delivery', 'broken screen', 'great sound', 'fast delivery', 'poor screen'];
    const text = (i: number) =>
      `${words[i % 5]} number ${words[(i * 3 + 1) % 5]} ${String.fromCharCode(97 + (i % 26))}${i}`;
    const texts = fitOn('review', cellsOf(300, text));
    expect(texts.inputColumns[0].kind).toBe('text');
    expect(noticesOn(texts, 'review', cellsOf(50, text))).toEqual([]);
    expect(noticesOn(texts, 'review', ['zu spät geliefert', 'sehr guter Klang', 'broken screen'])).toEqual([
      'column "review": 2 of 3 texts without any word that the model knows from training: "zu spät geliefert", ' +
        '"sehr guter Klang"',
    ]);
    const rare = fitOn(
      'review',
      cellsOf(300, (i) => (i % 3 === 0 ? text(i) : `x${i} y${i * 7} z${i * 31} q${i} r${i}`)),
    );
    expect(noticesOn(rare, 'review', ['zu spät geliefert'])).toEqual([]);
  });
});

describe('numbers written otherwise than in training', () => {
  const grouped = fitOn(
    'price',
    cellsOf(60, (i) => `${5 + i},${100 + ((i * 37) % 900)}`),
  );

  it('says that numbers with three decimals may have points between thousands', () => {
    const notice =
      'column "price": 3 numbers such as "18.49" read with a decimal point; training has "," between thousands, so ' +
      'they may be meant 1000 times larger';
    expect(noticesOn(grouped, 'price', [18.49, 20, 33.125])).toEqual([notice]);
    expect(noticesOn(grouped, 'price', ['18.490', '20.000', '33.125 '])).toEqual([
      notice.replace('18.49', '18.490'),
    ]);
    expect(noticesOn(grouped, 'price', ['18,490', '20,000'])).toEqual([]);
    expect(noticesOn(grouped, 'price', [18_490, 20_000])).toEqual([]);
    expect(noticesOn(grouped, 'price', ['18.490', '20,000'])).toEqual([]);
  });

  it('says that fractions are read as percentages', () => {
    const percent = fitOn(
      'rate',
      cellsOf(60, (i) => `${1 + (i % 30)}%`),
    );
    const notice =
      'column "rate": 2 numbers such as "0.45" without the percent sign that training has, read as percentages: if ' +
      'they are fractions, multiply them by 100';
    expect(noticesOn(percent, 'rate', [0.45, null, 0.1])).toContain(notice);
    expect(noticesOn(percent, 'rate', [45, 0.1])).toEqual([]);
    expect(noticesOn(percent, 'rate', ['0.45%', '0.1%'])).toEqual([]);
  });

  it('reads decimal points where the comma reads not all', () => {
    const comma = fitOn(
      'price',
      cellsOf(60, (i) => `${i},${10 + i}`),
    );
    const { first, notices } = prepared(comma, 'price', ['19.43', '7']);
    expect(first).toBe(19.43);
    expect(notices).toEqual([
      'column "price": numbers such as "19.43" read with a decimal point, because not all of them are numbers with a ' +
        'decimal comma as in training',
    ]);
    expect(prepared(comma, 'price', ['19,43', '7']).first).toBe(19.43);
    expect(() => prepared(comma, 'price', ['19.43', '7,5'])).toThrow(InputError);
  });

  it('reads true and false as the 1 and 0 of training, and 1 and 0 as true and false', () => {
    const zeroOne = fitOn(
      'paid',
      cellsOf(60, (i) => i % 2),
    );
    expect(prepared(zeroOne, 'paid', ['true', 'false'])).toEqual({
      first: 1,
      notices: ['column "paid": "true" and the like read as 0 and 1, as in training'],
    });
    const yesNo = fitOn(
      'paid',
      cellsOf(60, (i) => (i % 2 ? 'yes' : 'no')),
    );
    expect(prepared(yesNo, 'paid', ['1', '0', 'yes'])).toEqual({ first: 1, notices: [] });
  });
});

describe('dates unlike those of training', () => {
  const monthFirst = fitOn(
    'when',
    cellsOf(60, (i) => `${1 + (i % 12)}/${1 + (i % 28)}/2020`),
  );

  it('refuses day and month in the other order', () => {
    expect(() => noticesOn(monthFirst, 'when', ['1/2/2020', '25/12/2020'])).toThrow(
      'column "when" was read with the month first in training, but data row 2 holds "25/12/2020", with the day first: ' +
        'write the dates with the month first, or train with --day-first',
    );
    // One mistake among dates of the known order is only missing.
    expect(noticesOn(monthFirst, 'when', ['1/25/2020', '25/12/2020'])[0]).toMatch(
      /1 other cell treated as missing: "25\/12\/2020"/,
    );
  });

  it('counts dates far outside of those of training', () => {
    expect(noticesOn(monthFirst, 'when', ['12/28/2020'])).toEqual([]);
    expect(noticesOn(monthFirst, 'when', ['1/1/2020', '1/1/2030'])).toEqual([
      '1 cell in 1 column beyond the training range by more than its width: "when" (1)',
    ]);
  });
});
