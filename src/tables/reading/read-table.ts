/** Reads a table from any source of bytes, in any supported format, plain or gzipped. */
import { InputError } from '../../errors.js';
import { looksLikeSafetensors } from '../../modelfile/safetensors-header.js';
import type { Column, Table } from '../table.js';
import { abortable } from './abortable.js';
import { type ByteSource, byteChunks, collectBytes, peek } from './byte-source.js';
import { type GzipDecompressor, gunzip, isGzip } from './gunzip.js';
import { DEFAULT_MEMORY_LIMIT_BYTES, MemoryLimit } from './memory-limit.js';
import type { Unpack } from './parquet/codecs/unpack.js';
import { isParquet } from './parquet/footer.js';
import { readDelimited } from './read-delimited.js';
import { readJsonLines } from './read-json-lines.js';
import { readParquet } from './read-parquet.js';
import { byteOrderMarkLength } from './text-checks.js';

export const TABLE_FORMATS = ['csv', 'tsv', 'jsonl', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface ReadTableOptions {
  /** Name of the input, for messages and the table's `source`. Default `input`. */
  readonly name?: string;
  /**
   * Default: Parquet by its first bytes; else by the extension of `name`, ignoring `.gz`; else JSON lines if the first
   * character is `{`, otherwise delimited text.
   */
  readonly format?: TableFormat;
  /** One character. Default: tab for `tsv`, else detected among `,` `;` tab `|` in the first lines. */
  readonly delimiter?: string;
  /** Columns to keep as text even if every cell looks like a number. Default: none. */
  readonly text?: ReadonlySet<string>;
  /**
   * Numeric columns of delimited text to keep the spellings of (`007`, `1.50`), in `Table.spellings`. Default: none. Names
   * that the table does not have are ignored.
   */
  readonly spellings?: 'all' | ReadonlySet<string>;
  /** Maximum memory for the columns. Default 2 GiB. */
  readonly memoryLimitBytes?: number;
  /**
   * Maximum number of bytes that a gzipped input may unpack to; default 4 GiB. Also for the pages of a Parquet file, and
   * for the cells of Parquet and JSON lines at 4 bytes each; default 64 MiB, or 512 times the file if that is more.
   */
  readonly maxExpandedBytes?: number;
  /** Unpacks a gzipped input. Default: the web's DecompressionStream; in Node, zlib. */
  readonly decompressor?: () => GzipDecompressor;
  /** Unpacks Parquet pages packed with Brotli. Default: they are refused; in Node, zlib. */
  readonly brotli?: Unpack;
  /** Stops the reading, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** In lower case. */
export const EXTENSIONS: ReadonlyMap<string, TableFormat> = new Map<string, TableFormat>([
  ['csv', 'csv'],
  ['tsv', 'tsv'],
  ['tab', 'tsv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['json', 'jsonl'],
  ['parquet', 'parquet'],
  ['pq', 'parquet'],
]);

/** Enough to find the first character after some white space. */
const HEAD_BYTES = 256;

/**
 * Reads a table. A column is numeric if every present cell is a number, text otherwise. In delimited
 * text the cells of `MISSING_WORDS` (missing.ts) are missing, and a column with an integer that a 64-bit
 * float cannot hold is text.
 *
 * Throws `InputError`, naming the input, the line and the column, for anything that is not a table: see
 * `readDelimited`, `readJsonLines`, `readParquet` and `gunzip`. Rejects with the reason of `options.signal` once that is
 * aborted.
 */
export async function readTable(source: ByteSource, options: ReadTableOptions = {}): Promise<Table> {
  const { name = 'input', text = new Set<string>(), format, maxExpandedBytes, signal } = options;
  const memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
  const limit = new MemoryLimit(name, memoryLimitBytes);
  if (format !== undefined && !TABLE_FORMATS.includes(format)) {
    throw new InputError(`format is ${JSON.stringify(format)}: give one of ${TABLE_FORMATS.join(', ')}`);
  }

  const packed = await peek(abortable(byteChunks(source, name, signal), signal), HEAD_BYTES);
  let { head, all } = packed;
  if (isGzip(head)) {
    const unpacked = gunzip(all, name, { maxExpandedBytes, decompressor: options.decompressor });
    ({ head, all } = await peek(abortable(unpacked, signal), HEAD_BYTES));
  }
  if (head.length === 0)
    throw new InputError(`${name}: the input is empty; give a header line and at least one row`);
  if (looksLikeSafetensors(head)) {
    throw new InputError(
      `${name} is a safetensors file, such as a model, not a table: give a table; the arguments may be swapped`,
    );
  }

  const shared = { source: name, text, limit };
  const kind = format ?? detectFormat(head, name);
  let columns: Column[];
  let spellings: Table['spellings'];
  if (kind === 'parquet') {
    const file = await collectBytes(all, name, memoryLimitBytes);
    columns = await readParquet(file, { ...shared, maxExpandedBytes, brotli: options.brotli, signal });
  } else if (kind === 'jsonl') columns = await readJsonLines(all, { ...shared, maxExpandedBytes });
  else {
    const delimiter = options.delimiter ?? (kind === 'tsv' ? '\t' : undefined);
    const read = await readDelimited(all, { ...shared, spellings: options.spellings, delimiter });
    columns = read.columns;
    if (read.spellings.size > 0) spellings = read.spellings;
  }
  const first = columns[0];
  const rows = (first.kind === 'numeric' ? first.values : first.codes).length;
  return { rows, columns, source: name, ...(spellings && { spellings }) };
}

function detectFormat(head: Uint8Array, name: string): TableFormat {
  if (isParquet(head)) return 'parquet';
  const known = formatByExtension(name);
  if (known !== undefined) return known;
  const text = new TextDecoder().decode(head.subarray(byteOrderMarkLength(head)));
  return text.trimStart().startsWith('{') ? 'jsonl' : 'csv';
}

/** The format by the extension of a file's name, ignoring `.gz`; undefined for an unknown one. */
export function formatByExtension(name: string): TableFormat | undefined {
  return EXTENSIONS.get(extensionOf(name)?.toLowerCase() ?? '');
}

/** The extension of a file's name without its point, ignoring `.gz`; undefined if it has none. */
export function extensionOf(name: string): string | undefined {
  return /\.([^./\\]+)$/.exec(name.replace(/\.gz$/i, ''))?.[1];
}
