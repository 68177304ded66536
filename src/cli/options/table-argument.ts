/** Reads the table that an argument names. */
import { basename } from 'node:path';
import type { Provenance } from '../../pipeline/provenance.js';
import { readTable, readTableBlocks } from '../../platform/node/files/read-table-file.js';
import type { ReadTableBlocksOptions, ReadTableOptions } from '../../tables/reading/read-table.js';
import type { Table } from '../../tables/table.js';
import { listNames } from '../../text/name-list.js';
import type { TableOptions } from './common-options.js';

export interface TableArgument extends Pick<ReadTableOptions, 'spellings'> {
  /** How the training table of the model was read, which the table is read like unless options say otherwise. */
  readonly trained?: Provenance['reading'];
  /** Called with the notices of the reading as soon as the table is read; they are in `Table.notices` too. */
  readonly notify?: (notice: string) => void;
}

/** The table at `path`, or from standard input for `-`. */
export async function readTableArgument(
  path: string,
  options: TableOptions,
  { spellings, trained = {}, notify = () => {} }: TableArgument = {},
): Promise<Table> {
  const table = await readTable(path, { spellings, ...readingOptions(options, trained) });
  const notices = [...repeatedChoices(table, options, trained), ...(table.notices ?? [])];
  notices.forEach(notify);
  return notices.length > 0 ? { ...table, notices } : table;
}

/** The same table block by block; the first one has the notices, which are not given to `notify`. */
export async function* readTableBlocksArgument(
  path: string,
  options: TableOptions,
  {
    trained = {},
    ...reading
  }: Omit<TableArgument, 'notify'> &
    Pick<ReadTableBlocksOptions, 'blockRows'> & { readonly onBytes?: (bytes: number) => void },
): AsyncGenerator<Table, undefined> {
  const blocks = readTableBlocks(path, { ...reading, ...readingOptions(options, trained) });
  for await (const block of blocks) {
    const isFirst = block.firstRow === undefined;
    const notices = isFirst ? [...repeatedChoices(block, options, trained), ...(block.notices ?? [])] : [];
    yield notices.length > 0 ? { ...block, notices } : block;
  }
}

function readingOptions(
  options: TableOptions,
  trained: NonNullable<Provenance['reading']>,
): ReadTableOptions {
  return {
    format: options.format,
    delimiter: options.delimiter,
    header: options.header ?? trained.header,
    encoding: options.encoding,
    missing: union(trained.missing, options.missing),
    keepWords: options.keepWords ?? trained.keepWords,
    maxExpandedBytes: options.maxExpanded,
    memoryLimitBytes: options.memoryLimit,
  };
}

/** What the model decided about the reading. */
function repeatedChoices(
  { reading }: Table,
  { header, missing = [], keepWords }: TableOptions,
  trained: NonNullable<Provenance['reading']>,
): string[] {
  const notices: string[] = [];
  if (header === undefined && trained.header === false && reading?.header === false) {
    notices.push('read without a header, as the training table was; --header reads the first line as names');
  }
  const repeated = trained.missing?.filter((word) => !missing.includes(word)) ?? [];
  if (repeated.length > 0) {
    notices.push(`missing cells are also ${listNames(repeated)}, as in training`);
  }
  if (keepWords === undefined && trained.keepWords !== undefined) {
    notices.push(`not missing, as in training: ${listNames(trained.keepWords)}; see --keep-words`);
  }
  return notices;
}

/** The name of a table argument in a report. */
export function tableName(path: string): string {
  return path === '-' ? 'standard input' : basename(path);
}

function union(
  some: readonly string[] | undefined,
  more: readonly string[] | undefined,
): readonly string[] | undefined {
  return some === undefined ? more : [...new Set([...some, ...(more ?? [])])];
}
