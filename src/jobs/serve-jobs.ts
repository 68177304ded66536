/** A place that works for an executor: opens jobs, and runs one task at a time. */
import type { JobKinds, RunTask } from './executor.js';
import { type FromPlace, sentError, type ToPlace } from './messages.js';

/** Sends an answer; `transfer` lists the buffers of it that may be moved. */
export type PostAnswer = (message: FromPlace, transfer: ArrayBuffer[]) => void;

/** Returns the handler of messages to a place, which answers through `post`. */
export function serveJobs(kinds: JobKinds, post: PostAnswer): (message: ToPlace) => void {
  const open = new Map<number, Promise<RunTask<never, unknown, unknown>>>();
  let running: AbortController | undefined;

  const openJob = async (name: string, shared: unknown) => {
    const load = kinds.get(name);
    if (load === undefined) throw new Error(`there is no kind of job ${name}`);
    return (await load()).openJob(shared as never);
  };
  const run = async (job: number, task: unknown) => {
    const controller = new AbortController();
    running = controller;
    const { signal } = controller;
    const report = (value: unknown) => post({ kind: 'report', report: value }, []);
    const given = new Set<ArrayBuffer>();
    const transfer = (buffers: Iterable<ArrayBuffer>) => {
      for (const buffer of buffers) given.add(buffer);
    };
    let answer: FromPlace;
    try {
      const runTask = await (open.get(job) as NonNullable<ReturnType<typeof open.get>>);
      answer = { kind: 'done', result: await runTask(task as never, { signal, report, transfer }) };
    } catch (error) {
      given.clear();
      answer = { kind: 'failed', error: sentError(error) };
    }
    running = undefined;
    try {
      post(answer, [...given]);
    } catch (error) {
      // A result that cannot be sent.
      post({ kind: 'failed', error: sentError(error) }, []);
    }
  };

  return (message) => {
    if (message.kind === 'open') {
      const opened = openJob(message.name, message.shared);
      // Its tasks await it: each of them fails if it does.
      opened.catch(() => {});
      open.set(message.job, opened);
    } else if (message.kind === 'release') open.delete(message.job);
    else if (message.kind === 'cancel') running?.abort();
    else void run(message.job, message.task);
  };
}
