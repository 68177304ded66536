/**
 * Apache Parquet, one column at a time. The file declares its column types: numbers become numeric columns, everything else
 * text (booleans with the dictionary false, true).
 *
 * Nothing in the file is trusted before it is checked: the footer (parquet/footer.ts), each page's header, sizes and
 * encodings. So any input gives a table or an `InputError`, in time and memory bounded by the size of the file.
 */
import { InputError } from '../../errors.js';
import { timeSlices } from '../../event-loop.js';
import type { Column } from '../table.js';
import { checkColumnNames, checkTextOption } from './column-names.js';
import { DamagedData } from './damage.js';
import { Expansion } from './expansion.js';
import type { MemoryLimit } from './memory-limit.js';
import type { Unpack } from './parquet/codecs/unpack.js';
import { ColumnCells } from './parquet/column-cells.js';
import { readFooter } from './parquet/footer.js';
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
  const { source, text, limit, signal } = options;
  const footer = attempt(source, () => readFooter(file, source, limit));
  const { rows } = footer;
  const names = footer.columns.map(({ name }) => name);
  if (names.length === 0) throw new InputError(`${source}: the Parquet file has no columns`);
  checkColumnNames(names, source);
  checkTextOption(text, names, source);
  if (rows === 0) throw new InputError(`${source}: there are columns but no rows; give at least one row`);
  limit.checkBytes(rows * names.length * 4, rows, names.length);
  const expansion = new Expansion(source, 'Parquet', options.maxExpandedBytes);
  expansion.inputBytes = file.length;
  expansion.checkCells(rows, names.length);

  const slices = timeSlices();
  const columns: Column[] = [];
  let finishedBytes = 0;
  for (const { name, chunks, ...leaf } of footer.columns) {
    const cells = new ColumnCells(name, leaf, rows, text.has(name), source, expansion);
    const checkMemory = (bytes: number) =>
      limit.checkBytes(finishedBytes + cells.allocatedBytes + bytes, rows, names.length);
    const context = { file, expansion, brotli: options.brotli, slices, signal, checkMemory };
    try {
      for (const chunk of chunks) await readChunk(chunk, cells, context);
    } catch (error) {
      throw explained(error, `${source}, column ${JSON.stringify(name)}`);
    }
    columns.push(cells.finish());
    checkMemory(0);
    finishedBytes += cells.allocatedBytes;
  }
  return columns;
}

function attempt<T>(place: string, work: () => T): T {
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
