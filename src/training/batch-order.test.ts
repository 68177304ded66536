import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { epochOrder } from './batch-order.js';

// 90 rows of class 0, 9 of class 1, 1 of class 2; class 3 has none.
const y = Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : i < 99 ? 1 : 2));

function shares(power: number): number[] {
  const fill = epochOrder(y, 4, power, new RandomStream(1, 'batches'));
  const order = new Int32Array(y.length);
  const counts = [0, 0, 0, 0];
  for (let epoch = 0; epoch < 400; epoch++) {
    fill(order);
    for (const row of order) counts[y[row]]++;
  }
  return counts.map((count) => count / (400 * y.length));
}

describe('epochOrder', () => {
  it('with power 0 goes over every row once, in another order each time', () => {
    const fill = epochOrder(y, 4, 0, new RandomStream(1, 'batches'));
    const [first, second] = [new Int32Array(100), new Int32Array(100)];
    fill(first);
    second.set(first);
    fill(second);
    expect(second).not.toEqual(first);
    for (const order of [first, second]) expect([...order].sort((a, b) => a - b)).toEqual([...y.keys()]);
  });

  it('draws classes in proportion to their frequency to the power of 1 minus the given', () => {
    for (const power of [0.5, 1]) {
      const expected = [90, 9, 1].map((rows) => rows ** (1 - power));
      const total = expected.reduce((sum, share) => sum + share, 0);
      const drawn = shares(power);
      expected.forEach((share, c) => {
        expect(drawn[c]).toBeCloseTo(share / total, 1.5);
      });
      expect(drawn[3]).toBe(0);
    }
  });
});
