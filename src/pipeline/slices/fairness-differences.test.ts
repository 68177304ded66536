import { describe, expect, it } from 'vitest';
import type { GroupCounts } from '../../metrics/group-fairness.js';
import { fairnessDifferences } from './fairness-differences.js';
import golden from './fixtures/fairness.json' with { type: 'json' };

function groupsOf(group: readonly number[], truth: readonly number[], predicted: readonly number[]) {
  return [...new Set(group)].map((g) => {
    const rows = [...group.keys()].filter((i) => group[i] === g);
    const sum = (of: (i: number) => number) => rows.reduce((total, i) => total + of(i), 0);
    const counts: GroupCounts = {
      rows: rows.length,
      events: sum((i) => truth[i]),
      alerts: sum((i) => predicted[i]),
      caught: sum((i) => truth[i] * predicted[i]),
    };
    return { name: String(g), counts, counted: counts };
  });
}

const NAMES = [
  'demographicParityDifference',
  'demographicParityRatio',
  'equalOpportunityDifference',
  'equalisedOddsDifference',
] as const;

describe('fairnessDifferences', () => {
  it.each(golden.cases)(
    'equals fairlearn, and lies in its interval',
    ({ group, truth, predicted, ...expected }) => {
      const found = fairnessDifferences(groupsOf(group, truth, predicted), false);
      for (const name of NAMES) {
        const { score, interval } = found[name];
        expect(score, name).toBeCloseTo(expected[name], 12);
        expect(interval![0], name).toBeLessThanOrEqual(score!);
        expect(interval![1], name).toBeGreaterThanOrEqual(score!);
      }
    },
  );

  const counts = (rows: number, events: number, alerts: number, caught: number) => ({
    rows,
    events,
    alerts,
    caught,
  });
  const group = (name: string, ...of: Parameters<typeof counts>) => ({
    name,
    counts: counts(...of),
    counted: counts(...of),
  });

  it('leaves slices of too few rows out of the rates that they have too few for', () => {
    const found = fairnessDifferences(
      [
        group('a', 100, 50, 40, 30),
        group('b', 100, 50, 20, 10),
        group('c', 100, 4, 100, 4),
        group('d', 3, 1, 0, 0),
      ],
      false,
    );
    expect(found.leftOut).toEqual({
      selectionRate: ['d'],
      truePositiveRate: ['c', 'd'],
      falsePositiveRate: ['d'],
    });
    expect(found.equalOpportunityDifference.score).toBeCloseTo(0.4, 12);
    expect(found.demographicParityDifference.score).toBeCloseTo(0.8, 12);
  });

  it('says why there is no difference', () => {
    const one = fairnessDifferences([group('a', 100, 50, 40, 30)], false);
    for (const name of NAMES) expect(one[name].score).toBeNull();
    const none = fairnessDifferences([group('a', 100, 50, 0, 0), group('b', 100, 50, 0, 0)], false);
    expect(none.demographicParityRatio).toMatchObject({
      score: null,
      reason: 'no row is predicted as the positive class',
    });
    expect(none.demographicParityDifference).toMatchObject({ score: 0 });
  });
});
