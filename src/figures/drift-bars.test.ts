import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { InputError } from '../errors.js';
import { driftBars } from './drift-bars.js';

const bins = [
  { label: 'up to 3.2', before: 0.5, now: 0.25 },
  { label: '3.2 to 9', before: 0.45, now: 0.65 },
  { label: '<script>x</script>', before: 0.05, now: 0.1 },
];

describe('driftBars', () => {
  it('draws as before', async () => {
    await expect(driftBars({ name: 'amount', bins })).toMatchFileSnapshot('fixtures/drift-bars.svg');
  });

  it('says what changed most, and shows every label, escaped', () => {
    const svg = driftBars({ name: 'amount', bins, reference: 'reference table' });
    const texts = textsOf(svg);
    expect(texts[0]).toBe('amount: up to 3.2 was 50.0 % of the rows and is 25.0 %');
    for (const { label } of bins) expect(texts).toContain(label);
    expect(texts).toContain('% of rows: above reference table, below now');
    expect(svg).not.toContain('<script');
  });

  it('refuses shares that are none', () => {
    expect(() => driftBars({ name: 'amount', bins: [] })).toThrow(InputError);
    expect(() => driftBars({ name: 'amount', bins: [{ label: 'a', before: 0.5, now: 2 }] })).toThrow(
      /a of amount/,
    );
  });
});
