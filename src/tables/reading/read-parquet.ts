/**
 * Apache Parquet through hyparquet, one column at a time. The file says what its columns are: numbers
 * become numeric columns, everything else text (booleans with the dictionary false, true).
 */
import {
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { InputError } from '../../errors.js';
import type { Column } from '../table.js';
import { checkColumnNames, checkTextOption } from './column-names.js';
import type { MemoryLimit } from './memory-limit.js';
import { isoDate, isoTimestamp } from './parquet-dates.js';
import { infiniteMessage } from './place.js';

export interface ParquetOptions {
  readonly source: string;
  readonly text: ReadonlySet<string>;
  readonly limit: MemoryLimit;
}

type Cells = ArrayLike<unknown>;

const PARQUET_MAGIC = [0x50, 0x41, 0x52, 0x31];

/** Does `head` start as a Parquet file does (`PAR1`)? */
export function isParquet(head: Uint8Array): boolean {
  return PARQUET_MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * Reads a whole Parquet file. 64-bit integers beyond 2^53 make their column text, so that no digit is
 * lost; dates and timestamps become ISO 8601 text; null and NaN are missing cells. Throws `InputError`
 * for nested and binary columns, infinite numbers, and files that are foreign, damaged or cut off.
 */
export async function readParquet(file: Uint8Array<ArrayBuffer>, options: ParquetOptions): Promise<Column[]> {
  const { source, text, limit } = options;
  if (!isParquet(file)) throw damaged(source, 'it does not start with PAR1');
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  const metadata = await attempt(source, () => parquetMetadataAsync(buffer, { geoparquet: false }));
  const fields = await attempt(source, () => parquetSchema(metadata).children);
  const names = fields.map((field) => field.element.name);
  if (names.length === 0) throw new InputError(`${source}: the Parquet file has no columns`);
  limit.checkColumns(names.length);
  checkColumnNames(names, source);
  checkTextOption(text, names, source);
  for (const field of fields) refuseNested(field, source);
  const rows = Number(metadata.num_rows);
  if (rows === 0) throw new InputError(`${source}: there are columns but no rows; give at least one row`);
  limit.checkBytes(Math.max(rows * names.length * 4, uncompressedBytes(metadata)), rows, names.length);

  const columns: Column[] = [];
  for (const field of fields) {
    const { name, scale, converted_type: converted } = field.element;
    const cells = await readCells(buffer, metadata, name, source);
    const exact =
      converted === 'DECIMAL' ? cells.map((cell) => exactDecimal(cell, scale ?? 0, name, source)) : cells;
    columns.push(toColumn(name, exact, text.has(name), source));
  }
  return columns;
}

async function readCells(
  file: ArrayBuffer,
  metadata: FileMetaData,
  name: string,
  source: string,
): Promise<unknown[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes);
  const chunks: { readonly rowStart: number; readonly columnData: Cells }[] = [];
  await attempt(`${source}, column ${JSON.stringify(name)}`, async () =>
    parquetRead({
      file,
      metadata,
      columns: [name],
      compressors: await decompressorsFor(metadata),
      geoparquet: false,
      parsers: {
        dateFromDays: (days) => nullable(days, isoDate),
        timestampFromMilliseconds: (count) => nullable(count, (value) => isoTimestamp(BigInt(value), 3)),
        timestampFromMicroseconds: (count) => nullable(count, (value) => isoTimestamp(BigInt(value), 6)),
        timestampFromNanoseconds: (count) => nullable(count, (value) => isoTimestamp(BigInt(value), 9)),
        stringFromBytes: decode,
        jsonFromBytes: decode,
      },
      onChunk: (chunk) => chunks.push(chunk),
    }),
  );
  chunks.sort((a, b) => a.rowStart - b.rowStart);
  const cells: unknown[] = [];
  for (const { columnData } of chunks) for (let i = 0; i < columnData.length; i++) cells.push(columnData[i]);
  if (cells.length !== Number(metadata.num_rows)) {
    throw damaged(source, `column ${JSON.stringify(name)} has ${cells.length} of ${metadata.num_rows} rows`);
  }
  return cells;
}

const OWN_CODECS: readonly unknown[] = ['UNCOMPRESSED', 'SNAPPY'];

/**
 * What hyparquet cannot decompress itself. The package is loaded only for files that need it: for its snappy, which is
 * not used here, it takes a WebAssembly memory, 10 GiB of the process's addresses.
 */
async function decompressorsFor({ row_groups: groups }: FileMetaData): Promise<Compressors | undefined> {
  const codecs = groups.flatMap(({ columns }) => columns.map((column) => column.meta_data?.codec));
  if (codecs.every((codec) => OWN_CODECS.includes(codec))) return undefined;
  const { compressors } = await import('hyparquet-compressors');
  return { ...compressors, SNAPPY: undefined };
}

function nullable<T>(value: T | null | undefined, convert: (value: T) => string): string | undefined {
  return value === null || value === undefined ? undefined : convert(value);
}

/** hyparquet multiplies a decimal by 10^-scale, which is inexact; this gives the nearest float instead. */
function exactDecimal(cell: unknown, scale: number, name: string, source: string): unknown {
  if (typeof cell !== 'number') return cell;
  if (scale === 0 && !Number.isSafeInteger(cell)) {
    throw new InputError(
      `${source}: column ${JSON.stringify(name)} holds a decimal beyond 2^53, digits of which would be lost; write it as text or as 64-bit integers`,
    );
  }
  return Number(cell.toFixed(scale));
}

function toColumn(name: string, cells: readonly unknown[], asText: boolean, source: string): Column {
  let numeric = !asText;
  const values = new Float64Array(cells.length);
  for (let row = 0; row < cells.length && numeric; row++) {
    const cell = cells[row];
    if (typeof cell === 'number') {
      if (Math.abs(cell) === Number.POSITIVE_INFINITY) {
        const place = `${source}, row ${row + 1}, column ${JSON.stringify(name)}`;
        throw new InputError(`${place}: ${infiniteMessage(String(cell))}`);
      }
      values[row] = cell;
    } else if (cell === null || cell === undefined) values[row] = Number.NaN;
    else if (typeof cell === 'bigint' && BigInt(Number(cell)) === cell) values[row] = Number(cell);
    else numeric = false;
  }
  if (!numeric) return toTextColumn(name, cells, source);
  const narrow = values.every((value) => Number.isNaN(value) || Math.fround(value) === value);
  return { kind: 'numeric', name, values: narrow ? Float32Array.from(values) : values };
}

function toTextColumn(name: string, cells: readonly unknown[], source: string): Column {
  const known = new Map<string, number>();
  if (cells.every((cell) => typeof cell === 'boolean' || cell === null || cell === undefined)) {
    known.set('false', 0).set('true', 1);
  }
  const codes = Int32Array.from(cells, (cell) => {
    if (cell === null || cell === undefined || Number.isNaN(cell)) return -1;
    if (typeof cell === 'object') {
      throw new InputError(
        `${source}: column ${JSON.stringify(name)} holds binary or structured values; leave it out or write it as text`,
      );
    }
    const text = String(cell);
    const code = known.get(text) ?? known.size;
    if (code === known.size) known.set(text, code);
    return code;
  });
  return { kind: 'text', name, codes, dictionary: [...known.keys()] };
}

function refuseNested({ element, children }: SchemaTree, source: string): void {
  if (children.length === 0 && element.repetition_type !== 'REPEATED') return;
  throw new InputError(
    `${source}: column ${JSON.stringify(element.name)} is nested; flatten it into plain columns, or leave it out`,
  );
}

function uncompressedBytes(metadata: FileMetaData): number {
  let bytes = 0;
  for (const group of metadata.row_groups) {
    for (const column of group.columns) bytes += Number(column.meta_data?.total_uncompressed_size ?? 0);
  }
  return bytes;
}

/** Whatever hyparquet throws, it throws because of the file. */
async function attempt<T>(place: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw damaged(place, error instanceof Error ? error.message : String(error));
  }
}

function damaged(place: string, reason: string): InputError {
  return new InputError(`${place}: not a readable Parquet file (${reason}); write or fetch the file again`);
}
