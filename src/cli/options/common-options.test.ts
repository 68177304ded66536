import { describe, expect, it } from 'vitest';
import { seconds, sizeFrom } from './common-options.js';

describe('seconds', () => {
  it.each([
    ['90', 90],
    ['.5', 0.5],
    ['90s', 90],
    ['1m', 60],
    ['1.5m', 90],
    ['1H', 3600],
    ['1e-6', 1e-6],
  ])('%s', (text, value) => {
    expect(seconds(text)).toBe(value);
  });

  it.each(['', 's', '0', '-1m', '1d', '1m30s', '5 minutes', '1e9', 'h1'])('refuses %s', (text) => {
    expect(() => seconds(text)).toThrow(/number of seconds .* such as 90s, 5m or 1h/);
  });
});

describe('sizeFrom', () => {
  const atLeast = sizeFrom('1M');

  it('takes the least size and larger ones', () => {
    expect(['1M', '1048576', '1024k', '1.5G'].map(atLeast)).toEqual([
      2 ** 20,
      2 ** 20,
      2 ** 20,
      1.5 * 2 ** 30,
    ]);
  });

  it.each([
    ['1', '1 byte'],
    ['1K', '1024 bytes'],
    ['1048575', '1048575 bytes'],
  ])('refuses %s with its unit and the least', (text, given) => {
    expect(() => atLeast(text)).toThrow(`It is ${given}, less than 1M: give at least 1M`);
  });

  it.each(['', '0', '-1M', '1T'])('refuses %s', (text) => {
    expect(() => atLeast(text)).toThrow(/number of bytes/);
  });
});
