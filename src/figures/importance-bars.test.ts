import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { importanceBars } from './importance-bars.js';

const data = {
  names: ['amount', '<b>hour</b>', 'noise'],
  importances: [0.2, 0.05, -0.01],
  intervals: [[0.15, 0.25], undefined, [-0.03, 0.01]] as const,
  score: 'macro F1',
};

describe('importanceBars', () => {
  it('draws as before', async () => {
    await expect(importanceBars(data)).toMatchFileSnapshot('fixtures/importance-bars.svg');
  });

  it('says what counts most, shows every name, escaped, and cuts long ones', () => {
    const svg = importanceBars({ ...data, names: ['amount', '<b>hour</b>', 'n'.repeat(60)], width: 360 });
    const texts = textsOf(svg);
    expect(texts[0]).toBe('amount counts most for the macro F1');
    expect(texts).toContain('<b>hour</b>');
    expect(texts).toContain(`${'n'.repeat(15)}…`);
    expect(svg).toContain('viewBox="0 0 360 ');
  });

  it('refuses no names and other numbers of them', () => {
    expect(() => importanceBars({ ...data, names: [] })).toThrow('names is empty');
    expect(() => importanceBars({ ...data, names: ['a'] })).toThrow('names has 1 names, but there are 3');
  });
});
