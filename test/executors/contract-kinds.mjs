/** The kind of jobs of the executors' contract, for threads, processes and workers: plain JavaScript, because they load it. */
import { InputError } from '../../dist/errors.js';

/** Tells places apart. */
const place = `${Math.random()}`;
/** How often jobs were opened here, by the name in their shared data. */
const opened = new Map();

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function openJob({ name }) {
  opened.set(name, (opened.get(name) ?? 0) + 1);
  return async (task, { signal, report }) => {
    if (task.reports) for (let i = 0; i < task.reports; i++) report({ task: task.value, i });
    if (task.pauses) for (let i = 0; i < task.pauses; i++) await pause(1);
    while (task.waits) {
      await pause(1);
      signal.throwIfAborted();
    }
    for (const kept = []; task.hoards; ) kept.push(new Array(10_000).fill(kept.length));
    if (task.signal) {
      process.kill(process.pid, task.signal);
      await pause(10_000);
    }
    if (task.inputError) throw new InputError(task.inputError);
    if (task.error) throw new TypeError(task.error);
    return { value: task.value, place, opened: opened.get(name) };
  };
}

export const KIND = 'contract';
export const jobKinds = new Map([[KIND, async () => ({ openJob })]]);
