import { describe, expect, it } from 'vitest';
import type { StoppingRule } from './boosting-plan.js';
import { stopAfterBest, stopWithoutChange } from './early-stopping.js';

/** Rounds done and rounds kept on these validation losses. */
function run(rule: StoppingRule, losses: number[]): { done: number; kept: number } {
  const stop = losses.findIndex((loss) => rule.add(loss));
  return { done: stop < 0 ? losses.length : stop + 1, kept: rule.kept };
}

describe('stopAfterBest', () => {
  it.each([
    ['stops so many rounds after the best and keeps up to it', 2, [5, 4, 4.5, 4.2, 1], { done: 4, kept: 2 }],
    ['counts anew from a better loss', 2, [5, 4, 4.5, 3.9, 4], { done: 5, kept: 4 }],
    ['does not take an equal loss for a better one', 3, [2, 2, 2, 2], { done: 4, kept: 1 }],
    ['keeps the best where the rounds end first', 9, [3, 2, 2.5], { done: 3, kept: 2 }],
  ])('%s', (_, patience, losses, expected) => expect(run(stopAfterBest(patience), losses)).toEqual(expected));
});

describe('stopWithoutChange', () => {
  it.each([
    ['goes on while the loss falls', 2, 0.1, 1, [5, 4, 3, 2], { done: 4, kept: 4 }],
    [
      'stops when the loss is above all of the last ones, and keeps all rounds',
      2,
      0.1,
      1,
      [5, 4, 6],
      { done: 3, kept: 3 },
    ],
    ['forgives a loss that is below an older one', 2, 0.1, 1, [5, 4, 4.5, 4.8], { done: 4, kept: 4 }],
    ['asks for more than the tolerance', 1, 0.5, 1, [5, 4.6], { done: 2, kept: 2 }],
    ['compares the scaled loss with the tolerance', 1, 0.5, 2, [5, 4.6, 4.4], { done: 3, kept: 3 }],
  ])('%s', (_, patience, tolerance, scale, losses, expected) =>
    expect(run(stopWithoutChange(patience, tolerance, scale), losses)).toEqual(expected),
  );
});
