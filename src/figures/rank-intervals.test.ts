import { expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { nemenyiCriticalDifference } from '../statistics/nemenyi.js';
import { rankIntervals } from './rank-intervals.js';

const classifiers = ['a', 'b', 'c', 'd'];
/** Mean ranks 1, 2, 3 and 4 on 20 data sets, where the critical difference is 1.05. */
const scores = Array.from({ length: 20 }, () => [4, 3, 2, 1]);

it('draws an interval of the critical difference around each mean rank, the best at the top', () => {
  const svg = rankIntervals({ classifiers, scores });
  const texts = textsOf(svg);
  expect(texts[0]).toBe('a has the best mean rank, 1.00, and differs from 2 of 3 others');
  expect(texts.filter((text) => /^[a-d]$/.test(text))).toEqual(classifiers);
  expect(texts).toEqual(expect.arrayContaining(['1.00', '2.00', '3.00', '4.00']));
  const lines = [...svg.matchAll(/<line[^>]*\by2="([\d.]+)"[^>]*\by1="([\d.]+)"[^>]*>/g)].map(([line]) =>
    Object.fromEntries(
      [...line.matchAll(/([xy][12])="([\d.]+)"/g)].map(([, name, value]) => [name, Number(value)]),
    ),
  );
  const intervals = lines.filter(({ x1, x2, y1, y2 }) => y1 === y2 && x1 !== x2);
  expect(intervals).toHaveLength(4);
  const centres = intervals.map(({ x1, x2 }) => (x1 + x2) / 2);
  const unit = centres[1] - centres[0];
  expect(centres[3] - centres[0]).toBeCloseTo(3 * unit, 0);
  for (const { x1, x2 } of intervals)
    expect(Math.abs(x2 - x1) / unit).toBeCloseTo(nemenyiCriticalDifference(4, 20), 1);
});

it('refuses names that do not match the scores', () => {
  expect(() => rankIntervals({ classifiers: ['a'], scores })).toThrow(/classifiers/);
});
