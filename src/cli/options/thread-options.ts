/** The option that limits the threads of a command. */
import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { wholeNumber } from './common-options.js';

export interface ThreadOptions {
  readonly jobs: number;
}

/** @param use what the threads are used for, for the help */
export function addThreadOptions(command: Command, use: string): Command {
  return command.addOption(
    new Option('--jobs <n>', `threads used for ${use}`)
      .argParser(wholeNumber)
      .default(availableParallelism(), 'one per core'),
  );
}
