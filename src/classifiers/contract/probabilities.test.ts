import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { checkedProbabilities, inTable, probabilityDefect } from './probabilities.js';

const matrix = (...rows: number[][]) => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0].length,
});

describe('checkedProbabilities', () => {
  it('gives back distributions, also of many classes and rounded sums', () => {
    const P = matrix([0.1, 0.2, 0.7], [1, 0, 0], [1 / 3, 1 / 3, 1 / 3]);
    expect(checkedProbabilities(P, 'mlp')).toBe(P);
    const many = matrix(new Array(10_000).fill(1e-4));
    expect(checkedProbabilities(many, 'mlp')).toBe(many);
  });

  it.each([[[Number.NaN, 0.5]], [[Number.POSITIVE_INFINITY, 0]], [[-0.1, 1.1]], [[0, 0]], [[0.5, 0.51]]])(
    'refuses %j, naming the row',
    (row) => {
      const P = matrix([0.5, 0.5], row);
      expect(probabilityDefect(P)?.row).toBe(1);
      expect(() => checkedProbabilities(P, 'mlp')).toThrow(InputError);
      expect(() => checkedProbabilities(P, 'mlp')).toThrow(/^row 1 of X .* by mlp are/);
    },
  );
});

describe('inTable', () => {
  it('names the row by its place in the table, and leaves other errors alone', async () => {
    const refused = async () => checkedProbabilities(matrix([2, 2]), 'mlp');
    await expect(inTable(refused(), 8192)).rejects.toThrow(/^row 8192 of X/);
    const twice = inTable(inTable(refused(), 256), 8192, (row) => `data row ${row + 1}`);
    await expect(twice).rejects.toThrow(/^data row 8449 cannot be predicted/);
    const other = new Error('other');
    await expect(inTable(Promise.reject(other), 1)).rejects.toBe(other);
    expect(await inTable(Promise.resolve(7), 1)).toBe(7);
  });
});
