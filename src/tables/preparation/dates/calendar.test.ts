import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilFromDays,
  DAY_MS,
  daysFromCivil,
  daysFromWeek,
  fullYear,
  isDay,
  weekdayOf,
} from './calendar.js';

const FIRST = daysFromCivil(1, 1, 1);
const LAST = daysFromCivil(9999, 12, 31);

describe('calendar', () => {
  it('agrees with Date in UTC on every day of the years 1 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), (days) => {
        const date = new Date(days * DAY_MS);
        const { year, month, day } = civilFromDays(days);
        expect([year, month, day]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
        ]);
        expect(daysFromCivil(year, month, day)).toBe(days);
        expect(isDay(year, month, day)).toBe(true);
        expect(weekdayOf(days)).toBe((date.getUTCDay() + 6) % 7);
      }),
    );
  });

  it('refuses days that do not exist', () => {
    expect([
      isDay(2023, 2, 29),
      isDay(1900, 2, 29),
      isDay(2000, 2, 29),
      isDay(2023, 4, 31),
      isDay(2023, 13, 1),
      isDay(2023, 1, 0),
      isDay(0, 1, 1),
    ]).toEqual([false, false, true, false, false, false, false]);
  });

  it('counts the weeks of ISO 8601', () => {
    expect(daysFromWeek(2020, 53, 5)).toBe(daysFromCivil(2021, 1, 1));
    expect(daysFromWeek(2015, 1, 1)).toBe(daysFromCivil(2014, 12, 29));
    expect(daysFromWeek(2021, 53, 1)).toBeNaN();
    expect(daysFromWeek(2021, 0, 1)).toBeNaN();
  });

  it('reads two digits of a year as pandas does', () => {
    expect([0, 20, 68, 69, 99].map(fullYear)).toEqual([2000, 2020, 2068, 1969, 1999]);
  });
});
