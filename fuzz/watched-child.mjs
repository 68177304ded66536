/** Runs the inputs of one target in child processes, and continues after an input that hangs or crashes one. */
import { fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noProgress, readProgress, writeProgress } from './progress.mjs';

const CHILD = fileURLToPath(new URL('./child.mjs', import.meta.url));
const HEAP_MIB = 1024;
/** Far more than the second that an input may take, even on a busy machine. */
const HANG_MILLISECONDS = 60_000;
const PREPARATION_MILLISECONDS = 600_000;
const POLL_MILLISECONDS = 250;

/**
 * @typedef {import('./progress.mjs').Progress} Progress
 * @typedef {{ target: string, seed: number, inputs: number, end: number, folder: string }} Job
 * @typedef {{ file: string, reason: string }} Failure
 */

/**
 * Runs the inputs 0 to `inputs` - 1 of a target, or as many as start before `end`. `onProgress` regularly gets the counts so
 * far, `onFailure` every failing input, which has been written to a file.
 * @param {Job} job
 * @param {{ onProgress: (progress: Progress) => void, onFailure: (failure: Failure) => void }} listeners
 * @returns {Promise<Progress>}
 */
export async function runTarget({ target, seed, inputs, end, folder }, { onProgress, onFailure }) {
  let total = noProgress(0);
  for (let from = 0; from < inputs && Date.now() < end; ) {
    const work = { job: /** @type {const} */ ('run'), target, seed, from, to: inputs, end, folder };
    const before = total;
    const { progress, died } = await runChild(work, (now) => onProgress(sum(before, now)), onFailure);
    total = sum(before, progress);
    if (died === undefined) return total;
    if (progress.index < from) throw new Error(`target ${target} failed to start: ${died}`);
    const file = join(folder, `${target}-${seed}-${progress.index}.bin`);
    const write = { ...work, job: /** @type {const} */ ('write'), from: progress.index, file };
    const written = await runChild(write, () => {}, onFailure);
    const made = written.died === undefined ? '' : ' (so does generating the input, which is not written)';
    onFailure({ file, reason: died + made });
    total = { ...total, inputs: total.inputs + 1, failed: total.failed + 1 };
    from = progress.index + 1;
  }
  return total;
}

/**
 * Runs one input again, from its file.
 * @param {string} target
 * @param {string} file
 * @param {(failure: Failure) => void} onFailure
 * @returns {Promise<Progress>}
 */
export async function replay(target, file, onFailure) {
  const { progress, died } = await runChild(
    { job: 'replay', target, seed: 0, from: 0, file },
    () => {},
    onFailure,
  );
  if (died === undefined) return progress;
  onFailure({ file, reason: died });
  return { ...progress, inputs: 1, failed: 1 };
}

/**
 * @param {Progress} a
 * @param {Progress} b
 * @returns {Progress}
 */
function sum(a, b) {
  const slower = b.slowest > a.slowest ? b : a;
  return {
    index: b.index,
    inputs: a.inputs + b.inputs,
    accepted: a.accepted + b.accepted,
    refused: a.refused + b.refused,
    failed: a.failed + b.failed,
    slowest: slower.slowest,
    slowestIndex: slower.slowestIndex,
  };
}

/**
 * @param {Partial<import('./child.mjs').Work>} work
 * @param {(progress: Progress) => void} onProgress
 * @param {(failure: Failure) => void} onFailure
 * @returns {Promise<{ progress: Progress, died?: string }>} `died`: why the child ended early
 */
function runChild(work, onProgress, onFailure) {
  const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-fuzz-'));
  const path = join(folder, 'progress');
  writeFileSync(path, '');
  const file = openSync(path, 'r+');
  writeProgress(file, noProgress(work.from));
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, [JSON.stringify({ ...work, progress: path })], {
      execArgv: [`--max-old-space-size=${HEAP_MIB}`],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2000);
    });
    let seen = work.from - 1;
    let since = Date.now();
    let hung = false;
    const poll = setInterval(() => {
      const progress = readProgress(file);
      onProgress(progress);
      if (progress.index !== seen) {
        seen = progress.index;
        since = Date.now();
      }
      const limit = seen < work.from && work.job === 'run' ? PREPARATION_MILLISECONDS : HANG_MILLISECONDS;
      if (Date.now() - since < limit) return;
      hung = true;
      child.kill('SIGKILL');
    }, POLL_MILLISECONDS);
    child.on('message', (message) => onFailure(/** @type {Failure} */ (message)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(poll);
      const progress = readProgress(file);
      closeSync(file);
      rmSync(folder, { recursive: true });
      if (hung) resolve({ progress, died: `hang: not finished within ${HANG_MILLISECONDS / 1000} s` });
      else if (code === 0) resolve({ progress });
      else
        resolve({ progress, died: `the process ended with ${signal ?? `code ${code}`}: ${errors.trim()}` });
    });
  });
}
