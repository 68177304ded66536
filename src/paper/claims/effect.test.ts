import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectOverDatasets, effectOverSeeds, effectText, judgeAll, judgeEffect } from './effect.js';

describe('an effect', () => {
  const values = [0.02, 0.04, 0.03, 0.05, 0.01];

  it('over data sets has the interval of Student’s t', () => {
    // s = 0.0158114, t(0.95, 4) = 2.776445: 2.776445 * 0.0158114 / sqrt(5)
    const effect = effectOverDatasets(values);
    expect(effect.mean).toBeCloseTo(0.03, 12);
    expect(effect.high - effect.mean).toBeCloseTo(0.0196324, 6);
    expect(effectText(effect)).toBe('+0.030 (+0.010 to +0.050)');
  });

  it('over seeds has that of Nadeau and Bengio, which is wider', () => {
    // 2.776445 * 0.0158114 * sqrt(1 / 5 + 20 / 80)
    const effect = effectOverSeeds(values, 80, 20);
    expect(effect.high - effect.mean).toBeCloseTo(0.0294486, 6);
    expect(effect.halfWith(5)).toBeCloseTo(0.0294486, 6);
  });

  it('of equal values is certain', () => {
    expect(effectOverSeeds([0.25, 0.25, 0.25], 80, 20)).toMatchObject({ low: 0.25, high: 0.25 });
  });
});

describe('judgeEffect', () => {
  const at = (shift: number) => effectOverDatasets([0.02, 0.04, 0.03, 0.05, 0.01].map((x) => x + shift));

  it('repeats above 0, does not below what is printed, and is undecided between', () => {
    expect(judgeEffect(at(0), { effect: 0.2 })).toEqual({ verdict: 'repeated' });
    expect(judgeEffect(at(-0.03), { effect: 0.2 })).toEqual({ verdict: 'not repeated' });
    expect(judgeEffect(at(-0.03), { effect: 0.01 }).verdict).toBe('undecided');
    expect(judgeEffect(at(-0.03), { effect: 0 }).verdict).toBe('undecided');
    expect(judgeEffect(at(-0.06), { effect: 0 })).toEqual({ verdict: 'not repeated' });
  });

  it('counts ties if they are allowed for', () => {
    const level = effectOverDatasets([0, -0.001, 0.001, -0.002, 0.002]);
    expect(judgeEffect(level, { effect: 0 }).verdict).toBe('undecided');
    expect(judgeEffect(level, { effect: 0, allowance: 0.005 }).verdict).toBe('repeated');
  });

  it('decides nothing by two seeds, which can agree by chance', () => {
    const two = effectOverSeeds([-0.0347, -0.0348], 80, 20);
    expect(two.high).toBeLessThan(-0.03);
    expect(judgeEffect(two, { effect: 0 })).toEqual({ verdict: 'undecided', decidedBy: 'at least 3 seeds' });
    expect(judgeEffect(effectOverDatasets([-0.0347, -0.0348]), { effect: 0 }).verdict).toBe('not repeated');
  });

  it('says how many more it takes', () => {
    // Mean 0.01, s = 0.0158114: t(n - 1) s / sqrt(n) < 0.01 from 13 on (2.178813 * 0.0158114 / sqrt(13) = 0.009555;
    // with 12 it is 2.200985 * 0.0158114 / sqrt(12) = 0.010046).
    expect(judgeEffect(at(-0.02), { effect: 0 }).decidedBy).toBe('about 13 data sets');
    const onSeeds = effectOverSeeds([-0.02, 0.04, 0.01, 0.03, -0.01], 80, 20);
    expect(judgeEffect(onSeeds, { effect: 0 }).decidedBy).toBe('no number of seeds: too few rows');
    expect(judgeEffect(effectOverDatasets([0.5]), { effect: 0 })).toEqual({
      verdict: 'undecided',
      decidedBy: 'a second data set',
    });
  });

  it('is undecided no longer with the number that it names, and is with one less', () => {
    const numbers = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 3, maxLength: 8 });
    const verdict = (mean: number, half: number, printed: number) => mean - half > 0 || mean + half < printed;
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 0.1, noNaN: true }), (values, printed) => {
        const effect = effectOverDatasets(values);
        const { decidedBy } = judgeEffect(effect, { effect: printed });
        const needed = Number(/^about (\d+) data sets$/.exec(decidedBy ?? '')?.[1]);
        fc.pre(!Number.isNaN(needed));
        expect(verdict(effect.mean, effect.halfWith(needed), printed)).toBe(true);
        expect(verdict(effect.mean, effect.halfWith(needed - 1), printed)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('judgeAll', () => {
  const [yes, no] = [{ verdict: 'repeated' }, { verdict: 'not repeated' }] as const;
  const open = { verdict: 'undecided', decidedBy: 'about 9 seeds' } as const;

  it('needs all parts, and one is enough against it', () => {
    expect(judgeAll([yes, yes]).verdict).toBe('repeated');
    expect(judgeAll([yes, open, no]).verdict).toBe('not repeated');
    expect(judgeAll([yes, open, open])).toEqual(open);
    expect(judgeAll([]).verdict).toBe('no records');
  });
});
