import { expect, it } from 'vitest';
import { isoDate, isoTimestamp } from './parquet-dates.js';

it('writes days and sub-millisecond timestamps before and after 1970 without losing digits', () => {
  expect(isoDate(0)).toBe('1970-01-01');
  expect(isoDate(-1)).toBe('1969-12-31');
  expect(isoTimestamp(-1n, 9)).toBe('1969-12-31T23:59:59.999999999Z');
  expect(isoTimestamp(1_700_000_000_123_456n, 6)).toBe('2023-11-14T22:13:20.123456Z');
  expect(isoTimestamp(0n, 3)).toBe('1970-01-01T00:00:00.000Z');
});
