/** `npm run fuzz`: runs the targets on generated inputs, prints counts, keeps every failing input. */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { targets } from './targets/index.mjs';
import { replay, runTarget } from './watched-child.mjs';

const names = targets.map(({ name }) => name);
const HELP = `Usage: npm run fuzz -- [options]

Runs generated inputs, valid and damaged, through the built package (npm run build first). An input fails if it gives
neither a result nor a named error, takes more than 1 s of CPU, hangs, gives a number that is not finite, or takes
far too much memory. Each failing input is written to a file.

  --minutes N      time to run (default: 1)
  --inputs N       number of inputs over all targets, instead of a time
  --seed N         an integer; the same seed gives the same inputs (default: from the clock)
  --target A,B     targets to run (default: all): ${names.join(', ')}
  --out DIR        folder for failing inputs, TARGET-SEED-INDEX.bin (default: fuzz-failures)
  --replay FILE    run such a file again; the target is taken from its name, or from --target
  --help           show this text

Exit code: 0 without failures, 1 with failures, 2 for invalid arguments.`;

const TEXT = /** @type {const} */ ({ type: 'string' });
const options = readArguments();
const failures = [];
const onFailure = (failure) => {
  failures.push(failure);
  console.error(`FAILED ${failure.file}\n${failure.reason}\n`);
};

if (options.replay !== undefined) {
  const progress = await replay(options.targets[0], options.replay, onFailure);
  const ending = ['accepted', 'refused', 'failed'].find((each) => progress[each] > 0);
  console.log(`${options.targets[0]}: ${ending}, ${progress.slowest.toFixed(3)} s of CPU`);
} else await runAll();
process.exitCode = failures.length > 0 ? 1 : 0;

async function runAll() {
  const { seed, inputs, minutes, out } = options;
  mkdirSync(out, { recursive: true });
  const atOnce = Math.min(availableParallelism(), options.targets.length);
  const share = (minutes * 60_000 * atOnce) / options.targets.length;
  console.log(`seed ${seed}, Node ${process.version}`);
  const rows = [];
  const waiting = options.targets.map((target, i) => ({
    target,
    inputs: Math.floor((inputs + options.targets.length - 1 - i) / options.targets.length),
  }));
  const serve = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { target } = next;
      const start = performance.now();
      let reported = start;
      const onProgress = (progress) => {
        if (performance.now() - reported < 10_000) return;
        reported = performance.now();
        console.error(`${target}: ${describe(progress, reported - start)}`);
      };
      const job = {
        target,
        seed,
        inputs: next.inputs,
        end: Math.min(Date.now() + share, Number.MAX_SAFE_INTEGER),
        folder: out,
      };
      const progress = await runTarget(job, { onProgress, onFailure });
      rows.push({ target, progress });
      console.log(`${target}: ${describe(progress, performance.now() - start)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, serve));
  const total = rows.reduce((sum, { progress }) => sum + progress.inputs, 0);
  console.log(`${total} inputs, ${failures.length} failed`);
  if (failures.length > 0) console.log(`failing inputs are in ${out}: npm run fuzz -- --replay FILE`);
}

function describe({ inputs, accepted, refused, failed, slowest, slowestIndex }, milliseconds) {
  const rate = Math.round(inputs / (milliseconds / 1000));
  const slow = inputs === 0 ? '' : `, slowest ${slowest.toFixed(3)} s of CPU (input ${slowestIndex})`;
  return `${inputs} inputs, ${accepted} accepted, ${refused} refused, ${failed} failed${slow}, ${rate} a second`;
}

/** @returns {Partial<Record<'minutes' | 'inputs' | 'seed' | 'target' | 'out' | 'replay', string>> & { help?: boolean }} */
function givenOptions() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: TEXT,
        inputs: TEXT,
        seed: TEXT,
        target: TEXT,
        out: TEXT,
        replay: TEXT,
        help: { type: 'boolean' },
      },
    });
    return /** @type {any} */ (values);
  } catch (error) {
    return refuse(error.message);
  }
}

function readArguments() {
  const values = givenOptions();
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  if (values.minutes !== undefined && values.inputs !== undefined)
    refuse('give --minutes or --inputs, not both');
  const file = values.replay;
  const named = names.filter((name) => file !== undefined && basename(file).startsWith(`${name}-`));
  const chosen = values.target?.split(',') ?? (file === undefined ? names : named.slice(0, 1));
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown !== undefined) refuse(`--target ${unknown}: give one or more of ${names.join(', ')}`);
  if (file !== undefined && chosen.length !== 1) refuse(`--replay ${file}: give one target with --target`);
  return {
    minutes:
      values.inputs === undefined ? number('minutes', values.minutes ?? '1') : Number.POSITIVE_INFINITY,
    inputs: values.inputs === undefined ? Number.MAX_SAFE_INTEGER : whole('inputs', values.inputs),
    seed: values.seed === undefined ? Date.now() % 2 ** 31 : whole('seed', values.seed),
    targets: chosen,
    out: resolve(values.out ?? 'fuzz-failures'),
    replay: file,
  };
}

function number(name, text) {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
    refuse(`--${name} ${text}: give a positive number`);
  }
  return value;
}

function whole(name, text) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    refuse(`--${name} ${text}: give a non-negative integer`);
  return value;
}

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  console.error(`error: ${message} (--help lists the options)`);
  process.exit(2);
}
