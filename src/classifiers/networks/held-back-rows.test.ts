import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LearningProblem } from '../contract/fitted-model.js';
import { holdBack } from './held-back-rows.js';

/** Rows of these sizes, one column that numbers them, and weights that tell it too. */
function problemOf(sizes: readonly number[], split?: LearningProblem['split']): LearningProblem {
  const y = Int32Array.from(sizes.flatMap((size, c) => new Array<number>(size).fill(c)));
  const data = Float32Array.from(y.keys());
  return {
    X: { data, rows: y.length, columns: 1 },
    y,
    weights: Float64Array.from(y.keys(), (row) => 1 + row),
    classes: sizes.length,
    split,
  };
}

const numbers = (part: LearningProblem['heldBack']) => Array.from(part?.X.data ?? []);
const counts = (part: LearningProblem['heldBack'], classes: number) =>
  Array.from({ length: classes }, (_, c) => Array.from(part?.y ?? []).filter((each) => each === c).length);

describe('holdBack', () => {
  it('holds back a fifth of the rows of each class with ten or more', () => {
    const data = holdBack(problemOf([100, 40, 10, 9, 1]), 1);
    expect(counts(data.heldBack, 5)).toEqual([20, 8, 2, 0, 0]);
    expect(counts(data, 5)).toEqual([80, 32, 8, 9, 1]);
  });

  it('loses, repeats and changes no row', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 }), (sizes) => {
        const problem = problemOf(sizes);
        const data = holdBack(problem, 3);
        const all = [...numbers(data), ...numbers(data.heldBack)].toSorted((a, b) => a - b);
        expect(all).toEqual(numbers(problem));
        for (const part of [data, data.heldBack]) {
          numbers(part).forEach((row, i) => {
            expect([part?.y[i], part?.weights?.[i]]).toEqual([problem.y[row], 1 + row]);
          });
        }
        expect(new Set(data.y)).toEqual(new Set(problem.y));
      }),
    );
  });

  it('depends on the seed alone', () => {
    const of = (seed: number) => numbers(holdBack(problemOf([50, 30]), seed).heldBack);
    expect(of(1)).toEqual(of(1));
    expect(of(2)).not.toEqual(of(1));
  });

  it('leaves validation rows alone', () => {
    const validation = { X: { data: Float32Array.of(-1), rows: 1, columns: 1 }, y: Int32Array.of(0) };
    const data = holdBack({ ...problemOf([30, 30]), validation }, 1);
    expect(data.validation).toBe(validation);
    expect(numbers(data.heldBack)).not.toContain(-1);
  });

  it('changes nothing if no class has ten rows, or if all rows are of one group', () => {
    const groups = new Int32Array(40);
    for (const problem of [problemOf([9, 9, 9]), problemOf([20, 20], { groups })]) {
      expect(holdBack(problem, 1)).toBe(problem);
    }
  });

  it('keeps groups together', () => {
    const groups = Int32Array.from({ length: 60 }, (_, row) => row % 12);
    const data = holdBack(problemOf([40, 20], { groups }), 1);
    const [kept, held] = [data, data.heldBack].map((part) => new Set(numbers(part).map((row) => row % 12)));
    expect(held.size).toBeGreaterThan(0);
    expect([...held].filter((group) => kept.has(group))).toEqual([]);
  });

  it('holds back the latest rows, unless a class would lose all', () => {
    const times = Int32Array.from({ length: 50 }, (_, row) => row % 25);
    const latest = numbers(holdBack(problemOf([25, 25], { times }), 1).heldBack);
    expect(Math.min(...latest.map((row) => row % 25))).toBe(20);
    const sorted = problemOf([40, 10], { times: Int32Array.from({ length: 50 }, (_, row) => row) });
    expect(holdBack(sorted, 1)).toBe(sorted);
  });
});
