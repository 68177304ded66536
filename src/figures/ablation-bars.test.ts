import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { ablationBars } from './ablation-bars.js';

const bars = [
  { name: 'QCL-MixNet', mean: 0.812, low: 0.79, high: 0.834 },
  { name: 'without quantum layers', mean: 0.774, low: 0.741, high: 0.807 },
  { name: 'without mixup', mean: 0.798, low: 0.77, high: 0.826 },
  { name: '<script>x</script>', mean: 0.805, low: Number.NaN, high: Number.NaN },
];

describe('ablationBars', () => {
  it('draws as before', async () => {
    await expect(ablationBars({ bars })).toMatchFileSnapshot('fixtures/ablation-bars.svg');
  });

  it('says what costs most and shows every name, escaped', () => {
    const svg = ablationBars({ bars });
    const texts = textsOf(svg);
    expect(texts[0]).toBe('The largest loss of mean macro F1 is 0.038: without quantum layers');
    for (const { name } of bars) expect(texts).toContain(name);
    expect(svg).not.toContain('<script');
  });

  it('draws no error bar where there is no interval', () => {
    const alone = bars.map((bar) => ({ ...bar, low: Number.NaN, high: Number.NaN }));
    const svg = ablationBars({ bars: alone });
    expect(svg).not.toContain('NaN');
    expect(textsOf(svg)).toContain('mean macro F1');
    expect(svg.match(/aria-label="tick"/g)).toBeNull();
  });

  it('refuses a mean outside its error bar and a mean of nothing', () => {
    expect(() => ablationBars({ bars: [bars[0], { ...bars[1], low: 0.78 }] })).toThrow(
      'does not contain its mean',
    );
    expect(() => ablationBars({ bars: [bars[0], { ...bars[1], mean: Number.NaN }] })).toThrow(
      'without a finished run',
    );
    expect(() => ablationBars({ bars: [bars[0]] })).toThrow('at least one ablation');
  });
});
