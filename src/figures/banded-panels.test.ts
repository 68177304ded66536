import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { ablationPanels } from './ablation-panels.js';
import { gainPanels } from './gain-panels.js';

const data = {
  model: 'QCL-MixNet',
  settings: ['leaking', 'honest'],
  panels: [
    {
      title: '(a) 2 binary data sets',
      datasets: [
        {
          name: 'ecoli',
          gains: [
            { gain: 0.05, rival: 'knn' },
            { gain: -0.02, rival: 'mlp' },
          ],
          printed: -0.02,
        },
        { name: '<script>x</script>', gains: [{ gain: 0, rival: 'knn' }, undefined] },
      ],
    },
    {
      title: '(b) 1 multi-class data set',
      datasets: [{ name: 'har', gains: [undefined, undefined], printed: -0.1 }],
    },
  ],
} as const;

describe('gainPanels', () => {
  it('draws as before', async () => {
    await expect(gainPanels(data)).toMatchFileSnapshot('fixtures/gain-panels.svg');
  });

  it('counts the gains in each setting, and names every rival, escaped', () => {
    const svg = gainPanels(data);
    const texts = textsOf(svg);
    expect(texts.slice(0, 2).join(' ')).toContain(
      'QCL-MixNet is ahead of the best baseline on 1 of 2 data sets (leaking), on 0 of 1 data sets (honest)',
    );
    for (const text of ['ecoli', '+0.050 over knn', '\u22120.020 over mlp', 'har', '<script>x</script>']) {
      expect(texts).toContain(text);
    }
    expect(svg).not.toContain('<script');
  });

  it('is narrow without the rivals, which stay in the description', () => {
    const svg = gainPanels({ ...data, width: 360 });
    expect(svg).toMatch(/^<svg[^>]* width="360"/);
    expect(textsOf(svg)).toContain('+0.050');
    expect(svg).toContain('leaking +0.050 over knn');
  });

  it('refuses what cannot be drawn', () => {
    const panel = (gains: readonly ({ gain: number; rival: string } | undefined)[]) => ({
      ...data,
      panels: [{ title: 'a', datasets: [{ name: 'ecoli', gains }] }],
    });
    expect(() => gainPanels({ ...data, panels: [] })).toThrow('panels has no band');
    expect(() => gainPanels(panel([undefined]))).toThrow('ecoli has 1 bars, but there are 2 series');
    expect(() => gainPanels(panel([{ gain: Number.NaN, rival: 'knn' }, undefined]))).toThrow('value NaN');
    expect(() => gainPanels({ ...data, settings: [] })).toThrow('series has 0 names');
  });
});

describe('ablationPanels', () => {
  it('has a bar for each setting with its deviation, and none of a single run', () => {
    const bars = [
      { name: 'QCL-MixNet', found: [{ mean: 0.8, deviation: 0.05 }], printed: 0.82 },
      { name: 'without mixup', found: [{ mean: 0.7, deviation: Number.NaN }], printed: 0.5 },
    ];
    const svg = ablationPanels({ panels: [{ title: '(a)', bars }], settings: ['honest'], title: 'Parts' });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['Parts', 'without mixup', '0.800', '0.700']));
    expect(svg).toContain('without mixup honest 0.700, paper 0.500');
    expect(svg).not.toContain('NaN');
    // One error bar: the link of the whole model.
    expect(svg.match(/aria-label="link"[^>]*>(.*?)<\/g>/s)?.[1].match(/<path/g)).toHaveLength(1);
  });
});
