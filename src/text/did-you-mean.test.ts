import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestNames } from './did-you-mean.js';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['kitten', 'sitting', 3],
    ['target', 'tagret', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });

  it('is 0 for equal strings only, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('nearestNames', () => {
  it('offers near names, nearest first, and nothing far', () => {
    expect(nearestNames('pettal_length', ['sepal_length', 'petal_length', 'species'])).toEqual([
      'petal_length',
      'sepal_length',
    ]);
    expect(nearestNames('CLASS', ['class', 'glass'])).toEqual(['class', 'glass']);
    expect(nearestNames('x', ['target', 'row'])).toEqual([]);
  });
});
