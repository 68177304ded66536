import { describe, expect, it } from 'vitest';
import { learnableRows } from './learnable-rows.js';

const X = { data: Float32Array.of(1, 2, 3, 4), rows: 4, columns: 1 };
const y = Int32Array.of(0, 1, 2, 1);
const CLASSES = ['a', 'b', 'c'];

describe('learnableRows', () => {
  it('are the given ones, without weights, where all weigh the same', () => {
    for (const weights of [undefined, Float64Array.of(3, 3, 3, 3)]) {
      const { problem, learned } = learnableRows({ X, y, weights }, CLASSES, undefined);
      expect(problem.X).toBe(X);
      expect(problem).toEqual({ X, y, weights: undefined, classes: 3 });
      expect(learned).toEqual([0, 1, 2]);
    }
  });

  it('number the classes that are left anew, in validation too', () => {
    const weights = Float64Array.of(0, 2, 1, 1);
    const validation = { X, y };
    const { problem, learned } = learnableRows({ X, y, weights }, CLASSES, [['c', 4]], validation);
    expect(learned).toEqual([1, 2]);
    expect(problem).toEqual({
      X: { data: Float32Array.of(2, 3, 4), rows: 3, columns: 1 },
      y: Int32Array.of(0, 1, 0),
      weights: Float64Array.of(0.5, 1, 0.25),
      classes: 2,
      validation: {
        X: { data: Float32Array.of(2, 3, 4), rows: 3, columns: 1 },
        y: Int32Array.of(0, 1, 0),
        weights: Float64Array.of(0.25, 1, 0.25),
      },
    });
  });

  it('keep weights above 0, however small', () => {
    const weights = Float64Array.of(1, Number.MIN_VALUE, 1, 1);
    const { problem } = learnableRows({ X, y, weights }, CLASSES, 'balanced');
    expect(problem.weights?.[1]).toBeGreaterThan(0);
  });

  it('refuse validation rows that all weigh nothing, or are of classes that are not learned', () => {
    const weights = Float64Array.of(0, 1, 1, 1);
    const ofA = { X: { data: Float32Array.of(1), rows: 1, columns: 1 }, y: Int32Array.of(0) };
    expect(() => learnableRows({ X, y, weights }, CLASSES, undefined, ofA)).toThrow(/no usable row/);
  });
});
