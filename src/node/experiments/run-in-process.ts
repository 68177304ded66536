/**
 * Runs a cell in a process of its own, so that its memory is given back whole at its end, and neither an endless
 * training nor one that runs out of memory takes the others with it. A process can be killed at any moment; a worker
 * thread that is ended while V8 compiles its code can block for ever (nodejs/node#54918).
 */
import { type ChildProcess, fork } from 'node:child_process';
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

/** A task for `runExperiment`: the record is a failure, with its reason, where the cell could not be run. */
export function processTask(options: CellProcessOptions): RunCellTask {
  return ({ description, table }: PlannedCell, { signal, onEpoch }) => {
    const { memoryLimitBytes, timeLimitSeconds, kernelBuild } = options;
    const mebibytes = Math.ceil(memoryLimitBytes / MEBIBYTE);
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
      let record: FullRecord | undefined;
      let complaint = '';
      const child = startProcess(mebibytes);
      const stop = () => {
        child.kill('SIGKILL');
        reject(signal.reason);
      };
      const timer =
        timeLimitSeconds === undefined
          ? undefined
          : setTimeout(() => {
              record ??= failure(`it took longer than the time limit of ${timeLimitSeconds} s`);
              child.kill('SIGKILL');
            }, timeLimitSeconds * 1000);
      signal.addEventListener('abort', stop, { once: true });
      child.on('message', (message: CellMessage) => {
        if (message.kind === 'epoch') return onEpoch(message.epoch, message.epochs);
        record ??= message.record;
        // It has nothing else to do, and its end need not wait for the compiler.
        child.kill('SIGKILL');
      });
      child.on('error', (error) => {
        record ??= failure(`its process could not be started: ${error.message}`);
      });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        complaint = (complaint + text).slice(-KEPT_CHARACTERS);
      });
      // Only now its memory is free for the next cell, and everything it wrote has been read.
      child.on('close', (code, endedBy) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        resolve(record ?? failure(whyEnded(complaint, mebibytes, code, endedBy)));
      });
      child.send(work, (error) => {
        if (error) record ??= failure(`its process could not be given its work: ${error.message}`);
      });
    });
  };
}

function startProcess(mebibytes: number): ChildProcess {
  return fork(new URL('./cell-process.js', import.meta.url), {
    // In place of the program's own arguments, such as --input-type.
    execArgv: [`--max-old-space-size=${mebibytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function whyEnded(complaint: string, mebibytes: number, code: number | null, endedBy: string | null): string {
  if (/out of memory/i.test(complaint)) return `it needs more memory than the limit of ${mebibytes} MiB`;
  const last = complaint.trim().split('\n').at(-1) ?? '';
  const how = endedBy === null ? `with code ${code}` : `by ${endedBy}`;
  return `its process ended ${how}${last === '' ? '' : `: ${last}`}`;
}
