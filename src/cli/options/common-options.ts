/** Options that several commands share. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LONGEST_SECONDS } from '../../pipeline/comparison/time-limit.js';
import { ENCODINGS, type Encoding } from '../../tables/reading/encoding.js';
import { BLANKS } from '../../tables/reading/sample-rows.js';
import { TABLE_FORMATS, type TableFormat } from '../../tables/reading/table-formats.js';
import { parseNumber } from '../../text/number-text.js';
import { writeError } from '../output/output.js';
import { collectNames } from './name-arguments.js';

export interface MessageOptions {
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

export interface ReadingOptions {
  readonly format?: TableFormat;
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly encoding?: Encoding;
  readonly missing?: string[];
  readonly keepWords?: string[];
}

export interface TableOptions extends ReadingOptions {
  readonly maxExpanded?: number;
  readonly memoryLimit?: number;
}

const UNITS = new Map([
  ['', 1],
  ['K', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
]);

const SECONDS_OF_UNIT = new Map([
  ['', 1],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

/** Options for the messages on standard error. */
export function addMessageOptions(command: Command): Command {
  return command
    .option('-q, --quiet', 'no progress and no notices on standard error')
    .option('--debug', 'show the stack of an error (as the environment variable DEBUG)');
}

/** Small tables fit in it; a smaller limit is more likely a number without its unit. */
const LEAST_TABLE_MEMORY = '1M';

/** Options for how the bytes of a table are read, and their limits. */
export function addTableOptions(command: Command): Command {
  return addReadingOptions(command)
    .option(
      '--max-expanded <size>',
      'limit of the bytes that a .gz or .zst, or the cells of Parquet and JSON, may expand to ' +
        '(default: 4G; for Parquet and JSON 512 times the file, at least 64M)',
      size,
    )
    .option(
      '--memory-limit <size>',
      'memory limit for the table (default: 2G)',
      sizeFrom(LEAST_TABLE_MEMORY),
    );
}

/** Options for how the bytes of a table are read. */
export function addReadingOptions(command: Command): Command {
  return (
    command
      .addOption(
        new Option('--format <name>', 'format of the table (default: by content and extension)').choices(
          TABLE_FORMATS,
        ),
      )
      .option(
        '--delimiter <character>',
        'cell delimiter; "tab" for a tab, "blanks" for runs of blanks (default: detected)',
        delimiter,
      )
      // Before its negation, so that neither is the default.
      .option('--header', 'the first line holds the column names, even if they look like data')
      .option('--no-header', 'the first line is a row: columns are column1, column2, ... (default: a header)')
      .addOption(
        new Option(
          '--encoding <name>',
          'encoding of text (default: by its byte order mark, else utf-8)',
        ).choices(ENCODINGS),
      )
      .option(
        '--missing <words>',
        'further words for missing cells (comma-separated), such as unknown or -999',
        collectNames,
      )
      .option('--keep-words <words>', 'words that are not missing cells, such as None', collectNames)
  );
}

/** Notices on standard error, each once. */
export function notices({ quiet }: MessageOptions): (notice: string) => void {
  const said = new Set<string>();
  return (notice) => {
    if (quiet || said.has(notice)) return;
    said.add(notice);
    // A warning says that it is one itself.
    writeError(notice.startsWith('warning: ') ? notice : `notice: ${notice}`);
  };
}

function delimiter(text: string): string {
  const character = text === 'tab' || text === '\\t' ? '\t' : text;
  if (character.length !== 1 && character !== BLANKS) {
    throw new InvalidArgumentError('Give one character, tab or blanks.');
  }
  return character;
}

/** Adds `--refit`, the option of all networks. */
export function addRefitOption(command: Command): Command {
  return command.option(
    '--refit',
    'of networks: choose the number of steps on held-out rows, then train on all rows for that many',
  );
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

/** A whole number from 0. */
export function countFromZero(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Give an integer from 0.');
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

/** The share of rows whose prediction set has their class, above 0 and below 1. */
export function coverageShare(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value < 1)) {
    throw new InvalidArgumentError('Give a number between 0 and 1, such as 0.95.');
  }
  return value;
}

/** A duration that a timer can count, in seconds, or with the suffix s, m or h. */
export function seconds(text: string): number {
  const [, amount = '', unit = ''] = /^(.*?)([smh]?)$/is.exec(text) ?? [];
  const value = parseNumber(amount) * (SECONDS_OF_UNIT.get(unit.toLowerCase()) ?? Number.NaN);
  if (!(value > 0 && value <= LONGEST_SECONDS)) {
    throw new InvalidArgumentError(
      `Give a number of seconds up to ${LONGEST_SECONDS}, or a time such as 90s, 5m or 1h.`,
    );
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

/** A size, refused if it is less than the least one that is of use, written as for `size`. */
export function sizeFrom(least: string): (text: string) => number {
  return (text) => {
    const bytes = size(text);
    if (bytes >= size(least)) return bytes;
    const given = bytes === 1 ? '1 byte' : `${bytes} bytes`;
    throw new InvalidArgumentError(
      `It is ${given}, less than ${least}: give at least ${least} (suffixes: K, M or G).`,
    );
  };
}
