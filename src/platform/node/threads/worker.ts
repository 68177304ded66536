/** A thread of the pool: runs one task at a time, of whatever jobs are open. */
import '../v8-flags.js';
import { parentPort } from 'node:worker_threads';
import { InputError } from '../../../errors.js';
import type { RunTask } from './job.js';
import { jobs } from './jobs.js';
import type { FromThread, ToThread } from './messages.js';

const port = parentPort as NonNullable<typeof parentPort>;
const open = new Map<number, Promise<RunTask>>();
let running: AbortController | undefined;

port.on('message', (message: ToThread) => {
  if (message.kind === 'open') {
    const opened = openJob(message.name, message.shared);
    // Its tasks await it: each of them fails if it does.
    opened.catch(() => {});
    open.set(message.job, opened);
  } else if (message.kind === 'close') open.delete(message.job);
  else if (message.kind === 'cancel') running?.abort();
  else if (message.kind === 'end') port.close();
  else void run(message.job, message.task);
});

async function openJob(name: string, shared: unknown): Promise<RunTask> {
  const load = jobs.get(name);
  if (load === undefined) throw new Error(`there is no kind of job ${name}`);
  return (await load()).openJob(shared as never);
}

async function run(job: number, task: unknown): Promise<void> {
  const controller = new AbortController();
  running = controller;
  const { signal } = controller;
  const report = (value: unknown) => post({ kind: 'report', report: value });
  let answer: FromThread;
  try {
    const runTask = await (open.get(job) as Promise<RunTask>);
    answer = { kind: 'done', result: await runTask(task as never, { signal, report }) };
  } catch (error) {
    answer = signal.aborted ? { kind: 'cancelled' } : failure(error);
  }
  running = undefined;
  post(answer);
}

function failure(error: unknown): FromThread {
  const isInputError = error instanceof InputError;
  if (!(error instanceof Error)) return { kind: 'failed', message: String(error), isInputError };
  return { kind: 'failed', message: error.message, isInputError, stack: error.stack };
}

function post(message: FromThread): void {
  port.postMessage(message);
}
