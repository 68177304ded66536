/** Options that `benchmark` and `ablate` share. */
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROTOCOLS } from '../../pipeline/defaults.js';
import type { Protocol } from '../../pipeline/provenance.js';
import {
  addMessageOptions,
  addRefitOption,
  append,
  type MessageOptions,
  seconds,
  size,
  sizeFrom,
  wholeNumber,
} from './common-options.js';
import { collectNames } from './name-arguments.js';

export interface ExperimentOptions extends MessageOptions {
  readonly datasets?: readonly string[];
  readonly classifiers: readonly string[];
  readonly seeds: number;
  readonly protocol: readonly Protocol[];
  readonly jobs: number;
  readonly timeLimit?: number;
  readonly memoryLimit: number;
  readonly out: string;
  readonly epochs?: string;
  readonly refit?: boolean;
  readonly set?: readonly string[];
  readonly budget?: Budget;
  readonly times?: readonly string[];
  readonly plan?: boolean;
  readonly retryFailed?: boolean;
  readonly wait: boolean;
}

/** A duration as it was typed. */
export interface Budget {
  readonly seconds: number;
  readonly text: string;
}

/** Stands for every data set or classifier. */
export const ALL = 'all';
const DEFAULT_MEMORY_LIMIT = '2G';
/** Half of it is too little even for knn on glass: the process itself takes that much. */
const LEAST_MEMORY_LIMIT = '32M';
/** Every run is planned before the first one starts; a larger number is more likely a typo. */
const MOST_SEEDS = 10_000;

export function addExperimentOptions(command: Command): Command {
  command
    .option('--datasets <names>', 'comma-separated data sets (default: all)', names)
    .addOption(
      new Option('--classifiers <names>', 'comma-separated classifiers').argParser(names).default([ALL], ALL),
    )
    .option('--seeds <n>', 'number of runs, with seeds 42, 43, ...', seedCount, 5)
    .addOption(
      new Option('--protocol <names>', 'honest, paper (its scores leak), or honest,paper')
        .argParser(protocols)
        .default(['honest'], 'honest'),
    )
    .addOption(
      new Option('--jobs <n>', 'runs at the same time')
        .argParser(wholeNumber)
        .default(availableParallelism(), 'one per core'),
    )
    .option(
      '--time-limit <time>',
      'record a run that takes longer, such as 90, 90s or 5m, as failed (default: none)',
      seconds,
    )
    .addOption(
      new Option(
        '--memory-limit <size>',
        'memory limit of a run: for its JavaScript heap, and for its prepared rows',
      )
        .argParser(sizeFrom(LEAST_MEMORY_LIMIT))
        .default(size(DEFAULT_MEMORY_LIMIT), DEFAULT_MEMORY_LIMIT),
    )
    .option('--out <folder>', 'folder of the records, also those to resume from', 'runs')
    .option('--epochs <n>', 'passes over the training rows (default: 100)')
    .option('--set <name=value>', 'set an option of the classifiers; repeatable', append)
    .option(
      '--budget <time>',
      'use fewer seeds where runs take long, so that all of them are expected to take no longer, such as 6h',
      (text: string): Budget => ({ seconds: seconds(text), text }),
    )
    .option(
      '--times <paths>',
      'folders or files of earlier records, to estimate times of runs not in --out (comma-separated)',
      names,
    )
    .option('--plan', 'print the number of runs and the expected times, and stop')
    .option('--retry-failed', 'rerun the runs that failed')
    .option('--no-wait', 'exit when only runs of other processes are left');
  return addMessageOptions(addRefitOption(command));
}

/** How both commands resume, at the end of their help. */
export const EXPERIMENT_HELP = `
Every finished run is one line of runs.jsonl in the folder. The same command
resumes where it was stopped or killed; several processes, also on several
machines, may work in one folder at the same time. Runs of another process are
waited for, and taken over when that process ends or has not renewed its lease
for 30 seconds. A failed run is recorded with its reason, and repeated with
--retry-failed only. Records of another version need another folder.

Times are those of earlier records of the same classifier and data set, or
estimated from others. --budget takes seeds from the runs that take longest, the
last seeds first, and counts what is recorded. Tuned runs, and classifiers of
which no rows choose a checkpoint, have the protocol honest alone if both are
given.

Exit codes: 0 every run is done, 1 a run failed or (with --no-wait) is left to
another process, 2 wrong use or bad input, 128 + N stopped by signal N (130 for
Ctrl-C). Data sets that are not available are skipped.`;

/** Each name once, without the default of the option. */
function names(text: string): string[] {
  return [...new Set(collectNames(text))];
}

function seedCount(text: string): number {
  const value = wholeNumber(text);
  if (value > MOST_SEEDS) throw new InvalidArgumentError(`It is more than ${MOST_SEEDS}: give fewer.`);
  return value;
}

function protocols(text: string): Protocol[] {
  return names(text).map((name) => {
    const protocol = PROTOCOLS.find((each) => each === name);
    if (protocol === undefined) throw new InvalidArgumentError('Choose honest, paper or honest,paper.');
    return protocol;
  });
}
