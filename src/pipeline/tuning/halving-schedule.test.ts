import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ETA,
  entrants,
  halvingsOfRows,
  halvingsOfSteps,
  rungSizes,
  shareOfRung,
  survivors,
  trialsOfBracket,
} from './halving-schedule.js';

const halvings = fc.integer({ min: 0, max: 3 });
const trials = fc.integer({ min: 1, max: 200 });
const means = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.constant(null)),
  {
    minLength: 1,
    maxLength: 40,
  },
);

/** All brackets of a search. */
function bracketsOf(count: number, total: number): number[][] {
  const all: number[][] = [];
  for (;;) {
    const next = trialsOfBracket(all.length, count, total);
    if (next === undefined) return all;
    all.push(next);
  }
}

describe('brackets', () => {
  it('have every trial once, in order', () => {
    fc.assert(
      fc.property(halvings, trials, (count, total) => {
        const each = bracketsOf(count, total).flat();
        expect(each).toEqual(Array.from({ length: total }, (_, i) => i));
      }),
    );
  });

  it('are those of a shorter search, which may have fewer trials in its last', () => {
    fc.assert(
      fc.property(halvings, trials, trials, (count, few, more) => {
        const shorter = bracketsOf(count, few);
        const longer = bracketsOf(count, few + more);
        expect(shorter.slice(0, -1)).toEqual(longer.slice(0, shorter.length - 1));
        const last = shorter[shorter.length - 1];
        expect(longer[shorter.length - 1].slice(0, last.length)).toEqual(last);
      }),
    );
  });

  it('cost at most a fit with the whole resource for each rung', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), trials, (count, total) => {
        const all = bracketsOf(count, total);
        const costs = all.map((bracket) =>
          rungSizes(bracket.length, count).reduce(
            (sum, size, rung) => sum + size * shareOfRung(rung, count),
            0,
          ),
        );
        for (const cost of costs) expect(cost).toBeLessThanOrEqual(count + 1 + 1e-12);
        // A full bracket costs exactly that.
        for (const [i, { length }] of all.entries()) {
          if (length === ETA ** count) expect(costs[i]).toBeCloseTo(count + 1, 12);
        }
      }),
    );
  });

  it('end with one trial that has the whole resource, which is 3 times that of the rung before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), trials, (count, total) => {
        for (const { length } of bracketsOf(count, total)) {
          const sizes = rungSizes(length, count);
          expect(sizes).toHaveLength(count + 1);
          expect(sizes.at(-1)).toBe(1);
          sizes.slice(1).forEach((size, i) => {
            expect(size).toBe(Math.max(1, Math.floor(sizes[i] / 3)));
            expect(shareOfRung(i + 1, count)).toBeCloseTo(3 * shareOfRung(i, count), 12);
          });
          expect(shareOfRung(count, count)).toBe(1);
        }
      }),
    );
  });
});

describe('survivors', () => {
  it('are a third of the trials, none of which is worse than one that was stopped', () => {
    fc.assert(
      fc.property(means, (scores) => {
        const all = scores.map((_, i) => i + 10);
        const meanOf = (trial: number) => scores[trial - 10];
        const kept = survivors(all, meanOf);
        const fitted = all.filter((trial) => meanOf(trial) !== null);
        expect(kept).toHaveLength(Math.min(fitted.length, Math.max(1, Math.floor(all.length / 3))));
        expect(new Set(kept).size).toBe(kept.length);
        for (const trial of kept) {
          expect(meanOf(trial)).not.toBeNull();
          for (const other of fitted.filter((each) => !kept.includes(each))) {
            const [mine, its] = [meanOf(trial), meanOf(other)] as number[];
            expect(mine > its || (mine === its && trial < other)).toBe(true);
          }
        }
      }),
    );
  });

  it('do not depend on the order of the trials', () => {
    fc.assert(
      fc.property(means, (scores) => {
        const all = scores.map((_, i) => i);
        const meanOf = (trial: number) => scores[trial];
        expect(survivors(all.toReversed(), meanOf)).toEqual(survivors(all, meanOf));
      }),
    );
  });
});

describe('entrants', () => {
  it('are those who are left, and the defaults first in the last rung of the first bracket', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 30 })),
        halvings,
        halvings,
        fc.integer({ min: 0, max: 2 }),
        (left, rung, count, bracket) => {
          const entered = entrants(left, bracket, rung, count);
          const isAdded = bracket === 0 && rung === count && !left.includes(0);
          expect(entered).toEqual(isAdded ? [0, ...left] : left);
        },
      ),
    );
    expect(entrants([], 0, 2, 2)).toEqual([0]);
  });
});

describe('the number of halvings', () => {
  it.each([
    [1, 0],
    [8, 0],
    [9, 1],
    [27, 2],
    [80, 2],
    [81, 3],
    [100_000, 3],
  ])('leaves 3 of %d epochs', (epochs, count) => expect(halvingsOfSteps(epochs)).toBe(count));

  it.each([
    [179, 0],
    [180, 1],
    [540, 2],
    [1620, 3],
  ])('leaves 60 of %d rows', (rows, count) => expect(halvingsOfRows(rows)).toBe(count));
});
