import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doneRecord } from '../../../test/support/run-records.js';
import { cellKey } from './cell.js';
import type { PlannedCell } from './plan-cells.js';
import { secondsTogether, withinBudget } from './within-budget.js';

const secondsOf = ({ cost }: PlannedCell) => cost / 1000;

/** Five seeds of each data set, which takes that many seconds a seed. */
function planned(seconds: Readonly<Record<string, number>>): PlannedCell[] {
  return Object.entries(seconds).flatMap(([dataset, each]) =>
    [42, 43, 44, 45, 46].map((seed) => {
      const description = doneRecord(0.5, { dataset, seed });
      const table = { rows: 0, columns: [], source: '' };
      return { description, key: cellKey(description), table, cost: 1000 * each };
    }),
  );
}

function within(cells: readonly PlannedCell[], budgetSeconds: number, done: readonly PlannedCell[] = []) {
  const isDone = (cell: PlannedCell) => done.includes(cell);
  const kept = withinBudget(cells, { budgetSeconds, jobs: 1, secondsOf, isDone, source: '--budget 1h' });
  const seeds = new Map<string, number[]>();
  for (const { description } of kept.cells) {
    seeds.set(description.dataset, [...(seeds.get(description.dataset) ?? []), description.seed]);
  }
  return { seeds: Object.fromEntries(seeds), cuts: kept.cuts.map(({ seeds, of }) => [seeds, of]) };
}

describe('withinBudget', () => {
  const cells = planned({ long: 100, short: 1 });

  it('changes nothing that fits', () => {
    expect(within(cells, 505).cuts).toEqual([]);
  });

  it('drops the last seeds of what takes longest, down to two before any has one', () => {
    expect(within(cells, 305)).toEqual({
      seeds: { long: [42, 43, 44], short: [42, 43, 44, 45, 46] },
      cuts: [[3, 5]],
    });
    expect(within(cells, 202)).toMatchObject({ seeds: { long: [42, 43], short: [42, 43] } });
    expect(within(cells, 102).seeds).toEqual({ long: [42], short: [42, 43] });
  });

  it('keeps what has been run, and counts its time', () => {
    const done = [cells[4]];
    expect(within(cells, 205, done).seeds).toEqual({ long: [42, 46], short: [42, 43, 44, 45, 46] });
  });

  it('refuses a budget that is less than one seed each', () => {
    expect(() => within(cells, 100)).toThrow(/--budget 1h: even with one seed everywhere.*leave out/);
  });

  it('never exceeds the budget, and never leaves out a configuration', () => {
    const costs = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 50 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(costs, fc.double({ min: 0, max: 1, noNaN: true }), (seconds, share) => {
        const least = Object.values(seconds).reduce((sum, each) => sum + each, 0);
        const budget = least * (1 + 4 * share);
        const { seeds } = within(planned(seconds), budget);
        expect(Object.keys(seeds).sort()).toEqual(Object.keys(seconds).sort());
        const total = Object.entries(seeds).reduce(
          (sum, [name, kept]) => sum + seconds[name] * kept.length,
          0,
        );
        expect(total).toBeLessThanOrEqual(budget);
      }),
      { numRuns: 50 },
    );
  });
});

describe('secondsTogether', () => {
  it('starts each on the first place that is free', () => {
    expect(secondsTogether([5, 4, 3, 2], 2)).toBe(7);
    expect(secondsTogether([5, 4, 3, 2], 1)).toBe(14);
    expect(secondsTogether([], 2)).toBe(0);
  });
});
