/** Time limits on simulated machines: a clock of the test's own, which the fits of a simulated executor advance. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { executorOf } from '../../../../test/support/executors.js';
import { InputError } from '../../../errors.js';
import type { TaskControl } from '../../../jobs/executor.js';
import type { FittedMember, MemberFit } from '../cross-fitting/member-fit.js';
import { fitCandidates } from './fit-candidates.js';
import { portfolio } from './portfolio.js';
import { TimeBudget } from './time-budget.js';

/** A machine and a table, in seconds. */
interface Machine {
  /** Until a thread works. */
  readonly start: number;
  /** What a fit of `boosting` does once, and what a round without combined columns takes. */
  readonly once: number;
  readonly round: number;
  /** A whole fit of any other candidate. */
  readonly other: number;
  /** The calibration of a candidate. */
  readonly calibration: number;
  readonly threads: number;
}

const ROWS = 60;
const problem = {
  X: { data: new Float64Array(ROWS), rows: ROWS, columns: 1 },
  y: Int32Array.from({ length: ROWS }, (_, row) => row % 2),
  classes: 2,
};
const options = { seed: 1, folds: 5, quality: 'fast' as const };
const candidates = portfolio
  .filter(({ name }) => ['boosting', 'logistic-regression'].includes(name))
  .sort((one, other) => one.pace - other.pace);
const sleep = (seconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    setTimeout(resolve, 1000 * seconds);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Of which the limit is known beforehand. */
class SimulatedBudget extends TimeBudget {
  constructor(
    limit: number,
    private readonly calibration: number,
  ) {
    super(limit, performance.now());
  }

  override measure(): void {
    super.measure(this.calibration);
  }
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The names of the candidates that are fitted within the limit, the rounds of `boosting`, and the seconds they all take. */
async function simulated(limit: number, machine: Machine) {
  const { start, once, round, other, calibration, threads } = machine;
  let places = 0;
  const rounds: number[] = [];
  const run = async (fit: MemberFit, { signal }: TaskControl<unknown>): Promise<FittedMember> => {
    const { seconds = Number.POSITIVE_INFINITY, leastSteps = 1 } = fit;
    if (places < threads) {
      places++;
      await sleep(start);
    }
    const isWarming = fit.heldOut.length === 40;
    const isProbe = leastSteps === 8;
    if (isWarming) await sleep(round);
    const { nEstimators, combinedColumns } = fit.options as {
      readonly nEstimators?: number;
      readonly combinedColumns?: number;
    };
    const isBoosting = fit.classifier === 'boosting' && !isWarming;
    const steps = nEstimators ?? 400;
    // Combined columns triple the work.
    const step = combinedColumns && nEstimators === undefined ? (3 * 300 * round) / 400 : round;
    const inTime = Math.max(leastSteps, Math.ceil((seconds - once) / step));
    const done = isBoosting ? Math.min(steps, inTime) : 1;
    const whole = isBoosting ? once + steps * step : isWarming ? 0 : other;
    await sleep(isBoosting ? once + done * step : whole, signal);
    if (isBoosting && !isProbe) rounds.push(done);
    return {
      state: {},
      tensors: new Map(),
      probabilities: new Float32Array(2 * fit.heldOut.length).fill(0.5),
      warnings: [],
      ...(fit.seconds !== undefined && {
        pace: {
          share: isBoosting ? done / steps : 1,
          seconds: whole,
          startSeconds: isBoosting ? once + step : whole,
          stepSeconds: isBoosting ? step : whole,
        },
      }),
    };
  };
  const started = performance.now();
  const executor = executorOf(run, threads);
  const budget = new SimulatedBudget(limit, calibration);
  let ended: number | undefined;
  const outcome = fitCandidates(candidates, problem, options, budget, { executor } as never)
    .then(
      ({ fitted }) => ({ names: fitted.map(({ candidate }) => candidate.name), error: undefined }),
      (error: Error) => ({ names: [] as string[], error }),
    )
    .finally(() => {
      ended = performance.now();
    });
  while (ended === undefined) await vi.advanceTimersByTimeAsync(50);
  const { names, error } = await outcome;
  const used = (ended - started) / 1000;
  return { names, error, rounds, used, total: used + budget.afterwards(names.length) };
}

const idle: Machine = { start: 0.3, once: 0.02, round: 0.002, other: 0.05, calibration: 0.02, threads: 2 };

describe('a time limit', () => {
  it('that allows everything changes nothing', async () => {
    const { names, rounds } = await simulated(60, idle);
    expect(names).toEqual(['boosting', 'logistic-regression']);
    expect(rounds).toEqual([400, 400, 400, 400, 400]);
  });

  it('that is short has fewer rounds from the start, on fewer folds', async () => {
    const { names, rounds, total } = await simulated(1, idle);
    expect(names).toContain('boosting');
    expect(rounds).toHaveLength(2);
    expect(Math.max(...rounds)).toBeLessThan(400);
    expect(total).toBeLessThanOrEqual(1.1);
  });

  it('is not refused because threads start slowly', async () => {
    const { names, total } = await simulated(4, { ...idle, start: 2 });
    expect(names).toContain('boosting');
    expect(total).toBeLessThanOrEqual(4.4);
  });

  it('that is impossible is refused with what is needed, which is then enough', async () => {
    const slow = { ...idle, start: 1, once: 2, round: 0.1 };
    const { error } = await simulated(3, slow);
    expect(error).toBeInstanceOf(InputError);
    const needed = Number(/allow at least ([\d.]+) s/.exec(error?.message ?? '')?.[1]);
    const { names, total } = await simulated(needed, slow);
    expect(names).toContain('boosting');
    expect(total).toBeLessThanOrEqual(1.1 * needed);
  });

  it('is kept within a tenth, or refused where the shortest fits do not fit', async () => {
    const seconds = (max: number) => fc.double({ min: 0.001, max, noNaN: true });
    const machines = fc.record({
      start: seconds(2),
      once: seconds(1),
      round: seconds(0.05),
      other: seconds(3),
      calibration: seconds(0.1),
      threads: fc.constantFrom(1, 2, 4),
    });
    await fc.assert(
      fc.asyncProperty(machines, fc.double({ min: 0.5, max: 60, noNaN: true }), async (machine, limit) => {
        const { names, error, total } = await simulated(limit, machine);
        if (error === undefined) {
          expect(names.length).toBeGreaterThan(0);
          expect(total).toBeLessThanOrEqual(1.1 * limit + 0.1);
          return;
        }
        expect(error.message).toMatch(/too short/);
        const { start, once, round, calibration, threads } = machine;
        const turns = Math.ceil(2 / threads);
        const probe = once + 20 * round;
        const least = start + round + probe + turns * (once + 11 * round) * (5 / 8) + 5.7 * calibration;
        expect(least).toBeGreaterThan(limit);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
