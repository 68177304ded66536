import { expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { SplitRules } from '../../tables/split/split-rules.js';
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

it('holdOut leaves whole groups, or the latest rows, to the validation', () => {
  const rows = 60;
  const data = {
    X: { data: Float32Array.from({ length: rows }, (_, row) => row), rows, columns: 1 },
    y: Int32Array.from({ length: rows }, (_, row) => row % 2),
    classes: 2,
  };
  const held = (split: SplitRules) => {
    const { X, validation } = holdOut({ ...data, split }, 0.2, new RandomStream(1, 'validation'));
    return [X.data, validation?.X.data ?? new Float32Array(0)].map((part) => Array.from(part));
  };
  const groupOf = (row: number) => Math.floor(row / 4);
  const [train, validation] = held({ groups: Int32Array.from({ length: rows }, (_, row) => groupOf(row)) });
  expect(validation.length).toBe(12);
  expect(new Set([...train, ...validation]).size).toBe(rows);
  const trained = new Set(train.map(groupOf));
  expect(validation.some((row) => trained.has(groupOf(row)))).toBe(false);
  const [, latest] = held({ times: Int32Array.from({ length: rows }, (_, row) => -row) });
  expect(latest).toEqual([...Array(12).keys()]);
  expect(held({ groups: new Int32Array(rows) })[1]).toEqual([]);
});
