/** Options that several commands share. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LONGEST_SECONDS } from '../../pipeline/comparison/time-limit.js';
import { TABLE_FORMATS, type TableFormat } from '../../tables/reading/table-formats.js';
import { parseNumber } from '../../text/number-text.js';
import { writeError } from '../output/output.js';

export interface MessageOptions {
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

export interface TableOptions {
  readonly format?: TableFormat;
  readonly delimiter?: string;
  readonly maxExpanded?: number;
  readonly memoryLimit?: number;
}

const UNITS = new Map([
  ['', 1],
  ['K', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
]);

/** Options for the messages on standard error. */
export function addMessageOptions(command: Command): Command {
  return command
    .option('-q, --quiet', 'no progress and no notices on standard error')
    .option('--debug', 'show the stack of an error (as the environment variable DEBUG)');
}

/** Options for how the bytes of a table are read. */
export function addTableOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <name>', 'format of the table (default: by content and extension)').choices(
        TABLE_FORMATS,
      ),
    )
    .option('--delimiter <character>', 'cell delimiter, "tab" for a tab (default: detected)', delimiter)
    .option(
      '--max-expanded <size>',
      'limit of the bytes that a .gz, or the cells of Parquet and JSON lines, may expand to ' +
        '(default: 4G; for Parquet and JSON lines 512 times the file, at least 64M)',
      size,
    )
    .option('--memory-limit <size>', 'memory limit for the table (default: 2G)', size);
}

/** Notices on standard error. */
export function notices({ quiet }: MessageOptions): (notice: string) => void {
  return quiet ? () => {} : (notice) => writeError(`notice: ${notice}`);
}

function delimiter(text: string): string {
  const character = text === 'tab' || text === '\\t' ? '\t' : text;
  if (character.length !== 1) throw new InvalidArgumentError('Give one character, or tab.');
  return character;
}

/** For an option that may be repeated: its values in their order. */
export function append(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

/** A count, from 1. */
export function wholeNumber(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Give a positive integer.');
  return value;
}

/** A number of rows, or a share of them in percent. */
export function rowsOrShare(text: string): { rows: number } | { share: number } {
  const value = parseNumber(text.replace(/%$/, ''));
  const isShare = text.endsWith('%');
  if (isShare ? value > 0 && value <= 100 : Number.isSafeInteger(value) && value >= 1) {
    return isShare ? { share: value / 100 } : { rows: value };
  }
  throw new InvalidArgumentError('Give a number of rows, as 200, or a share of them, as 1%.');
}

/** A probability, from 0 to 1. */
export function probability(text: string): number {
  const value = parseNumber(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a probability from 0 to 1.');
  return value;
}

/** A duration that a timer can count. */
export function seconds(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value <= LONGEST_SECONDS)) {
    throw new InvalidArgumentError(`Give a number of seconds, up to ${LONGEST_SECONDS}.`);
  }
  return value;
}

/** The seed of a random stream. */
export function seed(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError('Give an integer from 0 to 2^53 - 1.');
  }
  return value;
}

/** Bytes, with K, M or G for powers of 1024. */
export function size(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([KMG]?)$/i.exec(text) ?? [];
  const bytes = Number(digits) * (UNITS.get((unit ?? '').toUpperCase()) ?? Number.NaN);
  if (!(bytes >= 1))
    throw new InvalidArgumentError('Give a number of bytes, optionally with the suffix K, M or G.');
  return Math.floor(bytes);
}
