/**
 * Runs cells in processes of their own, so that neither an endless training nor one that runs out of memory takes the
 * others with it. A process can be killed at any moment; a worker thread that is ended while V8 compiles its code can
 * block for ever (nodejs/node#54918).
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FailedRecord, FullRecord } from '../../experiments/run-record.js';
import type { CellMessage, CellWork } from './cell-messages.js';
import type { RunCellTask } from './run-experiment.js';

export interface CellProcessOptions {
  /** Written into the record of a cell whose process did not live to write its own. */
  readonly kernelBuild: string;
  /** A cell that takes longer is recorded as failed; default no limit. */
  readonly timeLimitSeconds?: number;
  /** Most JavaScript heap of the process, and most memory of the prepared rows. */
  readonly memoryLimitBytes: number;
}

const MEBIBYTE = 2 ** 20;
/** Enough of what a dying process writes to tell why. */
const KEPT_CHARACTERS = 10_000;

/**
 * A task for `runExperiment`: the record is a failure, with its reason, where the cell could not be run. A process that
 * has done a cell waits for the next; it ends with this one.
 */
export function processTask(options: CellProcessOptions): RunCellTask {
  const { memoryLimitBytes, timeLimitSeconds, kernelBuild } = options;
  const mebibytes = Math.ceil(memoryLimitBytes / MEBIBYTE);
  const idle: ChildProcess[] = [];
  return ({ description, table }: PlannedCell, { signal, onEpoch }) => {
    const work: CellWork = { description, table, memoryLimitBytes };
    const started = performance.now();
    const failure = (reason: string): FailedRecord => ({
      ...description,
      kernelBuild,
      node: process.version,
      outcome: 'failed',
      reason,
      seconds: (performance.now() - started) / 1000,
    });
    return new Promise<FullRecord>((resolve, reject) => {
      const child = takeLiving(idle) ?? startProcess(mebibytes);
      let reason: string | undefined;
      let complaint = '';
      const over = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        child.removeAllListeners();
        child.stderr?.removeAllListeners('data');
      };
      const stop = () => {
        reason = 'it was stopped';
        child.kill('SIGKILL');
        reject(signal.reason);
      };
      const timer =
        timeLimitSeconds === undefined
          ? undefined
          : setTimeout(() => {
              reason ??= `it took longer than the time limit of ${timeLimitSeconds} s`;
              child.kill('SIGKILL');
            }, timeLimitSeconds * 1000);
      signal.addEventListener('abort', stop, { once: true });
      child.on('message', (message: CellMessage) => {
        if (message.kind === 'epoch') {
          onEpoch(message.epoch, message.epochs);
        } else if (reason === undefined) {
          over();
          // What befalls an idle process shows when the next cell needs one.
          child.on('error', () => {});
          letExit(child, true);
          idle.push(child);
          resolve(message.record);
        }
      });
      child.on('error', (error) => {
        reason ??= `its process could not be started: ${error.message}`;
      });
      child.stderr?.on('data', (text: string) => {
        complaint = (complaint + text).slice(-KEPT_CHARACTERS);
      });
      // Only now its memory is free for the next cell, and everything it wrote has been read.
      child.on('close', (code, endedBy) => {
        over();
        resolve(failure(reason ?? whyEnded(complaint, mebibytes, code, endedBy)));
      });
      letExit(child, false);
      child.send(work, (error) => {
        if (error) reason ??= `its process could not be given its work: ${error.message}`;
      });
    });
  };
}

function takeLiving(idle: ChildProcess[]): ChildProcess | undefined {
  let child = idle.pop();
  while (child !== undefined && !child.connected) child = idle.pop();
  return child;
}

/** Whether this process may end while the other is there. */
function letExit(child: ChildProcess, mayExit: boolean): void {
  const pipe = child.stderr as Socket;
  for (const each of [child, child.channel, pipe]) each?.[mayExit ? 'unref' : 'ref']();
}

function startProcess(mebibytes: number): ChildProcess {
  const child = fork(new URL('./cell-process.js', import.meta.url), {
    // In place of the program's own arguments, such as --input-type.
    execArgv: [`--max-old-space-size=${mebibytes}`, '--expose-gc'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.setEncoding('utf8');
  return child;
}

function whyEnded(complaint: string, mebibytes: number, code: number | null, endedBy: string | null): string {
  if (/out of memory/i.test(complaint)) return `it needs more memory than the limit of ${mebibytes} MiB`;
  const last = complaint.trim().split('\n').at(-1) ?? '';
  const how = endedBy === null ? `with code ${code}` : `by ${endedBy}`;
  return `its process ended ${how}${last === '' ? '' : `: ${last}`}`;
}
