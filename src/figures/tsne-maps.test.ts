import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { tsneMaps } from './tsne-maps.js';

const embedding = { data: Float32Array.from([0, 0, 1, 1, 2, 0, 0, 2]), rows: 4, columns: 2 };
const map = (name: string) => ({ name, embedding, classes: [0, 0, 0, 1], classCount: 2 });
const places = (svg: string) =>
  [...svg.matchAll(/<svg y="(\d+)" x="(\d+)"/g)].map(([, y, x]) => [Number(x), Number(y)]);

describe('tsneMaps', () => {
  it('has a map for each data set, in lines of four, or of two on narrow screens', () => {
    const maps = ['ecoli', 'glass', '<script>x</script>', 'letter', 'isolet'].map(map);
    const wide = tsneMaps({ maps });
    expect(textsOf(wide)).toEqual(expect.arrayContaining(maps.map(({ name }) => name)));
    expect(wide).not.toContain('<script');
    expect(new Set(places(wide).map(([x]) => x)).size).toBe(4);
    expect(new Set(places(tsneMaps({ maps, width: 360 })).map(([x]) => x)).size).toBe(2);
    expect(wide.match(/<circle/g)).toHaveLength(20);
  });

  it('draws the rare class last, in another colour', () => {
    const svg = tsneMaps({ maps: [map('ecoli')] });
    const fills = [...svg.matchAll(/<g fill="(#\w+)" aria-label="dot">/g)].map(([, fill]) => fill);
    expect(fills).toHaveLength(2);
    expect(new Set(fills).size).toBe(2);
    expect(svg.slice(svg.lastIndexOf('aria-label="dot"')).match(/<circle/g)).toHaveLength(1);
  });

  it('refuses what cannot be drawn', () => {
    expect(() => tsneMaps({ maps: [] })).toThrow('maps is empty');
    expect(() => tsneMaps({ maps: [{ ...map('a'), classes: [0, 0, 0] }] })).toThrow(
      'a has 3 classes of rows',
    );
    expect(() => tsneMaps({ maps: [{ ...map('a'), classes: [0, 0, 0, 2] }] })).toThrow('class 2 at 3');
    expect(() => tsneMaps({ maps: [{ ...map('a'), embedding: { ...embedding, columns: 3 } }] })).toThrow(
      '3 columns',
    );
    const none = { data: new Float32Array(0), rows: 0, columns: 2 };
    expect(() => tsneMaps({ maps: [{ ...map('a'), embedding: none, classes: [] }] })).toThrow('no rows');
  });
});
