import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choice,
  integers,
  linear,
  logarithmic,
  logIntegers,
  when,
} from '../../classifiers/contract/search-space.js';
import { TrialSettings } from './trial-settings.js';

const DIMENSIONS = {
  rate: logarithmic(1e-4, 1e-1),
  share: linear(0.25, 0.75),
  depth: integers(2, 5),
  neighbours: logIntegers(1, 60),
  mode: choice('a', 'b', undefined),
  power: when({ mode: ['b'] }, linear(0, 1)),
};

function drawn(count: number, seed = 1): Readonly<Record<string, unknown>>[] {
  const settings = new TrialSettings(DIMENSIONS, { mode: 'c' }, seed);
  return Array.from({ length: count }, (_, trial) => settings.at(trial) ?? {});
}

describe('TrialSettings', () => {
  it('begins with the defaults; a trial depends on the seed and its number alone', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 20 }), (seed, trial) => {
        const [first, ...rest] = drawn(21, seed);
        expect(first).toEqual({});
        expect(new TrialSettings(DIMENSIONS, { mode: 'c' }, seed).at(trial)).toEqual(rest[trial - 1]);
      }),
      { numRuns: 30 },
    );
    expect(drawn(20, 2)).not.toEqual(drawn(20, 1));
  });

  it('covers each range evenly on its scale, with both ends of integers', () => {
    const trials = drawn(3001).slice(1);
    const values = (name: string) => trials.map((each) => each[name] as number);
    const below = (name: string, limit: number) =>
      values(name).filter((value) => value < limit).length / trials.length;
    expect(below('rate', 1e-3)).toBeCloseTo(1 / 3, 1);
    expect(below('share', 0.5)).toBeCloseTo(0.5, 1);
    expect(below('neighbours', 8)).toBeCloseTo(Math.log(7.5 / 0.5) / Math.log(60.5 / 0.5), 1);
    for (const depth of [2, 3, 4, 5]) {
      expect(values('depth').filter((value) => value === depth).length / trials.length).toBeCloseTo(0.25, 1);
    }
    for (const [name, low, high] of [
      ['rate', 1e-4, 1e-1],
      ['share', 0.25, 0.75],
      ['neighbours', 1, 60],
    ] as const) {
      for (const value of values(name)) {
        expect(value >= low && value <= high).toBe(true);
        expect(String(Number(value.toPrecision(3)))).toBe(String(value));
      }
    }
  });

  it('draws an option only under its condition, and leaves out what is undefined', () => {
    const trials = drawn(200).slice(1);
    for (const each of trials) expect('power' in each).toBe(each.mode === 'b');
    expect(trials.some((each) => !('mode' in each))).toBe(true);
    const fixed = new TrialSettings({ power: DIMENSIONS.power }, { mode: 'b' }, 1);
    expect(fixed.at(1)).toHaveProperty('power');
  });

  it('repeats no setting, and ends when there are no more', () => {
    const few = new TrialSettings({ k: integers(1, 4), weights: choice('uniform', 'distance') }, {}, 1);
    const all = Array.from({ length: 12 }, (_, trial) => few.at(trial));
    expect(new Set(all.slice(0, 9).map((each) => JSON.stringify(each))).size).toBe(9);
    expect(all.slice(9)).toEqual([undefined, undefined, undefined]);
  });
});
