import { describe, expect, it } from 'vitest';
import type { MemberFit } from '../cross-fitting/member-fit.js';
import { fitFirst } from './fit-first.js';
import type { CandidateFit, FitRunner, RunOptions } from './fit-runner.js';
import { FitsProgress } from './fits-progress.js';
import type { TimeBudget } from './time-budget.js';

const problem = {
  X: { data: new Float64Array(100), rows: 100, columns: 1 },
  y: Int32Array.from({ length: 100 }, (_, i) => i % 2),
  classes: 2,
};
const fitsFor = (folds: number): MemberFit[] =>
  Array.from({ length: folds }, (_, fold) => ({
    classifier: 'boosting',
    options: { folds },
    transform: 'values',
    heldOut: Int32Array.from([fold]),
  }));

/** Fits of 300 rounds take `seconds` each, one at a time; what follows takes `afterwards`. */
async function first(limit: number, seconds: number, afterwards = 0, concurrency = 1) {
  let used = 0;
  const room = () => limit - afterwards - used;
  const budget = {
    limit,
    get used() {
      return used;
    },
    room,
    afterwards: () => afterwards,
  } as unknown as TimeBudget;
  const runner = {
    run: async (fits: readonly CandidateFit[], options: RunOptions = {}) =>
      fits.map(({ fit }, i) => {
        const given =
          options.probeSeconds ?? Math.max(0, room()) / Math.ceil((fits.length - i) / concurrency);
        const took = Math.min(seconds, Math.max(given, ((fit.leastSteps ?? 1) / 300) * seconds));
        if (i % concurrency === 0) used += took;
        const pace = { share: took / seconds, seconds, startSeconds: 0, stepSeconds: seconds / 300 };
        return {
          state: fit.options,
          tensors: new Map(),
          probabilities: new Float32Array(0),
          warnings: [],
          pace,
        };
      }),
  } as unknown as FitRunner;
  const progress = new FitsProgress(undefined, concurrency, undefined);
  const found = await fitFirst(fitsFor, 5, problem, {
    runner,
    budget,
    progress,
    concurrency,
    name: 'boosting',
    short: undefined,
  });
  const shares = found.results.map((result) => (result && 'pace' in result && result.pace?.share) || 0);
  return { folds: found.folds, results: found.results, shares, used };
}

describe('the first candidate under a time limit', () => {
  it('is fitted on all folds if there is time, without a fit that is not used', async () => {
    const { folds, shares, used } = await first(100, 1);
    expect(folds).toBe(5);
    expect(shares).toEqual([1, 1, 1, 1, 1]);
    expect(used).toBe(5);
  });

  it('is fitted on fewer folds if there is less, and with fewer rounds if there is less still', async () => {
    expect((await first(10, 2)).folds).toBe(3);
    const shorter = await first(5, 2);
    expect(shorter.folds).toBe(2);
    const short = await first(2, 2);
    expect(short.folds).toBe(2);
    for (const share of short.shares) {
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(1);
    }
    for (const { used, limit } of [
      { ...shorter, limit: 5 },
      { ...short, limit: 2 },
    ]) {
      expect(used).toBeLessThanOrEqual(1.0001 * limit);
    }
  });

  it('needs fewer turns the more fits run at a time', async () => {
    expect((await first(10, 2, 0, 5)).folds).toBe(5);
  });

  it('keeps time for what follows, or says what both need', async () => {
    expect((await first(100, 2, 90)).folds).toBe(3);
    await expect(first(10, 2, 11)).rejects.toThrow(
      /^timeLimit is 10 s, which is too short: [\d.]+ s had passed before the fits, the shortest ones of boosting take about [\d.]+ s, and what follows them about 11 s; allow at least 1\d s$/,
    );
  });

  it.each([0.01, 0.1, 0.3])('refuses %s s with a limit under which it is done', async (limit) => {
    const error = await first(limit, 2).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    const enough = Number(/allow at least ([\d.]+) s/.exec(error?.message ?? '')?.[1]);
    const { used } = await first(enough, 2);
    expect(used).toBeLessThanOrEqual(1.0001 * enough);
  });
});
