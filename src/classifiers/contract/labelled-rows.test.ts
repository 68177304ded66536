import { expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { holdOut } from './labelled-rows.js';

it('holdOut leaves every row its weight, in training and in validation', () => {
  const numbers = Float32Array.from({ length: 50 }, (_, row) => row);
  const data = {
    X: { data: numbers, rows: 50, columns: 1 },
    y: Int32Array.from(numbers, (row) => row % 2),
    weights: Float64Array.from(numbers, (row) => 1 + row),
    classes: 2,
  };
  const { X, weights, validation } = holdOut(data, 0.2, new RandomStream(1, 'validation'));
  expect([X.rows, validation?.X.rows]).toEqual([40, 10]);
  expect(weights).toEqual(Float64Array.from(X.data, (row) => 1 + row));
  expect(validation?.weights).toEqual(Float64Array.from(validation?.X.data ?? [], (row) => 1 + row));
  const { weights: _, ...unweighted } = data;
  expect(holdOut(unweighted, 0.2, new RandomStream(1, 'validation')).validation?.weights).toBeUndefined();
});
