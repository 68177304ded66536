import { expect, it } from 'vitest';
import { indistinguishableGroups } from './indistinguishable-groups.js';

it('joins exactly those closer than the difference, and only the largest groups', () => {
  expect(indistinguishableGroups([1, 2, 3, 4.5, 9], 2)).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(indistinguishableGroups([3, 1, 2], 2.5)).toEqual([[1, 2, 0]]);
  expect(indistinguishableGroups([1, 3, 5], 2)).toEqual([]);
});
