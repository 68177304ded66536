import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { loadLibsvm } from './load-libsvm.js';
import type { SvmJob } from './svm-job.js';
import { awaitSvmThread, type SvmControl, type SvmMessage, serveSvm } from './svm-thread.js';

const job: SvmJob = {
  rows: Float32Array.of(-2, -1, 1, 2),
  columns: 1,
  sizes: [2, 2],
  kernel: { kind: 'linear' },
  C: 1,
  classWeights: [1, 1],
  tolerance: 1e-3,
  cacheSize: 1,
  seed: 1,
};

/** A thread that says what it is told to; `stopped` notes how each of its trainings ended. */
function thread(control: Partial<SvmControl> = {}) {
  let say: (message: SvmMessage) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const stopped: boolean[] = [];
  const steps: number[] = [];
  const result = awaitSvmThread(
    (onMessage, onFailure) => {
      say = onMessage;
      fail = onFailure;
      return (isDone) => stopped.push(isDone);
    },
    { onStep: (step) => steps.push(step), ...control },
  );
  return { result, say, fail, stopped, steps };
}

async function served(given: SvmJob): Promise<SvmMessage[]> {
  const messages: SvmMessage[] = [];
  await serveSvm(await loadLibsvm(), given, (message) => messages.push(message));
  return messages;
}

describe('a thread that trains', () => {
  it('tells its steps, and gives its machines at last', async () => {
    const { result, say, stopped, steps } = thread();
    const messages = await served(job);
    expect(messages.map(({ kind }) => kind)).toEqual(['step', 'step', 'step', 'done']);
    for (const message of messages) say(structuredClone(message));
    const machines = await result;
    expect(steps).toEqual([1, 2, 3]);
    expect(machines.supportCounts).toEqual(Int32Array.of(1, 1));
    expect(stopped).toEqual([true]);
  });

  it('says what is wrong with its job', async () => {
    const { result, say, stopped } = thread();
    for (const message of await served({ ...job, columns: 2 ** 27 })) say(structuredClone(message));
    await expect(result).rejects.toThrow(InputError);
    await expect(result).rejects.toThrow(/memory/);
    expect(stopped).toEqual([true]);
  });

  it('fails as a defect with what is none of the caller', async () => {
    const { result, say } = thread();
    for (const message of await served({ ...job, kernel: undefined as never })) say(message);
    await expect(result).rejects.not.toThrow(InputError);
  });

  it('may end unexpectedly', async () => {
    const { result, fail, stopped } = thread();
    fail(new Error('ended with code 1'));
    await expect(result).rejects.toThrow('ended with code 1');
    expect(stopped).toEqual([false]);
  });

  it('is stopped by the signal, and not heard any more', async () => {
    const controller = new AbortController();
    const { result, say, stopped, steps } = thread({ signal: controller.signal });
    say({ kind: 'step', step: 1, steps: 3 });
    controller.abort('enough');
    say({ kind: 'step', step: 2, steps: 3 });
    await expect(result).rejects.toBe('enough');
    expect(steps).toEqual([1]);
    expect(stopped).toEqual([false]);
  });

  it('is stopped by what the caller throws at a step', async () => {
    const defect = new Error('in the callback');
    const onStep = () => {
      throw defect;
    };
    const { result, say, stopped } = thread({ onStep });
    say({ kind: 'step', step: 1, steps: 3 });
    await expect(result).rejects.toBe(defect);
    expect(stopped).toEqual([false]);
  });
});
