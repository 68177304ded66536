import { expect, it } from 'vitest';
import { executorOf } from '../../test/support/executors.js';
import { Slots } from './run-tasks.js';

const job = { kind: 'any', shared: undefined, open: () => () => undefined };

it('many tasks may listen to the signal at the same time without a warning of Node', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  const { signal } = new AbortController();
  const executor = executorOf(async (_, control) => {
    control.signal.addEventListener('abort', () => {});
    await new Promise((resolve) => setTimeout(resolve, 1));
  }, 20);
  await executor.run(job, new Array(20).fill(0), { signal, onResult: () => {} });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

it('a slot is given to who waits longest, and to nobody whose signal is aborted', async () => {
  const { signal } = new AbortController();
  const impatient = new AbortController();
  const slots = new Slots(1);
  const first = await slots.acquire(signal);
  const order: string[] = [];
  const second = slots.acquire(impatient.signal).then((free) => order.push(`second ${typeof free}`));
  const third = slots.acquire(signal).then((free) => {
    order.push(`third ${typeof free}`);
    free?.();
  });
  impatient.abort();
  first?.();
  first?.();
  await Promise.all([second, third]);
  expect(order).toEqual(['second undefined', 'third function']);
  expect(await slots.acquire(signal)).toBeDefined();
});
