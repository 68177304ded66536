import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { DiscountedUcb } from './discounted-ucb.js';

const ARMS = 6;
const ROUNDS = 200;
const REPEATS = 300;

/** The share of the best arm among the choices of the second half of each phase, over many repetitions. */
function shareOfBest(phases: readonly number[], rounds: number, gap: number): number {
  let best = 0;
  let counted = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const noise = new RandomStream(repeat, 'rewards');
    const bandit = new DiscountedUcb(ARMS, new RandomStream(repeat, 'bandit'));
    for (const [phase, bestArm] of phases.entries()) {
      for (let t = 0; t < rounds; t++) {
        const arm = bandit.choose();
        // As losses do, rewards become smaller: all arms have a trend in common.
        const scale = Math.exp((-3 * (phase * rounds + t)) / (phases.length * rounds));
        bandit.reward(arm, scale * (0.3 + (arm === bestArm ? gap : 0) + noise.normal()));
        if (t < rounds / 2) continue;
        counted += 1;
        if (arm === bestArm) best += 1;
      }
    }
  }
  return best / counted;
}

describe('DiscountedUcb', () => {
  // By chance a sixth. The standard error of a share is below 0.02.
  it.each([
    { gap: 1, least: 0.65 },
    { gap: 2, least: 0.75 },
  ])(
    'chooses an arm that is better by $gap standard deviations in at least $least of the rounds',
    ({ gap, least }) => {
      expect(shareOfBest([3], ROUNDS, gap)).toBeGreaterThan(least);
    },
  );

  it('finds another arm if that becomes the better one', () => {
    expect(shareOfBest([3, 0], ROUNDS / 2, 1)).toBeGreaterThan(0.65);
    expect(shareOfBest([3, 0], ROUNDS / 2, 2)).toBeGreaterThan(0.75);
  });

  it('prefers no arm if all are alike', () => {
    expect(Math.abs(shareOfBest([3], ROUNDS, 0) - 1 / ARMS)).toBeLessThan(0.05);
  });

  it('tries every arm once first, in an order of the random stream', () => {
    const firstTrials = (seed: number) => {
      const bandit = new DiscountedUcb(ARMS, new RandomStream(seed, 'bandit'));
      return Array.from({ length: ARMS }, () => {
        const arm = bandit.choose();
        bandit.reward(arm, -arm);
        return arm;
      });
    };
    expect(firstTrials(1).toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(firstTrials(1)).toEqual(firstTrials(1));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => firstTrials(seed).join())).size).toBeGreaterThan(2);
  });

  it('does not depend on the unit of the rewards', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 80 }), (rewards) => {
        const choices = (unit: number) => {
          const bandit = new DiscountedUcb(3, new RandomStream(1, 'bandit'));
          return rewards.map((value) => {
            const arm = bandit.choose();
            bandit.reward(arm, value * unit + 1);
            return arm;
          });
        };
        expect(choices(1024)).toEqual(choices(1));
      }),
    );
  });

  it('works with a single arm', () => {
    const bandit = new DiscountedUcb(1, new RandomStream(1, 'bandit'));
    for (let t = 0; t < 5; t++) {
      expect(bandit.choose()).toBe(0);
      bandit.reward(0, t);
    }
  });
});
