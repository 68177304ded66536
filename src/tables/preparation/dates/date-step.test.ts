import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../table.js';
import { noticesOf } from '../remarks.js';
import { rowRange } from '../resolve-rows.js';
import { type Cell, tableFromColumns } from '../table-from-columns.js';
import { dateReader } from './date-column.js';
import {
  DateDifferenceSchema,
  dateDifferenceName,
  fitDateDifferences,
  writeDateDifference,
} from './date-differences.js';
import type { DateFormat } from './date-format.js';
import { DateSchema, dateNames, dateScales, type FittedDate, fitDate, writeDate } from './date-step.js';

const column = (cells: readonly Cell[], name = 'when') => tableFromColumns([[name, cells]]).columns[0];
const read = (given: Column, format: DateFormat) => dateReader(() => false)(given, format);
const fit = (cells: readonly Cell[], format: FittedDate['format'] = 'year-first') =>
  fitDate(read(column(cells), format), rowRange(cells.length));

function write(
  fitted: FittedDate,
  cells: readonly Cell[],
  form: 'scaled' | 'values' = 'values',
  keepMissing = false,
) {
  const columns = dateNames(fitted).length;
  const data = new Float64Array(cells.length * columns);
  const destination = { data, columns, form, keepMissing, offset: 0 };
  const { remarks } = writeDate(
    fitted,
    read(column(cells), fitted.format),
    rowRange(cells.length),
    { source: 'test', firstRow: 0 },
    destination,
  );
  const rows = cells.map((_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
  return { rows, notices: noticesOf(remarks) };
}

describe('the parts of dates', () => {
  it('are those that vary, in UTC', () => {
    const cells = ['2020-01-06T06:00', '2021-03-14T18:30', null];
    const fitted = fit(cells);
    expect(dateNames(fitted)).toEqual([
      'when: days',
      'when: year',
      'when: month (sin)',
      'when: month (cos)',
      'when: day of month',
      'when: weekday (sin)',
      'when: weekday (cos)',
      'when: hour (sin)',
      'when: minute of day',
      'when is missing',
    ]);
    const { rows, notices } = write(fitted, cells);
    // 433 days and 12.5 hours; March is two twelfths of a turn; the 14th was a Sunday; 18 h are three quarters.
    expect(rows[0]).toEqual([0, 2020, 0, 1, 6, 0, 1, 1, 360, 0]);
    expect(rows[1][0]).toBeCloseTo(433 + 12.5 / 24, 12);
    expect(rows[1].slice(1, 5)).toEqual([2021, 0.866025403784, 0.5, 14]);
    expect(rows[1].slice(7)).toEqual([-1, 1110, 0]);
    expect(rows[2].at(-1)).toBe(1);
    expect(notices).toEqual([]);
  });

  it('leave out what is equal in the training rows', () => {
    expect(dateNames(fit(['2020-05-04', '2020-05-11']))).toEqual(['when: days', 'when: day of month']);
    expect(dateNames(fit(['2020-05-04', '2020-05-04']))).toEqual([]);
    expect(dateNames(fit(['08:00', '08:30'], 'time'))).toEqual(['when: minute of day']);
    expect(dateNames(fit([null, null]))).toEqual(['when is missing']);
  });

  it('count cells of another format as missing, and say so', () => {
    const fitted = fit(['2020-05-04', '2020-06-11']);
    const { rows, notices } = write(fitted, ['soon', '2020-05-04', '1/2/2020', null]);
    expect(notices).toEqual([
      'column "when" is read as dates such as 1998-06-12: 2 other cells treated as missing: "soon", "1/2/2020"',
    ]);
    expect(rows[0]).toEqual(rows[3]);
    expect(rows[0][0]).toBe(19);
  });

  it('are read from ISO 8601 and named months beside any format of dates', () => {
    const fitted = fit(['4/5/2020', '11/6/2020', '12/6/2020'], 'day-first');
    const { rows, notices } = write(fitted, [
      '2020-05-04',
      '2020-05-05T12:00:00.000Z',
      '6 May 2020',
      '7/5/2020',
    ]);
    expect(rows.map(([days]) => days)).toEqual([0, 1.5, 2, 3]);
    expect(notices).toEqual([]);
  });

  it('are read from epochs of another unit, with a notice, and from ISO 8601 beside epochs', () => {
    const start = Date.UTC(2020, 4, 4);
    const fitted = fit([start / 1000, start / 1000 + 86_400, null], 'epoch-seconds');
    const milliseconds = write(fitted, [start, start + 2 * 86_400_000, null]);
    expect(milliseconds.rows.map(([days]) => days)).toEqual([0, 2, 0.5]);
    expect(milliseconds.notices).toEqual([
      'column "when": 2 numbers such as 1588550400000 read as milliseconds since 1970, where training has seconds since 1970',
    ]);
    const mixed = write(fitted, ['2020-05-07', String(start / 1000), String(start * 1000)]);
    expect(mixed.rows.map(([days]) => days)).toEqual([3, 0, 0]);
    expect(mixed.notices.join()).toMatch(/1 number such as 1588550400000000 read as microseconds since 1970/);
    const compact = write(fit(['20200504', '20200506'], 'compact'), ['20200504', '2020-05-05']);
    expect(compact.rows.map(([days]) => days)).toEqual([0, 1]);
  });

  it('must be found in the table if its cells hold something', () => {
    const fitted = fit(['2020-05-04', '2020-06-11']);
    expect(() => write(fitted, [null, '1/2/2020', '3/4/2020'])).toThrow(
      /^test: column "when" must hold dates as in training .*data row 2 holds "1\/2\/2020"/,
    );
    expect(() => write(fitted, [17, null])).toThrow(/data row 1 holds "17"/);
    expect(write(fitted, [null, null]).notices).toEqual([]);
    expect(() => write(fit(['08:00', '09:30'], 'time'), ['2020-05-04T08:00'])).toThrow(/times such as 08:30/);
  });

  const cell = fc.oneof(
    { arbitrary: fc.constant(null), weight: 1 },
    { arbitrary: fc.integer({ min: -6e13, max: 2.5e14 }).map((ms) => new Date(ms).toISOString()), weight: 4 },
    { arbitrary: fc.constantFrom('', 'x', '2020-13-01', '0000-01-01'), weight: 1 },
  );

  it('are finite unless missing cells are kept, and survive JSON', () => {
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 30 }),
        fc.array(cell).map((cells) => [...cells, '2020-01-01']),
        (a, b) => {
          const fitted = fit(a);
          const saved = DateSchema.parse(JSON.parse(JSON.stringify(fitted)));
          expect(saved).toEqual(fitted);
          expect(dateScales(saved)).toHaveLength(dateNames(saved).length);
          for (const form of ['scaled', 'values'] as const) {
            const { rows } = write(fitted, b, form);
            expect(rows.flat().every(Number.isFinite)).toBe(true);
            expect(write(saved, b, form).rows).toEqual(rows);
          }
          const kept = write(fitted, b, 'scaled', true).rows;
          b.forEach((text, i) => {
            if (text === null) expect(kept[i].slice(0, fitted.parts.length).every(Number.isNaN)).toBe(true);
          });
        },
      ),
    );
  });

  it('are scaled to mean 0 and deviation 1', () => {
    const cells = Array.from({ length: 60 }, (_, i) => `2020-01-${String((i % 30) + 1).padStart(2, '0')}`);
    const { rows } = write(fit(cells), cells, 'scaled');
    const days = rows.map((row) => row[0]);
    expect(days.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9);
    expect(days.reduce((sum, x) => sum + x * x, 0) / 60).toBeCloseTo(1, 9);
  });

  it.each([
    ['an unknown format', { format: 'lunar' }],
    ['an unknown part', { parts: [{ part: 'century', mean: 0, scale: 1, median: 0 }] }],
    [
      'a repeated part',
      {
        parts: [
          { part: 'year', mean: 0, scale: 1, median: 0 },
          { part: 'year', mean: 0, scale: 1, median: 0 },
        ],
      },
    ],
    ['scale 0', { parts: [{ part: 'year', mean: 0, scale: 0, median: 0 }] }],
    ['a median that is not a number', { parts: [{ part: 'year', mean: 0, scale: 1, median: Number.NaN }] }],
    ['a remote origin', { earliest: 1e300 }],
    ['another field', { extra: 1 }],
  ])('refuse a saved form with %s', (_, change) => {
    expect(DateSchema.safeParse({ ...fit(['2020-01-01', '2020-01-02']), ...change }).success).toBe(false);
  });
});

describe('differences of dates', () => {
  const ordered = read(column(['2020-01-01', '2020-01-02', null, '2020-01-04'], 'ordered'), 'year-first');
  const sent = read(column(['3/1/2020', '3/1/2020', '9/1/2020', '4/1/2020'], 'sent'), 'day-first');
  const columns = [ordered, sent, read(column(['10:00', '11:00', '12:00', '13:00'], 'hour'), 'time')];

  it('are the days from one column to the other', () => {
    const fitted = fitDateDifferences(columns, rowRange(4));
    expect(fitted.map(dateDifferenceName)).toEqual(['sent - ordered: days']);
    const saved = DateDifferenceSchema.parse(JSON.parse(JSON.stringify(fitted[0])));
    const data = new Float64Array(4);
    const destination = { data, columns: 1, form: 'values', keepMissing: false, offset: 0 } as const;
    writeDateDifference(saved, ordered, sent, rowRange(4), destination);
    expect(Array.from(data)).toEqual([2, 1, 1, 0]);
    writeDateDifference(saved, ordered, sent, rowRange(4), { ...destination, keepMissing: true });
    expect(Array.from(data)).toEqual([2, 1, Number.NaN, 0]);
    expect(DateDifferenceSchema.safeParse({ ...saved, to: saved.from }).success).toBe(false);
  });

  it('are left out where they are equal, or mostly missing, and after four columns', () => {
    const same = read({ ...ordered.column, name: 'again' }, 'year-first');
    expect(fitDateDifferences([columns[0], same], rowRange(4))).toEqual([]);
    const many = Array.from({ length: 6 }, (_, j) => {
      const cells = Array.from({ length: 8 }, (_, i) => `2020-01-${String(((i * (j + 1)) % 9) + 10)}`);
      return read(column(cells, `d${j}`), 'year-first');
    });
    expect(fitDateDifferences(many, rowRange(8))).toHaveLength(6);
  });
});

describe('the reader of dates', () => {
  it('reads each column once, without missing words', () => {
    const readDates = dateReader((word) => word === 'tbd');
    const [ordered, sent] = [column(['2020-01-01', 'tbd'], 'ordered'), column(['2020-01-03', null], 'sent')];
    const first = readDates(ordered, 'year-first');
    expect(Array.from(first.dates)).toEqual([Date.UTC(2020, 0, 1), Number.NaN]);
    expect(first.column).toMatchObject({ codes: Int32Array.of(0, -1) });
    expect(Array.from(readDates(sent, 'year-first').dates)).toEqual([Date.UTC(2020, 0, 3), Number.NaN]);
    expect(readDates(ordered, 'year-first')).toBe(first);
    expect(Array.from(readDates(ordered, 'time').dates)).toEqual([Number.NaN, Number.NaN]);
  });
});
