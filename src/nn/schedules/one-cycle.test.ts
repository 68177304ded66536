import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { oneCycle } from './one-cycle.js';

interface Golden {
  readonly total_steps: number;
  readonly max_lr: number;
  readonly lr: readonly number[];
  readonly beta1: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL('fixtures/one-cycle.json', import.meta.url), 'utf8'),
) as readonly Golden[];

describe('oneCycle', () => {
  it.each(golden.map((cycle) => [cycle.total_steps, cycle] as const))(
    'has the rates of torch OneCycleLR over %i steps',
    (total, { max_lr, lr, beta1 }) => {
      const schedule = oneCycle(total, { maximum: max_lr });
      for (let step = 0; step < total; step++) {
        const rates = schedule.at(step);
        expect(rates.learningRate).toBeCloseTo(lr[step], 12);
        expect(rates.beta1).toBeCloseTo(beta1[step], 12);
      }
    },
  );

  it.each([1, 2, 3, 4, 10, 333])('stays within its limits and ends at the lowest rate: %i steps', (total) => {
    const schedule = oneCycle(total, { maximum: 0.1, divide: 10, finalDivide: 100 });
    for (let step = 0; step < total; step++) {
      const { learningRate, beta1 } = schedule.at(step);
      expect(learningRate).toBeGreaterThanOrEqual(1e-4 * (1 - 1e-12));
      expect(learningRate).toBeLessThanOrEqual(0.1 * (1 + 1e-12));
      expect(beta1).toBeGreaterThanOrEqual(0.85 - 1e-12);
      expect(beta1).toBeLessThanOrEqual(0.95 + 1e-12);
    }
    expect(schedule.at(total - 1).learningRate).toBeCloseTo(1e-4, 12);
    expect(schedule.at(total - 1).beta1).toBeCloseTo(0.95, 12);
  });

  it.each([
    { total: 2, warmUp: 0.5 },
    { total: 10, warmUp: 0.1 },
    { total: 10, warmUp: 1 },
    { total: 10, warmUp: 0 },
  ])('has finite rates where warming up takes one step, all or none: %j', ({ total, warmUp }) => {
    const schedule = oneCycle(total, { warmUp });
    for (let step = 0; step < total; step++) {
      expect(Number.isFinite(schedule.at(step).learningRate), `step ${step}`).toBe(true);
      expect(Number.isFinite(schedule.at(step).beta1), `step ${step}`).toBe(true);
    }
  });

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %f steps', (total) => {
    expect(() => oneCycle(total)).toThrow(InputError);
    expect(() => oneCycle(total)).toThrow(/totalSteps/);
  });
});
