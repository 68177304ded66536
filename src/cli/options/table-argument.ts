/** Reads the table that an argument names. */
import { basename } from 'node:path';
import { readTable } from '../../platform/node/files/read-table-file.js';
import type { ReadTableOptions } from '../../tables/reading/read-table.js';
import type { Table } from '../../tables/table.js';
import type { TableOptions } from './common-options.js';

/** The table at `path`, or from standard input for `-`. */
export function readTableArgument(
  path: string,
  options: TableOptions,
  { spellings }: Pick<ReadTableOptions, 'spellings'> = {},
): Promise<Table> {
  return readTable(path, {
    spellings,
    format: options.format,
    delimiter: options.delimiter,
    maxExpandedBytes: options.maxExpanded,
    memoryLimitBytes: options.memoryLimit,
  });
}

/** The name of a table argument in a report. */
export function tableName(path: string): string {
  return path === '-' ? 'standard input' : basename(path);
}
