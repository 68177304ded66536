import { describe, expect, it } from 'vitest';
import { contributionText, reasonsText, valueText } from './reason-text.js';

const of = (
  column: string,
  value: string | undefined,
  contribution: number,
  remark?: 'high' | 'missing',
) => ({
  column,
  value,
  remark,
  contribution,
  standardError: undefined,
});

describe('valueText', () => {
  it('names the column, its cell and what is unusual about it', () => {
    expect(valueText(of('amount', '1240', 1, 'high'))).toBe('amount 1240 is high');
    expect(valueText(of('channel', 'web', 1))).toBe('channel web');
    expect(valueText(of('age', undefined, 1, 'missing'))).toBe('age is missing');
    expect(valueText(of('note', 'x'.repeat(60), 1))).toBe(`note ${'x'.repeat(39)}…`);
  });
});

describe('contributionText', () => {
  it.each([
    [Math.log(3.3), 'log-odds', 'odds x3.3'],
    [Math.log(0.25), 'log-odds', 'odds x0.25'],
    [1e300, 'log-odds', 'odds x>1000'],
    [-1e300, 'log-odds', 'odds x<0.001'],
    [0.18, 'probability', '+0.180'],
    [-0.0001, 'probability', '0.000'],
    [-1.234, 'logit', '-1.23'],
  ] as const)('writes %d on the scale %s', (contribution, scale, text) => {
    expect(contributionText(contribution, scale)).toBe(text);
  });
});

describe('reasonsText', () => {
  it('leaves out what hardly counts', () => {
    const columns = [
      of('amount', '1240', 0.18, 'high'),
      of('channel', 'web', -0.05),
      of('hour', '3', 0.0001),
    ];
    expect(reasonsText(columns, 'probability', 3)).toBe('amount 1240 is high: +0.180; channel web: -0.050');
    expect(reasonsText(columns, 'probability', 1)).toBe('amount 1240 is high: +0.180');
    expect(reasonsText([of('hour', '3', 0.0001)], 'probability', 3)).toBe('');
  });
});
