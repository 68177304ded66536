import { describe, expect, it } from 'vitest';
import { marksIn } from '../../test/support/figures/svg-marks.js';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { chosenFootnote } from '../paper/datasets/chosen-on.js';
import { textWidth } from './names.js';
import { tsneMaps } from './tsne-maps.js';

const embedding = { data: Float32Array.from([0, 0, 1, 1, 2, 0, 0, 2]), rows: 4, columns: 2 };
const map = (name: string) => ({
  ...{ name, embedding, classes: [0, 0, 0, 1] },
  ...{ labels: ['common', 'rare'], rowCounts: [90, 10] },
});
const many = (count: number) => Array.from({ length: count }, (_, i) => map(`data ${i}`));
const panels = (svg: string) =>
  [...svg.matchAll(/<svg y="(\d+)" x="(\d+)" viewBox="0 0 (\d+) (\d+)"/g)].map((found) => {
    const [y, x, width, height] = found.slice(1).map(Number);
    return { x, y, width, height };
  });

describe('tsneMaps', () => {
  it('has a map for each data set, with a legend', () => {
    const maps = ['ecoli', 'glass', '<script>x</script>', 'letter', 'isolet'].map(map);
    const svg = tsneMaps({ maps });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(maps.map(({ name }) => name)));
    expect(textsOf(svg).filter((text) => text === 'common: 90 %')).toHaveLength(5);
    expect(svg).not.toContain('<script');
    // Four rows and two classes in the legend, five times.
    expect(marksIn(svg).reduce((sum, { count }) => sum + count, 0)).toBe(30);
  });

  it.each([
    [720, [1, 2, 3, 2, 3, 3, 4, 4], [1, 2, 3, 4, 5, 9, 10, 17]],
    [360, [1, 1, 1, 2, 2], [1, 2, 3, 4, 17]],
  ])('fills a page of %i px with lines of as many maps as are readable', (width, columns, counts) => {
    counts.forEach((count, i) => {
      const found = panels(tsneMaps({ maps: many(count), width }));
      expect(new Set(found.map(({ x }) => x)).size / 2).toBe(columns[i]);
      expect(Math.max(...found.map(({ x, width }) => x + width))).toBeGreaterThan(width - 4);
    });
  });

  it('is as high as its rows need, with one unit on both axes', () => {
    const flat = { data: Float32Array.from([0, 0, 4, 0, 4, 3, 0, 3]), rows: 4, columns: 2 };
    const svg = tsneMaps({ maps: [{ ...map('flat'), embedding: flat, classes: [0, 0, 0, 0] }] });
    const { places } = marksIn(svg)[0];
    const [[x1, y1], , [x2, y2]] = places;
    expect((x2 - x1) / (y1 - y2)).toBeCloseTo(4 / 3, 2);
    expect(x2 - x1).toBeGreaterThan(0.9 * 708);
    const [frame] = panels(svg);
    expect(y1 - y2).toBeGreaterThan(0.85 * frame.height);
  });

  it('never lets one panel cover another', () => {
    const long = { labels: Array.from({ length: 9 }, (_, c) => `a long name of a class ${c}`) };
    const maps = many(7).map((each, m) =>
      m % 3 === 0 ? { ...each, ...long, rowCounts: new Array(9).fill(5) } : each,
    );
    for (const width of [360, 720]) {
      const found = panels(tsneMaps({ maps, width }));
      for (const [i, a] of found.entries()) {
        for (const b of found.slice(i + 1)) {
          const apart =
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart).toBe(true);
        }
      }
    }
  });

  it.each([360, 720])('has a footnote below all maps, no wider than a page of %i px', (width) => {
    const footnote = chosenFootnote(['letter', 'ecoli']);
    expect(footnote).toMatch(/^† /);
    const svg = tsneMaps({ maps: many(5), width, footnote });
    expect(textsOf(svg)).toContain(footnote);
    const [last, ...others] = panels(svg).reverse();
    for (const { y, height } of others) expect(y + height).toBeLessThanOrEqual(last.y);
    expect(last.x + last.width).toBeLessThanOrEqual(width);
    const [height] = svg.match(/(?<= height=")\d+/) ?? [];
    expect(last.y + last.height).toBe(Number(height));
    const size = Number(svg.match(/font-size="(\d+)"[^<]*<text[^<]*†/)?.[1]);
    expect(textWidth(footnote ?? '', size)).toBeLessThanOrEqual(last.width);
  });

  it('has no footnote for data sets that chose nothing', () => {
    expect(chosenFootnote(['letter', 'isolet'])).toBeUndefined();
    expect(panels(tsneMaps({ maps: many(5) }))).toHaveLength(10);
  });

  it('draws the rare class last, in another colour and shape', () => {
    const [common, rare] = marksIn(tsneMaps({ maps: [map('ecoli')] }));
    expect([common.count, rare.count]).toEqual([3, 1]);
    expect(common.fill).not.toBe(rare.fill);
    expect(common.shape).not.toBe(rare.shape);
  });

  it('refuses what cannot be drawn', () => {
    const drawn = (change: object) => () => tsneMaps({ maps: [{ ...map('a'), ...change }] });
    expect(() => tsneMaps({ maps: [] })).toThrow('maps is empty');
    expect(drawn({ classes: [0, 0, 0] })).toThrow('a has 3 classes of rows');
    expect(drawn({ classes: [0, 0, 0, 2] })).toThrow('class 2 at 3');
    expect(drawn({ rowCounts: [90, 0] })).toThrow('class 1 at 3');
    expect(drawn({ rowCounts: [90] })).toThrow('a has 1 numbers of rows, but 2 classes');
    expect(drawn({ embedding: { ...embedding, columns: 3 } })).toThrow('3 columns');
    const none = { data: new Float32Array(0), rows: 0, columns: 2 };
    expect(drawn({ embedding: none, classes: [] })).toThrow('no rows');
  });
});
