import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { textWidth } from './names.js';
import { placeLabels } from './place-labels.js';
import { paretoFront, timeAgainstScore } from './time-against-score.js';

const classifiers = Array.from({ length: 21 }, (_, c) => `classifier ${String.fromCharCode(97 + c)}`);
const seconds = classifiers.map((_, c) => 0.05 * 1.35 ** ((c * 8) % 21));
const scores = classifiers.map((_, c) => 0.62 + 0.01 * ((c * 5) % 17) + 0.002 * ((c * 8) % 21));

const titleOf = (svg: string) => /<title>([^<]*)</.exec(svg)?.[1];

describe('paretoFront', () => {
  it('holds what no other beats in both, ties in one included only once better in the other', () => {
    expect(paretoFront([1, 2, 3, 3], [0.5, 0.6, 0.4, 0.7])).toEqual([0, 1, 3]);
    expect(paretoFront([1, 1, 2], [0.5, 0.6, 0.6])).toEqual([1]);
    expect(paretoFront([1, 1], [0.5, 0.5])).toEqual([0, 1]);
  });

  it('is what the definition says', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 12 }), (pairs) => {
        const front = paretoFront(
          pairs.map(([time]) => time),
          pairs.map(([, score]) => score),
        );
        pairs.forEach(([time, score], c) => {
          const beaten = pairs.some(([t, s]) => t <= time && s >= score && (t < time || s > score));
          expect(front.includes(c)).toBe(!beaten);
        });
      }),
    );
  });
});

describe('placeLabels', () => {
  it('lets no label cover another or a point while there is room', () => {
    const points = Array.from({ length: 12 }, (_, i) => ({
      text: `name ${i}`,
      x: 300 + 9 * i,
      y: 200 + (i % 3),
    }));
    const places = placeLabels(points, { left: 0, right: 720, top: 0, bottom: 430 }, 12);
    const boxes = places.map(({ x, y }, i) => [x, x + textWidth(points[i].text, 12), y - 6, y + 6]);
    boxes.forEach(([left, right, top, bottom], i) => {
      for (const [l, r, t, b] of boxes.slice(i + 1)) {
        expect(left < r && l < right && top < b && t < bottom).toBe(false);
      }
      for (const { x, y } of points) expect(left < x && x < right && top < y && y < bottom).toBe(false);
    });
  });
});

describe('timeAgainstScore', () => {
  it('draws as before', async () => {
    const svg = timeAgainstScore({ classifiers, seconds, scores });
    await expect(svg).toMatchFileSnapshot('fixtures/time-against-score.svg');
  });

  it('names the front in its title and every classifier in the figure, escaped', () => {
    const svg = timeAgainstScore({
      classifiers: ['a', '<b>', 'c'],
      seconds: [1, 2, 3],
      scores: [0.5, 0.6, 0.55],
    });
    expect(titleOf(svg)).toBe('No classifier is quicker and better than a or &lt;b&gt;');
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['a', '<b>', 'c']));
    const one = timeAgainstScore({ classifiers: ['a', 'b'], seconds: [1, 2], scores: [0.6, 0.5] });
    expect(titleOf(one)).toBe('a is both the quickest and the best');
  });

  it('draws equal times and equal scores', () => {
    const svg = timeAgainstScore({ classifiers: ['a', 'b'], seconds: [2, 2], scores: [0.5, 0.5] });
    expect(svg).not.toContain('NaN');
    expect(svg.match(/<circle/g)).toHaveLength(2);
  });

  it('refuses what has no place', () => {
    const data = { classifiers: ['a', 'b'], seconds: [1, 2], scores: [0.5, 0.6] };
    expect(() => timeAgainstScore({ ...data, seconds: [0, 1] })).toThrow('the time of a is 0');
    expect(() => timeAgainstScore({ ...data, scores: [0.1, Number.NaN] })).toThrow('the score of b is NaN');
    expect(() => timeAgainstScore({ ...data, scores: [0.1] })).toThrow('there are 1 scores');
    expect(() => timeAgainstScore({ classifiers: ['a'], seconds: [1], scores: [1] })).toThrow('at least two');
  });
});
