import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { sliceDots } from './slice-dots.js';

const dots = [
  { slice: 'north', score: 0.9, interval: [0.8, 0.95] as const, reference: 0.85 },
  { slice: '<script>south</script>', score: 0.4, interval: [0.2, 0.6] as const },
  { slice: '(missing)', score: null },
];

describe('sliceDots', () => {
  it('draws as before', async () => {
    const svg = sliceDots({ dots, score: 'recall', reference: 'mean risk', overall: 0.8 });
    await expect(svg).toMatchFileSnapshot('fixtures/slice-dots.svg');
  });

  it('says from where to where the score goes, and names every slice, escaped', () => {
    const svg = sliceDots({ dots, score: 'recall' });
    const texts = textsOf(svg);
    expect(texts[0]).toBe('The recall of the slices is from 0.400 to 0.900');
    for (const { slice } of dots) expect(texts).toContain(slice);
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('NaN');
  });

  it('draws slices without any score', () => {
    const svg = sliceDots({ dots: [dots[2]], score: 'recall', overall: null });
    expect(textsOf(svg)[0]).toBe('No slice has enough rows for recall');
    expect(() => sliceDots({ dots: [], score: 'recall' })).toThrow('there is nothing to draw');
  });
});
