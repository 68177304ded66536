/**
 * The process that generates and runs the inputs of one target. It may hang or crash: fuzz/run.mjs watches it.
 * Input `index` depends only on seed, target and index, so each can be generated again.
 */
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noProgress, writeProgress } from './progress.mjs';
import { Random } from './random.mjs';
import { targets } from './targets/index.mjs';

/** CPU time, so that other load on the machine does not count. */
const SLOW_SECONDS = 1;
/** Maximum growth of the peak resident memory in one input. */
const MOST_GROWTH_KIB = 512 * 1024;

/**
 * The parent's request: to run the inputs [from, to) until `end` (milliseconds since 1970), to write the
 * input `from` to `file` without running it, or to run the input that is in `file`.
 * @typedef {{ job: 'run' | 'write' | 'replay', target: string, seed: number, from: number, to: number,
 *   end: number, progress: string, folder: string, file: string }} Work
 */

const work = /** @type {Work} */ (JSON.parse(process.argv[2]));
const target = targets.find(({ name }) => name === work.target);
const state = await target.prepare?.();

const progressFile = openSync(work.progress, 'r+');
const progress = noProgress(work.from);

if (work.job === 'write') writeFileSync(work.file, input(work.from));
else if (work.job === 'replay') await run(0, new Uint8Array(readFileSync(work.file)));
else {
  for (let index = work.from; index < work.to && Date.now() < work.end; index++) {
    progress.index = index;
    writeProgress(progressFile, progress);
    await run(index, input(index));
  }
}
writeProgress(progressFile, progress);
process.disconnect();

/** @param {number} index */
function input(index) {
  return target.generate(new Random(work.seed, target.name, index), state);
}

/**
 * @param {number} index
 * @param {Uint8Array} bytes
 */
async function run(index, bytes) {
  const { maxRSS } = process.resourceUsage();
  const before = process.cpuUsage();
  let reason;
  let ending;
  try {
    ending = await target.run(bytes, state);
  } catch (error) {
    reason = error instanceof Error ? `${error.stack}` : String(error);
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const growth = process.resourceUsage().maxRSS - maxRSS;
  progress.inputs++;
  if (seconds > progress.slowest) {
    progress.slowest = seconds;
    progress.slowestIndex = index;
  }
  if (seconds > SLOW_SECONDS) reason ??= `slow: ${seconds.toFixed(2)} s of CPU`;
  if (growth > MOST_GROWTH_KIB) reason ??= `memory: ${Math.round(growth / 1024)} MiB more than before`;
  if (reason === undefined) progress[ending]++;
  else await fail(index, bytes, reason);
}

/**
 * @param {number} index
 * @param {Uint8Array} bytes
 * @param {string} reason
 */
async function fail(index, bytes, reason) {
  progress.failed++;
  let { file } = work;
  if (work.job === 'run') {
    file = join(work.folder, `${target.name}-${work.seed}-${index}.bin`);
    writeFileSync(file, bytes);
  }
  await new Promise((resolve) => process.send({ file, reason }, resolve));
}
