import { describe, expect, it } from 'vitest';
import { runAtOnce, runInSlices, type Steps } from './event-loop.js';

/** Each step takes longer than a slice. */
function* slowSteps(onStep: (step: number) => void): Steps<string> {
  for (let step = 0; step < 3; step++) {
    onStep(step);
    const until = performance.now() + 60;
    while (performance.now() < until);
    yield;
  }
  return 'done';
}

describe('steps', () => {
  it('run at once without a turn of the event loop', () => {
    const steps: number[] = [];
    expect(runAtOnce(slowSteps((step) => steps.push(step)))).toBe('done');
    expect(steps).toEqual([0, 1, 2]);
  });

  it('run in slices, between which timers fire', async () => {
    const events: (number | string)[] = [];
    setTimeout(() => events.push('timer'), 0);
    expect(await runInSlices(slowSteps((step) => events.push(step)))).toBe('done');
    expect(events).toEqual([0, 'timer', 1, 2]);
  });

  it('stop after the step in which the signal is aborted, with its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const steps: number[] = [];
    setTimeout(() => controller.abort(reason), 0);
    await expect(
      runInSlices(
        slowSteps((step) => steps.push(step)),
        controller.signal,
      ),
    ).rejects.toBe(reason);
    expect(steps).toEqual([0]);
  });
});
