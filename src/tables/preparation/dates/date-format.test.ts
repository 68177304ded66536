import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typeColumns } from '../column-types.js';
import { rowRange } from '../resolve-rows.js';
import { type Cell, tableFromColumns } from '../table-from-columns.js';
import { DAY_MS, daysFromCivil } from './calendar.js';
import { DATE_FORMATS, type DateFormat, dateCells, dateOfText, detectDate } from './date-format.js';

const column = (cells: readonly Cell[], name = 'x') => tableFromColumns([[name, cells]]).columns[0];
const detect = (cells: readonly Cell[], name = 'x', options: Parameters<typeof detectDate>[2] = {}) =>
  detectDate(column(cells, name), rowRange(cells.length), options);
const formatOf = (cells: readonly Cell[], name?: string) => detect(cells, name)?.format;
const utc = (...parts: [number, number, number?, number?, number?, number?, number?]) => Date.UTC(...parts);

const two = (n: number) => String(n).padStart(2, '0');
const SHORT = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Each writes a date without its time. */
const WRITERS: readonly (readonly [string, DateFormat, (d: Date) => string])[] = (
  [
    ['2020-12-31', 'year-first', (y, m, d) => `${y}-${two(m)}-${two(d)}`],
    ['2020/2/1', 'year-first', (y, m, d) => `${y}/${m}/${d}`],
    ['2020.02.01', 'year-first', (y, m, d) => `${y}.${two(m)}.${two(d)}`],
    ['31/12/2020', 'day-first', (y, m, d) => `${d}/${m}/${y}`],
    ['31.12.2020', 'day-first', (y, m, d) => `${two(d)}.${two(m)}.${y}`],
    ['12/31/2020', 'month-first', (y, m, d) => `${m}/${d}/${y}`],
    ['12-31-2020', 'month-first', (y, m, d) => `${two(m)}-${two(d)}-${y}`],
    ['31-Dec-2020', 'named-month', (y, m, d) => `${two(d)}-${SHORT[m - 1]}-${y}`],
    ['31 december 2020', 'named-month', (y, m, d) => `${d} ${LONG[m - 1].toLowerCase()} ${y}`],
    ['Dec 31, 2020', 'named-month', (y, m, d) => `${SHORT[m - 1]} ${d}, ${y}`],
    ['DECEMBER 31 2020', 'named-month', (y, m, d) => `${LONG[m - 1].toUpperCase()} ${d} ${y}`],
    ['2020-Dec-31', 'named-month', (y, m, d) => `${y}-${SHORT[m - 1]}-${two(d)}`],
    ['Thu, 31 Dec 2020', 'named-month', (y, m, d, w) => `${DAYS[w]}, ${two(d)} ${SHORT[m - 1]} ${y}`],
    ['20201231', 'compact', (y, m, d) => `${y}${two(m)}${two(d)}`],
  ] as [string, DateFormat, (y: number, m: number, d: number, w: number) => string][]
).map(([name, format, write]) => [
  name,
  format,
  (date) => write(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCDay()),
]);

const TIMES: readonly (readonly [string, (d: Date) => string])[] = [
  ['none', () => ''],
  ['T10:11:12.123Z', (d) => d.toISOString().slice(10)],
  ['blank', (d) => ` ${d.toISOString().slice(11, 23)}`],
  [
    'am and pm',
    (d) => {
      const hour = d.getUTCHours();
      return ` ${hour % 12 || 12}:${d.toISOString().slice(14, 23)} ${hour < 12 ? 'AM' : 'p.m.'}`;
    },
  ],
  ['+05:30', (d) => `T${new Date(d.getTime() + 330 * 60_000).toISOString().slice(11, 23)}+05:30`],
  ['-0800', (d) => ` ${new Date(d.getTime() - 480 * 60_000).toISOString().slice(11, 23)} -0800`],
];

const anyDate = fc
  .integer({ min: utc(1900, 0, 2), max: utc(2099, 11, 30) })
  .map((milliseconds) => new Date(milliseconds));

describe('dates as text', () => {
  for (const [name, format, write] of WRITERS) {
    it.each(format === 'compact' ? TIMES.slice(0, 1) : TIMES)(
      `come back from ${name} with time %s`,
      (zone, time) => {
        fc.assert(
          fc.property(anyDate, (date) => {
            // An offset may shift the day of the text.
            const shift = zone === '+05:30' ? 330 : zone === '-0800' ? -480 : 0;
            const text = write(new Date(date.getTime() + shift * 60_000)) + time(date);
            const expected = zone === 'none' ? Math.floor(date.getTime() / DAY_MS) * DAY_MS : date.getTime();
            expect(dateOfText(text, format)).toBeCloseTo(expected, 6);
          }),
        );
      },
    );
  }

  it.each([
    ['2020-12', 'year-first', utc(2020, 11)],
    ['2020-W53-5', 'year-first', utc(2021, 0, 1)],
    ['20201231T101112Z', 'year-first', utc(2020, 11, 31, 10, 11, 12)],
    ['2020-12-31T24:00', 'year-first', utc(2021, 0, 1)],
    ['2016-12-31T23:59:60Z', 'year-first', utc(2017, 0, 1)],
    ['2020-01-02 03:04:05.123456789', 'year-first', utc(2020, 0, 2, 3, 4, 5) + 123.456789],
    ['Dec 2020', 'named-month', utc(2020, 11)],
    ['1st Sept. 2020', 'named-month', utc(2020, 8, 1)],
    ['Tue, 1 Dec 2020 10:00:00 EST', 'named-month', utc(2020, 11, 1, 15)],
    ['Tue, 01 Dec 2020 10:00:00 +0000 (UTC)', 'named-month', utc(2020, 11, 1, 10)],
    ['Thu Dec 31 10:00:00 2020', 'named-month', utc(2020, 11, 31, 10)],
    ['Thu Dec 31 10:00:00 UTC 2020', 'named-month', utc(2020, 11, 31, 10)],
    [
      'Thu Dec 31 2020 10:00:00 GMT+0100 (Central European Standard Time)',
      'named-month',
      utc(2020, 11, 31, 9),
    ],
    ['31/Dec/2020:10:00:00 +0000', 'named-month', utc(2020, 11, 31, 10)],
    ['1/2/69', 'month-first', utc(1969, 0, 2)],
    ['1/2/68', 'day-first', utc(2068, 1, 1)],
    ['12/31/2020, 12:05 AM', 'month-first', utc(2020, 11, 31, 0, 5)],
    ['2018年6月12日', 'year-first', utc(2018, 5, 12)],
    ['2018年06月12日 10:30', 'year-first', utc(2018, 5, 12, 10, 30)],
    ['2018 年 6 月', 'year-first', utc(2018, 5)],
    ['2018년 6월 12일', 'year-first', utc(2018, 5, 12)],
    ['12 janvier 2018', 'named-month', utc(2018, 0, 12)],
    ['1er Février 2018', 'named-month', utc(2018, 1, 1)],
    ['1 fe\u0301vrier 2018', 'named-month', utc(2018, 1, 1)],
    ['3. März 2019', 'named-month', utc(2019, 2, 3)],
    ['5 de mayo de 2020', 'named-month', utc(2020, 4, 5)],
    ['martes, 5 de mayo del 2020, 10:30', 'named-month', utc(2020, 4, 5, 10, 30)],
    ['12 giugno 2018', 'named-month', utc(2018, 5, 12)],
    ['août 2018', 'named-month', utc(2018, 7)],
    ['mayo de 2020', 'named-month', utc(2020, 4)],
    ['fev/2020', 'named-month', utc(2020, 1)],
    ['06/2018', 'month-year', utc(2018, 5)],
    ['6/2018', 'month-year', utc(2018, 5)],
    ['06-2018', 'month-year', utc(2018, 5)],
    ['2018Q3', 'quarter', utc(2018, 6)],
    ['2018-Q3', 'quarter', utc(2018, 6)],
    ['2018 q4', 'quarter', utc(2018, 9)],
    ['Q3 2018', 'quarter', utc(2018, 6)],
    ['Q1/2018', 'quarter', utc(2018, 0)],
    ['3Q2018', 'quarter', utc(2018, 6)],
    ['08:30', 'time', 8.5 * 3_600_000],
    ['8:30 pm', 'time', 20.5 * 3_600_000],
  ] as const)('%s (%s)', (text, format, expected) => {
    expect(dateOfText(text, format)).toBeCloseTo(expected, 6);
  });

  it.each([
    '',
    '2020',
    '2020.12',
    '2023-02-29',
    '31/04/2020',
    '13/13/2020',
    '1.2.13',
    '192.168.1.1',
    '1/2',
    '10-20',
    'May',
    'Version 3',
    'March 5',
    '2020-01-01T25:00',
    '13:00 pm',
    '2020-01-01 10:00 Mars',
    '2020-01-01 and more',
    '2020-01-01T10:00+99:00',
    `2020-01-01${' '.repeat(200)}x`,
    '１/２/2020',
    '2018年13月1日',
    '2018年6月31日',
    '13/2018',
    '6-2018',
    '06.2018',
    '2018Q5',
    'Q3',
    'Q32018',
    '20183',
    '5 de mayonesa de 2020',
    '30 febrero 2020',
  ])('%j is not one', (text) => {
    for (const format of DATE_FORMATS) {
      if (format === 'compact' || format.startsWith('epoch')) continue;
      expect(dateOfText(text, format)).toBeNaN();
    }
  });
});

describe('detectDate', () => {
  it('decides the order of day and month by any value above 12', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1, maxLength: 900 }),
        fc.integer({ min: 13, max: 28 }),
        fc.nat(),
        fc.boolean(),
        (pairs, above, at, dayFirst) => {
          const texts = pairs.map(([a, b], i) => `${a}/${b}/${1900 + (i % 200)}`);
          texts.splice(at % (texts.length + 1), 0, dayFirst ? `${above}/5/2021` : `5/${above}/2021`);
          const found = detect(texts);
          expect(found).toEqual({ format: dayFirst ? 'day-first' : 'month-first' });
        },
      ),
    );
  });

  it('guesses with a notice if no value decides, and does as told', () => {
    const open = detect(['1/2/2020', '3/4/2020']);
    expect(open?.format).toBe('month-first');
    expect(open?.undecided).toBe('1/2/2020');
    expect(detect(['1.2.2020', '3.4.2020'])?.format).toBe('day-first');
    expect(detect(['1/2/2020', '3/4/2020'], 'x', { dayFirst: true })).toEqual({
      format: 'day-first',
    });
    expect(detect(['1.2.2020', '3.4.2020'], 'x', { dayFirst: false })?.format).toBe('month-first');
    expect(detect(['1/13/2020', '3/4/2020'], 'x', { dayFirst: true })?.format).toBe('month-first');
  });

  it('allows a tenth of other cells, and any number of missing ones', () => {
    const dates = Array.from({ length: 18 }, (_, i) => `2020-01-${two(i + 1)}`);
    expect(formatOf([...dates, 'n/a', 'unknown', null, null, null, null])).toBe('year-first');
    expect(formatOf([...dates, 'n/a', 'unknown', 'later'])).toBeUndefined();
    expect(formatOf([null, null])).toBeUndefined();
  });

  it('looks only at the given rows', () => {
    const mixed = column(['2020-01-01', 'word', '2020-01-02', 'other']);
    expect(detectDate(mixed, Int32Array.of(0, 2))?.format).toBe('year-first');
    expect(detectDate(mixed, Int32Array.of(1, 3))).toBeUndefined();
  });

  it.each([
    ['created_at', [1_600_000_000, 1_700_000_000, null], 'epoch-seconds'],
    ['timestamp', [1_600_000_000_123, 1_700_000_000_000], 'epoch-milliseconds'],
    ['startTime', ['1600000000', '1700000000'], 'epoch-seconds'],
    ['event_time', [1_600_000_000_123_456, 1_700_000_000_000_000], 'epoch-microseconds'],
    ['birth_date', [19_801_231, 20_000_229], 'compact'],
    ['Date', ['20201231', '20210101'], 'compact'],
  ] as const)('takes integers of a column named %s for dates', (name, cells, format) => {
    expect(formatOf(cells, name)).toBe(format);
  });

  it.each([
    ['amount', [1_600_000_000, 1_700_000_000]],
    ['nation', [1_600_000_000, 1_700_000_000]],
    ['at', [1_600_000_000, 1_700_000_000]],
    ['time', [60, 36, 48]],
    ['date', [2019, 2020, 2021]],
    ['date', [20_201_331, 20_209_999]],
    ['time', [1_600_000_000.5, 1_700_000_000.5]],
    ['year', ['2019', '2020']],
    ['date', [null]],
  ] as const)('leaves other numbers of %s alone: %j', (name, cells) => {
    expect(formatOf(cells, name)).toBeUndefined();
  });

  it('takes integers for dates if the user names the column', () => {
    for (const [cells, format] of [
      [[1_600_000_000, 1_700_000_000], 'epoch-seconds'],
      [['1600000000123', '1700000000000'], 'epoch-milliseconds'],
      [[1_600_000_000_123_456, 1_700_000_000_000_000], 'epoch-microseconds'],
      [[19_801_231, 20_000_229], 'compact'],
    ] as const) {
      const { types } = typeColumns(tableFromColumns([['created_ms', cells]]), {
        overrides: { date: ['created_ms'] },
      });
      expect(types).toMatchObject([{ kind: 'date', format }]);
    }
    expect(() =>
      typeColumns(tableFromColumns([['created_ms', [17, 18]]]), { overrides: { date: ['created_ms'] } }),
    ).toThrow(/--date names column "created_ms", whose cells are not dates/);
  });

  it('reads months and quarters without a day, but not document numbers or codes', () => {
    const months = Array.from({ length: 24 }, (_, i) => `${two((i % 12) + 1)}/${2018 + (i % 2)}`);
    expect(formatOf(months)).toBe('month-year');
    expect(formatOf(['2018Q3', '2018Q4', '2019Q1'])).toBe('quarter');
    expect(formatOf(Array.from({ length: 60 }, (_, i) => `${i + 1}/2018`))).toBeUndefined();
    expect(
      formatOf(Array.from({ length: 60 }, (_, i) => `${(i % 12) + 1}/${1000 + i * 100}`)),
    ).toBeUndefined();
    expect(
      formatOf(Array.from({ length: 60 }, (_, i) => `${1000 + i * 100}Q${(i % 4) + 1}`)),
    ).toBeUndefined();
  });

  const digits = (size: number) => fc.stringMatching(new RegExp(`^\\d{${size}}$`));
  const code = fc.oneof(
    fc.integer().map(String),
    fc.tuple(fc.constantFrom('A', 'Q', 'q', 'ID-', 'Q-'), digits(6)).map(([a, b]) => a + b),
    fc.tuple(digits(3), fc.constantFrom('-', '/', '.', 'Q'), digits(4)).map((parts) => parts.join('')),
    fc.tuple(digits(4), fc.constantFrom('-', '/', 'Q'), digits(3)).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('set', 'out', 'lot', 'no', 'mo'), fc.integer({ min: 0, max: 999 }))
      .map((parts) => parts.join(' ')),
  );

  it('reads names of months with years of 1900 to 2099 only, but not codes such as MAR-3625', () => {
    const codes = Array.from({ length: 40 }, (_, i) => `MAR-${1000 + 211 * i}`);
    expect(detect(codes)).toBeUndefined();
    expect(detect(codes, 'c', { isNamed: true })?.format).toBe('named-month');
    const dates = Array.from({ length: 40 }, (_, i) => `MAR-${1950 + i}`);
    expect(detect(['?', ...dates])).toEqual({ format: 'named-month', example: 'MAR-1950' });
  });

  it('leaves numbers, ids and codes alone', () => {
    fc.assert(
      fc.property(fc.array(code, { minLength: 1, maxLength: 60 }), (cells) => {
        expect(formatOf(cells)).toBeUndefined();
      }),
    );
  });

  it('reads a numeric column in the format of a text column as missing', () => {
    expect(dateCells(column([1, 2]), 'year-first')).toEqual(Float64Array.of(Number.NaN, Number.NaN));
    expect(dateCells(column(['1970-01-02', null]), 'year-first')).toEqual(
      Float64Array.of(DAY_MS, Number.NaN),
    );
    expect(daysFromCivil(1970, 1, 2)).toBe(1);
  });
});
