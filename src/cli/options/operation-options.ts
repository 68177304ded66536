/** The options for the operation of a service. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseNumber } from '../../text/number-text.js';
import { seconds, wholeNumber } from './common-options.js';

/** The most first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export interface OperationArguments {
  /** Seconds. */
  readonly grace: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly metrics: boolean;
  readonly drift?: boolean;
  readonly driftRows: number;
  readonly driftMinutes: number;
}

export function addOperationOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--grace <time>', 'how long running requests may take after a signal to stop')
        .argParser(seconds)
        .default(10, '10s'),
    )
    .addOption(
      new Option('--log-level <level>', 'what is logged; info: each request but those of probes')
        .choices(LOG_LEVELS)
        .default('info'),
    )
    .option('--no-metrics', 'no /metrics (which needs the package prom-client)')
    .option('--drift', 'compare the rows with those of the training, as watch does')
    .option('--drift-rows <n>', 'compare after this many rows', wholeNumber, 100_000)
    .option('--drift-minutes <n>', 'or after this many minutes, if there are 200 rows', minutes, 60);
}

function minutes(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value <= 1e6)) throw new InvalidArgumentError('Give a positive number of minutes.');
  return value;
}
