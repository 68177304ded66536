import { describe, expect, it } from 'vitest';
import { seconds } from './common-options.js';

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
