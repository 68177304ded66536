/** What users are told about the kinds of columns, and the options that such notices name. */
import { describe, expect, it } from 'vitest';
import { readTable } from '../reading/read-table.js';
import type { ColumnOverrides } from './column-overrides.js';
import { typeColumns } from './column-types.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';

const many = (make: (i: number) => Cell) => Array.from({ length: 60 }, (_, i) => make(i));
const typed = (columns: [string, Cell[]][], overrides: ColumnOverrides = {}) => {
  const { types, notices } = typeColumns(tableFromColumns(columns), { overrides });
  return { kinds: types.map(({ kind }) => kind), types, notices, text: notices.join('\n') };
};

it('names columns together from the sixth that is read in the same way or dropped as an identifier', () => {
  const cells = Array.from({ length: 40 }, (_, i) => i);
  const months = cells.map(
    (_, c) => [`m${c}`, cells.map((i) => `${1 + (i % 12)}/20${10 + ((i + c) % 20)}`)] as const,
  );
  const ids = cells.slice(0, 7).map((c) => [`k${c}`, cells.map((i) => `row-${c}-${7919 * i}x`)] as const);
  const { notices } = typeColumns(tableFromColumns([...months, ...ids]));
  expect(notices.filter((notice) => notice.includes('read as months'))).toHaveLength(5);
  expect(notices).toContain('35 columns read like "m0": "m5", "m6", "m7", "m8", "m9" and 30 more');
  expect(notices).toContain('2 more columns dropped that look like identifiers: "k5", "k6"');
  expect(notices).toHaveLength(12);
});

describe('an option that a notice names', () => {
  it('is quoted for the shell', () => {
    const { text } = typed([
      ['Flight Date', many((i) => `2022-03-${10 + (i % 9)}`)],
      ['Länge, mm', many((i) => `${i},5`)],
      ['ref no', many((i) => `${i * 7}/${i * 3 + 1}`)],
    ]);
    expect(text).toContain("--categorical 'Flight Date' makes");
    expect(text).toContain(`--categorical '"Länge, mm"' makes`);
    expect(text).toContain("--text 'ref no' or --categorical 'ref no' keeps it");
  });
});

describe('categories that differ only in their spelling', () => {
  it('have one notice a column, with counts', () => {
    const { kinds, notices } = typed([
      ['sex', many((i) => ['male', 'Male', ' Female', 'female', 'other', 'male'][i % 6])],
      ['room', many((i) => ['01', '1', '2', 'A 1'][i % 4])],
      ['town', many((i) => ['Bern', 'Bern ', 'Basel'][i % 3])],
    ]);
    expect(kinds).toEqual(['categorical', 'categorical', 'categorical']);
    expect(notices).toHaveLength(2);
    expect(notices[0]).toMatch(
      /^column "sex" has 4 categories that differ .*: "male" \(20 rows\) and "Male" \(10 rows\); "Female" \(10 rows\) and "female"/,
    );
    expect(notices[0]).toMatch(/; spell them alike in the table if they are one$/);
    expect(notices[1]).toMatch(/^column "room" has 2 categories .*"01" \(15 rows\) and "1" \(15 rows\)/);
  });

  it('are of no interest in an order of levels', () => {
    expect(typed([['size', many((i) => ['low', 'Low', 'high'][i % 3])]]).text).not.toContain('differ');
  });
});

describe('numbers in several units of one quantity', () => {
  it.each([
    ['time', ['798ms', '4.28s', '1 min', 'n/a'], 'ms, s, min'],
    ['size', ['204 KB', '7.3 MB', '1,024 B'], 'KB, MB, B'],
    ['mass', ['61 kg', '649 g'], 'kg, g'],
  ])('have a notice that names the units: %s', (name, words, units) => {
    const count = words.filter((word) => word !== 'n/a').length;
    const { text } = typed([[name, many((i) => words[i % words.length])]]);
    expect(text).toContain(
      `column "${name}" has numbers in ${count} units (${units}), such as "${words[0]}"`,
    );
    expect(text).toContain('convert them to one unit in the table');
  });

  it('of an identifier have it too, but not if the user made them categories', () => {
    const cells = many((i) => (i % 2 ? `${i * 3}ms` : `${i}.5s`));
    expect(typed([['time', cells]]).text).toContain('in 2 units (s, ms)');
    expect(typed([['time', cells]], { categorical: ['time'] }).text).not.toContain('units');
  });

  it.each([
    [['1A', '2B', '3C']],
    [['5 kg', '7 km']],
    [['61 kg', '649 g', 'heavy']],
    [['10 m 5 s', '3 s']],
    [['q1', 'q2']],
  ])('are not seen in %j', (words) => {
    expect(typed([['x', many((i) => words[i % words.length])]]).text).not.toContain('units');
  });
});

describe('decimal and thousands', () => {
  const columns: [string, Cell[]][] = [
    ['amount', many((i) => `${i},500`)],
    ['price', many((i) => `$${i}.38`)],
  ];

  it('count for one column, or for all that they fit', () => {
    const formats = (overrides: ColumnOverrides) =>
      typed(columns, overrides).types.map((type) => 'format' in type && type.format);
    const comma = [{ decimal: ',' }, { decimal: '.', unit: '$' }];
    expect(formats({ decimal: { amount: ',' } })).toEqual(comma);
    expect(formats({ decimal: ',' })).toEqual(comma);
    expect(formats({ thousands: { amount: '.' } })).toEqual([{ ...comma[0], thousands: '.' }, comma[1]]);
    const { text } = typed(columns, { decimal: ',' });
    expect(text).toMatch(/"price": --decimal , not used.*such as "\$0\.38"/);
    expect(text).not.toContain('"amount": --decimal');
    expect(typed(columns, { thousands: '.' }).text).toMatch(/"price": --thousands \. not used/);
    expect(typed(columns, { decimal: { amount: ',' } }).text).not.toContain('not used');
  });

  it('refuse columns that are not there', () => {
    expect(() => typed(columns, { decimal: { amuont: ',' } })).toThrow(
      /--decimal names.*Did you mean "amount"/,
    );
  });

  it('are suggested for the column that is ambiguous', () => {
    expect(typed([['x y', ['1,234', '5,678']]]).text).toContain("--decimal 'x y=,' reads");
  });
});

describe('the words of an option', () => {
  it('that turn a column into another kind have a notice', () => {
    const columns: [string, Cell[]][] = [['amount', many((i) => (i % 3 === 0 ? 'n/a' : `${i / 2}`))]];
    expect(typed(columns).kinds).toEqual(['numeric']);
    const { kinds, text } = typed(columns, { keepWords: ['n/a'] });
    expect(kinds).toEqual(['categorical']);
    expect(text).toContain(
      '"amount" is categorical instead of numeric, because --keep-words n/a makes "n/a"',
    );
    const other: [string, Cell[]][] = [['c', many((i) => ['a', 'b', 'n/a'][i % 3])]];
    expect(typed(other, { keepWords: ['n/a'] }).notices).toEqual([]);
  });

  it('that no cell holds have a notice', async () => {
    const columns: [string, Cell[]][] = [
      ['c', ['a', 'b', 'unknown', 'None']],
      ['n', [1, -999, 3, 5]],
    ];
    const words = { missing: ['unknwon', 'unknown', '-999'], keepWords: ['Nonne', 'None'] };
    const notices = [
      '--missing: no cell of the table is "unknwon"',
      '--keep-words: no cell of the table is "Nonne"',
    ];
    expect(typed(columns, words).notices).toEqual(notices);
    const lines = columns[0][1].map((word, i) => `${word},${columns[1][1][i]}.0`);
    const table = await readTable(new TextEncoder().encode(`c,n\n${lines.join('\n')}\n`), words);
    expect(typeColumns(table, { overrides: words }).notices).toEqual(notices);
  });
});

describe('dates', () => {
  it('have one notice, with the option for the other order', () => {
    const open: [string, Cell[]][] = [['d', many((i) => `${1 + (i % 9)}/${1 + (i % 12)}/2020`)]];
    expect(typed(open).notices).toEqual([
      expect.stringMatching(
        /"d" read as dates with the month first.*"1\/1\/2020".*--day-first reads the day/,
      ),
    ]);
    const given = typed(open, { dayFirst: true }).notices;
    expect(given).toEqual([expect.stringMatching(/"d" read as dates with the day first/)]);
    expect(given[0]).not.toContain('--day-first');
    expect(typed(open, { date: ['d'] }).notices).toHaveLength(1);
  });

  it.each<[string, (i: number) => Cell, RegExp]>([
    ['at', (i) => `${10 + (i % 9)}:30`, /read as times such as 08:30;/],
    ['on', (i) => `${1 + (i % 9)} Jun 1998`, /read as dates such as "1 Jun 1998";/],
    ['event_time', (i) => 1_664_914_925 + 86_400 * i, /read as seconds since 1970;/],
  ])('of %s are named readably', (name, make, expected) => {
    expect(typed([[name, many(make)]]).text).toMatch(expected);
  });
});

it('numbers without a sign among percentages have a notice', () => {
  const some = many((i) => (i % 10 === 0 ? '0.5' : `${i}%`));
  expect(typed([['x', some]]).text).toMatch(/"x": 6 cells of a column of percentages without.*"0\.5"/);
  expect(typed([['x', many((i) => `${i}%`)]]).text).not.toContain('without a percent sign');
});
