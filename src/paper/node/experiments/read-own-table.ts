/** Reads the user's own table, and identifies it by its content and how it is used. */
import { createHash, type Hash } from 'node:crypto';
import { InputError } from '../../../errors.js';
import { readTable, tableFileBytes } from '../../../platform/node/files/read-table-file.js';
import type { ReadTableOptions } from '../../../tables/reading/read-table.js';
import type { Table } from '../../../tables/table.js';
import { quote } from '../../../text/name-list.js';
import type { CellDescription, ReadingSettings, TableSettings } from '../../experiments/cell.js';

export type OwnTableOptions = ReadingSettings & Pick<ReadTableOptions, 'name' | 'memoryLimitBytes'>;

export interface OwnTable {
  readonly table: Table;
  /** SHA-256 of the bytes that the table was read from, in hexadecimal. */
  readonly digest: string;
}

/** Throws `InputError` as `readTable`; `options.name` defaults to the path. */
export async function readOwnTable(path: string, options: OwnTableOptions = {}): Promise<OwnTable> {
  const { name = path } = options;
  const hash = createHash('sha256');
  const table = await readTable(hashed(tableFileBytes(path, name), hash), { ...options, name });
  return { table, digest: hash.digest('hex') };
}

/** SHA-256 of everything that decides the scores: the bytes, and how the table is read and used. */
export function ownChecksum(digest: string, settings: TableSettings): string {
  const { target, reading = {}, overrides = {}, mergeLabels = false, roles } = settings;
  const known = [
    digest,
    target,
    sorted(reading),
    sorted(overrides),
    mergeLabels,
    ...(roles ? [sorted(roles)] : []),
  ];
  return createHash('sha256').update(JSON.stringify(known)).digest('hex');
}

function sorted(options: object): (readonly [string, unknown])[] {
  return Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * The table of a cell, from its file.
 *
 * @throws InputError as `readTable`, and if the file is not the one that the cell was planned for.
 */
export async function readUnchanged(
  path: string,
  { checksum, table: settings }: Pick<CellDescription, 'checksum' | 'table'>,
  options: Pick<OwnTableOptions, 'memoryLimitBytes'>,
): Promise<Table> {
  const { table, digest } = await readOwnTable(path, {
    ...settings?.reading,
    ...options,
    name: settings?.file,
  });
  if (settings !== undefined && ownChecksum(digest, settings) === checksum) return table;
  throw new InputError(
    `${quote(settings?.file ?? path)} has changed since the benchmark was started: start it again for the new content`,
  );
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array, undefined> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
