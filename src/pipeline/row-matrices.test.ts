import { describe, expect, it } from 'vitest';
import type { FeatureMatrix } from '../matrix.js';
import { RowMatrices } from './row-matrices.js';

const empty = (rows: number): FeatureMatrix => ({
  data: new Float64Array(rows * 3),
  rows,
  columns: 3,
  categories: [null, 2, null],
});

describe('RowMatrices', () => {
  it('gives matrices of zeros that share no value, whatever was written before', () => {
    const matrices = new RowMatrices(empty);
    const sizes = Array.from({ length: 700 }, (_, i) => [0, 1, 1, 2, 16, 90, 300][i % 7]);
    const taken = sizes.map((rows, i) => {
      const X = matrices.take(rows);
      expect(X).toMatchObject({ rows, columns: 3, categories: [null, 2, null] });
      expect(X.data).toEqual(new Float64Array(rows * 3));
      X.data.fill(i + 1);
      return X;
    });
    for (const [i, X] of taken.entries()) expect(X.data).toEqual(new Float64Array(X.rows * 3).fill(i + 1));
  });

  it('leaves rows that are large to whoever checks their size', () => {
    const wide = new RowMatrices((rows) => {
      if (rows > 0) throw new Error('too large');
      return { data: new Float32Array(0), rows, columns: 1000 };
    });
    expect(() => wide.take(1)).toThrow('too large');
  });

  it('gives single rows that adjoin each other', () => {
    const matrices = new RowMatrices(empty);
    const [first, second] = [matrices.take(1), matrices.take(1)];
    expect(second.data.buffer).toBe(first.data.buffer);
    expect(second.data.byteOffset).toBe(first.data.byteOffset + first.data.byteLength);
  });
});
