import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { stratifiedFolds } from './stratified-folds.js';

const foldsOf = (labels: readonly number[], count: number, seed = 1) =>
  stratifiedFolds(labels, count, new RandomStream(seed, 'folds'));

const anyLabels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 120 });

describe('stratifiedFolds', () => {
  it('spreads every class, and all rows, as evenly as can be', () => {
    fc.assert(
      fc.property(anyLabels, fc.integer({ min: 2, max: 6 }), (labels, count) => {
        const { ofRow } = foldsOf(labels, count);
        const rowsIn = (fold: number, label?: number) =>
          labels.filter((each, row) => ofRow[row] === fold && (label === undefined || each === label)).length;
        for (const label of [undefined, ...new Set(labels)]) {
          const sizes = Array.from({ length: count }, (_, fold) => rowsIn(fold, label));
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          const all = label === undefined ? labels.length : labels.filter((each) => each === label).length;
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(all);
        }
      }),
    );
  });

  it('is decided by the seed', () => {
    const labels = Array.from({ length: 60 }, (_, i) => i % 3);
    expect(foldsOf(labels, 3).ofRow).toEqual(foldsOf(labels, 3).ofRow);
    expect(foldsOf(labels, 3, 2).ofRow).not.toEqual(foldsOf(labels, 3).ofRow);
  });

  it('names classes that cannot be in every fold', () => {
    const { notices } = stratifiedFolds(['a', 'a', 'a', 'b', 'b'], 3, new RandomStream(1, 'folds'));
    expect(notices).toEqual([expect.stringMatching(/fewer rows than the 3 folds.*"b"/)]);
    expect(foldsOf([0, 0, 1, 1], 2).notices).toEqual([]);
  });

  it.each([
    [[0, 1, 1], 1, /folds is 1/],
    [[0, 1, 1], 2.5, /folds is 2.5/],
    [[0, 1], 3, /2 rows: choose fewer/],
  ])('refuses %j in %d folds', (labels, count, message) => {
    expect(() => foldsOf(labels, count)).toThrow(InputError);
    expect(() => foldsOf(labels, count)).toThrow(message);
  });
});
