import { expect, it } from 'vitest';
import { trialOrder } from './trial-order.js';

it('shows fully scored trials first, then smaller shares, each by decreasing mean and failures last', () => {
  const trials = [
    { mean: 0.99, share: 1 / 9 },
    { mean: null, share: 1 },
    { mean: 0.4, share: 1 },
    { mean: 0.7, share: 1 / 3 },
    { mean: 0.5, share: 1 },
    { mean: 0.5, share: 1 },
  ];
  expect(trialOrder(trials)).toEqual([4, 5, 2, 1, 3, 0]);
});

it('is that of the means where no trial has a share', () => {
  expect(trialOrder([{ mean: 0.1 }, { mean: 0.3 }, { mean: 0.2 }])).toEqual([1, 2, 0]);
});
