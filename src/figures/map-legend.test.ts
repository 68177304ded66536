import { describe, expect, it } from 'vitest';
import { marksIn } from '../../test/support/figures/svg-marks.js';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { COMBINATIONS } from './class-looks.js';
import { classLooks, type MapClasses, mapLegend } from './map-legend.js';
import { drawSvg } from './svg.js';

function legendOf(classes: MapClasses, width: number) {
  const looked = classLooks(classes);
  const svg = drawSvg({
    ...{ title: 'legend', description: 'legend', width },
    panels: [{ plot: mapLegend(classes, looked, width) }],
  });
  return { looked, texts: textsOf(svg).slice(1), marks: marksIn(svg), svg };
}

/** Classes a, b, c, ... with one row less each. */
function descending(count: number): MapClasses {
  return {
    labels: Array.from({ length: count }, (_, c) => `class ${c}`),
    rowCounts: Array.from({ length: count }, (_, c) => 2 * count - c),
  };
}

describe('mapLegend', () => {
  it('has each class with its share, the largest first', () => {
    const { texts, marks } = legendOf({ labels: ['x', 'y', 'z'], rowCounts: [340, 9600, 60] }, 200);
    expect(texts).toEqual(['y: 96 %', 'x: 3.4 %', 'z: 0.6 %']);
    expect(new Set(marks.map(({ fill, shape }) => fill + shape)).size).toBe(3);
  });

  it('never says that a class has no share', () => {
    const { texts } = legendOf({ labels: ['x', 'y'], rowCounts: [99_999, 1] }, 200);
    expect(texts).toEqual(['x: 100 %', 'y: < 0.1 %']);
  });

  it('names classes without rows, which no mark shows', () => {
    const { texts, marks } = legendOf({ labels: ['x', 'none', 'y'], rowCounts: [3, 0, 1] }, 200);
    expect(texts).toEqual(['x: 75 %', 'y: 25 %', 'no rows: none']);
    expect(marks).toHaveLength(2);
  });

  it('breaks lines where the next class would not fit, and cuts a name that is wider than a line', () => {
    const lines = (width: number) => {
      const { svg } = legendOf(descending(6), width);
      return new Set([...svg.matchAll(/translate\([\d.]+,([\d.]+)\)/g)].map(([, y]) => y)).size;
    };
    expect([lines(150), lines(330), lines(700)]).toEqual([6, 2, 1]);
    const long = { labels: ['Rhododendron x Russellianum', 'y'], rowCounts: [3, 1] };
    expect(legendOf(long, 120).texts).toEqual([expect.stringMatching(/^Rhodo\w*…: 75 %$/), 'y: 25 %']);
    expect(legendOf(long, 400).texts[0]).toBe('Rhododendron x Russellianum: 75 %');
  });

  it('of more classes than fit has the three largest and the three rarest, and says how the others are drawn', () => {
    const all = descending(26);
    expect(legendOf(all, 700).texts).toHaveLength(26);
    const { texts, looked } = legendOf(all, 168);
    expect(texts.map((text) => text.replace(/: [\d.]+ %$/, ''))).toEqual([
      ...['largest:', 'class 0', 'class 1', 'class 2'],
      ...['rarest:', 'class 23', 'class 24', 'class 25'],
      '20 more, 77 %: other marks',
    ]);
    expect(new Set(looked.lookOf.map(({ fill, symbol }) => fill + symbol)).size).toBe(26);
  });

  it('of more classes than there are looks keeps one for the rarest', () => {
    const all = descending(100);
    const { texts, looked, marks } = legendOf(all, 168);
    expect(texts.slice(-2)).toEqual(['30 more, 36 %: other marks', '64 more in grey: 58 %']);
    const named = new Set(looked.lookOf.map(({ fill, symbol }) => fill + symbol));
    expect(named.size).toBe(COMBINATIONS + 1);
    expect(looked.lookOf.filter(({ fill }) => fill === '#999')).toHaveLength(64);
    expect(looked.lookOf.slice(-3).every(({ fill }) => fill !== '#999')).toBe(true);
    expect(marks.at(-1)?.fill).toBe('#999');
  });
});
