/**
 * Apache Parquet, one column at a time. The file declares its column types: numbers become numeric columns, everything else
 * text (booleans with the dictionary false, true).
 *
 * Nothing in the file is trusted before it is checked: the footer (parquet/footer.ts), each page's header, sizes and
 * encodings. So any input gives a table or an `InputError`, in time and memory bounded by the size of the file.
 */
import { InputError } from '../../errors.js';
import { type TimeSlices, timeSlices } from '../../event-loop.js';
import type { Column } from '../table.js';
import { checkColumnNames, checkTextOption } from './column-names.js';
import { DamagedData } from './damage.js';
import { Expansion } from './expansion.js';
import type { MemoryLimit } from './memory-limit.js';
import type { Unpack } from './parquet/codecs/unpack.js';
import { ColumnCells } from './parquet/column-cells.js';
import { type ColumnChunk, type Footer, type ParquetColumn, readFooter } from './parquet/footer.js';
import { readChunk } from './parquet/read-chunk.js';

export interface ParquetOptions {
  readonly source: string;
  readonly text: ReadonlySet<string>;
  readonly limit: MemoryLimit;
  /** Maximum number of bytes that pages or cells may unpack to. Default: 64 MiB, or 512 times the file if that is more. */
  readonly maxExpandedBytes?: number;
  /** Unpacks pages packed with Brotli. Default: they are refused. */
  readonly brotli?: Unpack;
  readonly signal?: AbortSignal;
}

/**
 * Reads a whole Parquet file. 64-bit integers that a 64-bit float cannot hold make their column text, so that no digit
 * is lost; dates and timestamps become ISO 8601 text; null and NaN are missing cells. Throws `InputError` for nested and
 * binary columns, infinite numbers, files that are not Parquet, damaged, encrypted or cut off, and files that unpack to
 * more than allowed; rejects with the signal's reason.
 */
export async function readParquet(file: Uint8Array, options: ParquetOptions): Promise<Column[]> {
  const { source, limit } = options;
  const footer = attempt(source, () => readFooter(file, source, limit));
  const expansion = checkedFooter(footer, footer.rows, file.length, options);
  const columns: Column[] = [];
  let finishedBytes = 0;
  const slices = timeSlices();
  for (const column of footer.columns) {
    const read = await readColumn(column, column.chunks, file, {
      ...options,
      expansion,
      slices,
      columns: footer.columns.length,
      otherBytes: finishedBytes,
    });
    columns.push(read.column);
    finishedBytes += read.bytes;
  }
  return columns;
}

/** The limit of what the file may unpack to, read in parts of at most `most` rows. Throws `InputError` for columns and rows that no table can have. */
export function checkedFooter(
  { rows, columns }: Footer,
  most: number,
  size: number,
  { source, text, limit, maxExpandedBytes }: ParquetOptions,
): Expansion {
  const names = columns.map(({ name }) => name);
  if (names.length === 0) throw new InputError(`${source}: the Parquet file has no columns`);
  checkColumnNames(names, source);
  checkTextOption(text, names, source);
  if (rows === 0) throw new InputError(`${source}: there are columns but no rows; give at least one row`);
  limit.checkBytes(most * names.length * 4, most, names.length);
  const expansion = new Expansion(source, 'Parquet', maxExpandedBytes);
  expansion.inputBytes = size;
  expansion.checkCells(rows, names.length);
  return expansion;
}

export interface ColumnContext extends ParquetOptions {
  readonly expansion: Expansion;
  readonly slices: TimeSlices;
  /** Columns of the file, and memory of those already read. */
  readonly columns: number;
  readonly otherBytes: number;
  /** The row of the file with which the chunks begin; default 0. */
  readonly firstRow?: number;
}

/** The cells of some chunks of a column, whose places are in `bytes`. */
export async function readColumn(
  { name, ...leaf }: Omit<ParquetColumn, 'chunks'>,
  chunks: readonly ColumnChunk[],
  bytes: Uint8Array,
  { source, text, limit, brotli, signal, expansion, slices, columns, otherBytes, firstRow }: ColumnContext,
): Promise<{ readonly column: Column; readonly bytes: number }> {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const cells = new ColumnCells(name, leaf, rows, text.has(name), source, expansion, firstRow);
  const checkMemory = (more: number) =>
    limit.checkBytes(otherBytes + cells.allocatedBytes + more, rows, columns);
  const context = { file: bytes, expansion, brotli, slices, signal, checkMemory };
  try {
    for (const chunk of chunks) await readChunk(chunk, cells, context);
  } catch (error) {
    throw explained(error, `${source}, column ${JSON.stringify(name)}`);
  }
  const column = cells.finish();
  checkMemory(0);
  return { column, bytes: cells.allocatedBytes };
}

/** What `work` gives, with damage as an error of `place`. */
export function attempt<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explained(error, place);
  }
}

function explained(error: unknown, place: string): unknown {
  if (!(error instanceof DamagedData)) return error;
  return new InputError(
    `${place}: not a readable Parquet file (${error.message}); write or fetch the file again`,
  );
}
