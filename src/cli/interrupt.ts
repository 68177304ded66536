/**
 * The signals that ask the program to end: Ctrl-C (SIGINT), SIGTERM, which Docker, systemd and `timeout` send, SIGHUP
 * of a closed terminal, and Ctrl-Break on Windows (SIGBREAK). The first one stops the work and keeps what is done, or
 * ends the program if there is nothing to keep; the second one quits at once. The exit code is 128 + the signal's
 * number.
 */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { SETTLING_MILLISECONDS } from '../platform/node/threads/settle.js';
import { threadsAreBusy } from '../platform/node/threads/worker-threads.js';
import { Exit, signalCode } from './exit-codes.js';
import { stopOutput, writeError } from './output/output.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * `timeout` signals its child and then the child's group, `npx` passes on the Ctrl-C that its child got too: the same
 * signal twice within this time is one.
 */
const REPEAT_MILLISECONDS = 250;
/** Output that is not written by then is lost. */
const FLUSH_MILLISECONDS = 5000;
/** Tasks that threads have not finished by then are lost. */
const IDLE_MILLISECONDS = 5000;

/** Reaction to the first signal while some work runs. */
interface Task {
  readonly stop: () => void;
  /** Called once another signal of the same kind counts, if the program has not ended by then. */
  readonly onSlow: () => void;
}

const NOTHING_TO_KEEP: Task = {
  stop: () => void leave(() => `interrupted by ${received}`),
  onSlow: () => {},
};

let received: NodeJS.Signals | undefined;
let repeatCounts = false;
let endIsSaid = false;
/** Native threads that are at work: see `blockExit`. */
let exitBlocks = 0;
let task: Task | undefined;
/** What SIGHUP does instead of ending a service. */
let onHangUp: (() => void) | undefined;

/** From now on the signals are handled. Also as process 1 of a container, which ignores them otherwise. */
export function watchSignals(): void {
  for (const signal of SIGNALS) if (signal in constants.signals) process.on(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  // From a terminal it says that this one is closed.
  if (signal === 'SIGHUP' && onHangUp !== undefined && !process.stdin.isTTY) {
    onHangUp();
    return;
  }
  if (received !== undefined) {
    if (repeatCounts || signal !== received) quit(signal);
    return;
  }
  received = signal;
  process.exitCode = signalCode(signal);
  if (signal === 'SIGHUP') process.on('exit', closeTerminal);
  const { stop, onSlow } = task ?? NOTHING_TO_KEEP;
  const slow = () => {
    repeatCounts = true;
    if (!endIsSaid) onSlow();
  };
  // Only after all pending signals have been handled, however long the thread was busy.
  globalThis.setTimeout(() => setImmediate(slow), REPEAT_MILLISECONDS).unref();
  stop();
}

/** On exit Node resets the terminal, and aborts if that is gone, unless the streams are closed. */
function closeTerminal(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      closeSync(descriptor);
    } catch {
      // It was closed from the start, or the terminal is gone.
    }
  }
}

/** Ends the program, unless the work is done by the time that the threads have finished their tasks. */
async function leave(message: () => string, isDone: () => boolean = () => false): Promise<void> {
  const deadline = performance.now() + IDLE_MILLISECONDS;
  while (threadsAreBusy() && performance.now() < deadline) await setTimeout(SETTLING_MILLISECONDS);
  if (isDone()) return;
  writeError(message());
  stopOutput(() => quit(received as NodeJS.Signals), FLUSH_MILLISECONDS);
}

/**
 * To be called before work in native threads, for which `process.exit` would wait: signals end the program themselves until the
 * returned function is called.
 */
export function blockExit(): () => void {
  exitBlocks++;
  return () => exitBlocks--;
}

/** `process.exit` has to end busy threads first, which can block forever (`settle`): then the signal itself ends it. */
function quit(signal: NodeJS.Signals): void {
  const code = signalCode(signal);
  if (threadsAreBusy() || exitBlocks > 0) {
    process.emit('exit', code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  process.exit(code);
}

async function during<T>(inner: Task, work: () => Promise<T>): Promise<T> {
  const outer = task;
  task = inner;
  try {
    return await work();
  } finally {
    task = outer;
  }
}

/**
 * Runs `work` with an abort signal, which the first signal to the process aborts, or has aborted already. `onSlow` is
 * called if the program has not ended a moment later, to write what it is doing, with `quitHint`.
 */
export function interruptible<T>(onSlow: () => void, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  if (received !== undefined) controller.abort();
  return during({ stop: () => controller.abort(), onSlow }, () => work(controller.signal));
}

/** Runs `work`, which saves and writes results: the first signal lets it finish. */
export function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const onSlow = () => writeError(`stopping once the results are saved (${quitHint()})`);
  return during({ stop: () => {}, onSlow }, work);
}

/** Runs `work`, of which nothing can be kept: the first signal ends the program, with `consequence` in its message. */
export async function abandonable<T>(
  consequence: string | (() => string),
  work: () => Promise<T>,
): Promise<T> {
  let isDone = false;
  const text = () => (typeof consequence === 'string' ? consequence : consequence());
  const stop = () =>
    void leave(
      () => `interrupted by ${received}: ${text()}`,
      () => isDone,
    );
  try {
    return await during({ stop, onSlow: () => {} }, work);
  } finally {
    isDone = true;
  }
}

/**
 * Runs `work`, a service, with an abort signal: the first signal asks it to end, after which the program goes on as if none
 * had come, so that its exit code is that of success; the second one quits at once. SIGHUP calls `hangUp` instead.
 */
export async function serving<T>(hangUp: () => void, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  onHangUp = hangUp;
  try {
    const result = await interruptible(() => {}, work);
    received = undefined;
    process.exitCode = undefined;
    return result;
  } finally {
    onHangUp = undefined;
  }
}

/** Whether a signal has come. */
export function wasInterrupted(): boolean {
  return received !== undefined;
}

/** How to end a program that is stopping. */
export function quitHint(): string {
  return `${received === 'SIGINT' ? 'Ctrl-C' : received} again quits at once`;
}

/** The exit of a command that was interrupted and has reported what it kept. */
export function interruptedExit(): Exit {
  endIsSaid = true;
  return new Exit(received === undefined ? 0 : signalCode(received));
}
