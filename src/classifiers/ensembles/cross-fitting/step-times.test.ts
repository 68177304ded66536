import { describe, expect, it } from 'vitest';
import { StepTimes } from './step-times.js';

const timesOf = (ends: readonly number[], steps: number) => {
  const times = new StepTimes();
  ends.forEach((seconds, i) => {
    times.add({ epoch: i + 1, epochs: steps }, seconds);
  });
  return times;
};

describe('StepTimes', () => {
  it('extrapolates from the later steps: the first ones are slow', () => {
    // Bins of 2 s, then slow steps, then steps of .1 s.
    const times = timesOf([2, 3, 4, 4.1, 4.2, 4.3, 4.4], 101);
    expect(times.done).toBe(7);
    const pace = times.pace(4.5);
    expect(pace.startSeconds).toBe(2);
    expect(pace.share).toBeCloseTo(7 / 101, 12);
    expect(pace.stepSeconds).toBeCloseTo(0.1, 12);
    expect(pace.seconds).toBeCloseTo(2 + 10, 12);
  });

  it('takes every step as long as the first if there is one, and the whole time if there is none', () => {
    expect(timesOf([2], 10).pace(3)).toEqual({ share: 0.1, seconds: 20, startSeconds: 2, stepSeconds: 2 });
    expect(timesOf([], 10).pace(3)).toMatchObject({ share: 0, seconds: 3, startSeconds: 3 });
  });

  it('counts steps, not reports', () => {
    const times = new StepTimes();
    for (const [epoch, seconds] of [
      [10, 1],
      [20, 2],
      [30, 3],
    ])
      times.add({ epoch, epochs: 100 }, seconds);
    expect(times.pace(3).stepSeconds).toBeCloseTo(0.1, 12);
  });
});
