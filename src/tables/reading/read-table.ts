/** Reads a table from any source of bytes, in any supported format, plain or packed. */
import { InputError } from '../../errors.js';
import { looksLikeSafetensors } from '../../modelfile/safetensors-header.js';
import { rowsOf, type Table, type TableReading } from '../table.js';
import { abortable } from './abortable.js';
import { type ByteSource, byteChunks, collectBytes, peek } from './byte-source.js';
import type { NameSet } from './cell-stage.js';
import { asUtf8, type Encoding, encodingOf } from './encoding.js';
import { DEFAULT_MEMORY_LIMIT_BYTES, MemoryLimit } from './memory-limit.js';
import { type MissingOptions, MissingWords } from './missing.js';
import type { Unpack } from './parquet/codecs/unpack.js';
import { isParquet } from './parquet/footer.js';
import { parquetBlocks, type RandomAccess } from './parquet-blocks.js';
import { delimitedBlocks } from './read-delimited.js';
import { jsonArrayBlocks, startsArray } from './read-json-array.js';
import { jsonLineBlocks } from './read-json-lines.js';
import { readParquet } from './read-parquet.js';
import { formatByExtension, TABLE_FORMATS, type TableFormat } from './table-formats.js';
import { byteOrderMarkLength } from './text-checks.js';
import { type Decompressors, unpacked } from './unpack-stream.js';

export interface ReadTableOptions extends MissingOptions, Decompressors {
  /** Name of the input, for messages and the table's `source`. Default `input`. */
  readonly name?: string;
  /**
   * Default: Parquet by its first bytes; else by the extension of `name`, ignoring `.gz` and `.zst`; else JSON if it
   * begins with `{` or an array of objects, otherwise delimited text. `jsonl` is also the format of such an array.
   */
  readonly format?: TableFormat;
  /**
   * One character, or `blanks` for runs of spaces and tabs. Default: tab for `tsv`, else that of a line `sep=;`, else
   * detected among `,` `;` tab `|` and blanks in the first lines.
   */
  readonly delimiter?: string;
  /**
   * Whether the first line of delimited text holds the column names; without, they are `column1`, `column2`, ...
   * Default: true, with a notice if they look like data.
   */
  readonly header?: boolean;
  /** Of text. Default: by the byte order mark, else `utf-8`. */
  readonly encoding?: Encoding;
  /** Columns to keep as text even if every cell looks like a number. Default: none. */
  readonly text?: ReadonlySet<string>;
  /**
   * Numeric columns of delimited text to keep the spellings of (`007`, `1.50`), in `Table.spellings`. Default: none. Names
   * that the table does not have are ignored.
   */
  readonly spellings?: 'all' | NameSet;
  /** Maximum memory for the columns. Default 2 GiB. */
  readonly memoryLimitBytes?: number;
  /**
   * Maximum number of bytes that a packed input may unpack to; default 4 GiB, in blocks unlimited. Also for the pages of a Parquet file, and
   * for the cells of Parquet and JSON lines at 4 bytes each; default 64 MiB, or 512 times the file if that is more.
   */
  readonly maxExpandedBytes?: number;
  /** Unpacks Parquet pages packed with Brotli. Default: they are refused; in Node, zlib. */
  readonly brotli?: Unpack;
  /** Stops the reading, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Enough to find the first character after some white space. */
const HEAD_BYTES = 256;

/**
 * Reads a table. A column is numeric if every present cell is a number, text otherwise. In delimited
 * text the cells of `MISSING_WORDS` (missing.ts) are missing, and a column with an integer that a 64-bit
 * float cannot hold is text. What was guessed about the form of the text is in `reading` and `notices`.
 *
 * Throws `InputError`, naming the input, the line and the column, for anything that is not a table: see
 * `delimitedBlocks`, `jsonLineBlocks`, `jsonArrayBlocks`, `readParquet`, `encodingOf` and `unpacked`. Rejects with the reason of
 * `options.signal` once that is aborted.
 */
export async function readTable(source: ByteSource, options: ReadTableOptions = {}): Promise<Table> {
  const { value } = await tableBlocks(source, options, {}).next();
  return value as Table;
}

/** Where a table is divided into blocks. */
export interface BlockSize {
  /** Rows of a block, all but the last one, which may have fewer. Default 65,536. */
  readonly blockRows?: number;
  /** Bytes of text after which a block is finished although it has fewer rows. Default 32 MiB. */
  readonly blockBytes?: number;
}

export interface ReadTableBlocksOptions extends ReadTableOptions, BlockSize {}

const DEFAULT_BLOCK_ROWS = 1 << 16;
const DEFAULT_BLOCK_BYTES = 1 << 25;

/**
 * Reads a table block by block, in memory that does not grow with its rows: consecutive rows as tables, whose `firstRow`
 * says where they are in the whole. Options, formats and errors are those of `readTable`, with the lines of the input;
 * `memoryLimitBytes` is for a block. The first block has the notices.
 *
 *     for await (const block of readTableBlocks('large.csv')) count += block.rows;
 *
 * Each block is typed by its own cells: a column that is text in the whole table is numeric in a block whose cells are all
 * numbers. `predictStream` takes care of it. Of JSON, a block has the columns of the blocks before and its own new keys. A
 * Parquet file is read as a whole from a stream, and by row groups from a path in Node. Throws
 * `BlockConflictError` where a column without a name was dropped by the first rows, but turns out to be data.
 */
export function readTableBlocks(
  source: ByteSource,
  options: ReadTableBlocksOptions = {},
): AsyncGenerator<Table, undefined> {
  return tableBlocks(source, options, checkedBlockSize(options));
}

/** With the defaults. Throws `InputError` unless both are positive integers. */
export function checkedBlockSize({
  blockRows = DEFAULT_BLOCK_ROWS,
  blockBytes = DEFAULT_BLOCK_BYTES,
}: BlockSize): Required<BlockSize> {
  for (const [name, value] of Object.entries({ blockRows, blockBytes })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new InputError(`${name} is ${JSON.stringify(value)}: give a positive integer`, {
      optionNames: [name],
    });
  }
  return { blockRows, blockBytes };
}

/** The same of a Parquet file of which any bytes can be read: one row group is in memory at a time. */
export function readParquetBlocks(
  file: RandomAccess,
  options: ReadTableBlocksOptions = {},
): AsyncGenerator<Table, undefined> {
  const context = readContext(options, checkedBlockSize(options));
  return asTables(randomBlocks(file, context), context);
}

async function* tableBlocks(
  source: ByteSource,
  options: ReadTableOptions,
  size: BlockSize,
): AsyncGenerator<Table, undefined> {
  const { name = 'input', format, signal } = options;
  const context = readContext(options, size);
  const file = await peek(abortable(byteChunks(source, name, signal), signal), HEAD_BYTES);
  // Blocks take no more memory if there are many; a bomb is stopped by its ratio.
  const maxExpandedBytes =
    options.maxExpandedBytes ?? (size.blockRows === undefined ? undefined : Number.POSITIVE_INFINITY);
  const content = unpacked(file.head, file.all, name, { ...options, maxExpandedBytes });
  const { head, all } = content === undefined ? file : await peek(abortable(content, signal), HEAD_BYTES);
  if (head.length === 0)
    throw new InputError(`${name}: the input is empty; give a header line and at least one row`);
  if (looksLikeSafetensors(head)) {
    throw new InputError(
      `${name} is a safetensors file, such as a model, not a table: give a table; the arguments may be swapped`,
    );
  }
  const known = format ?? (isParquet(head) ? 'parquet' : formatByExtension(name));
  const blocks =
    known === 'parquet' ? binaryBlocks(all, context) : textBlocks(head, all, { ...context, format: known });
  yield* asTables(blocks, context);
}

function readContext(options: ReadTableOptions, size: BlockSize): ReadContext {
  const { name = 'input', format } = options;
  const memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
  const limit = new MemoryLimit(name, memoryLimitBytes);
  if (format !== undefined && !TABLE_FORMATS.includes(format)) {
    throw new InputError(`format is ${JSON.stringify(format)}: give one of ${TABLE_FORMATS.join(', ')}`);
  }
  const missingWords = new MissingWords(options);
  return { ...options, ...size, name, memoryLimitBytes, limit, missingWords };
}

async function* asTables(
  blocks: AsyncIterable<ReadColumns>,
  { name, missing, keepWords, blockRows, missingWords }: ReadContext,
): AsyncGenerator<Table, undefined> {
  let firstRow = 0;
  for await (const read of blocks) {
    missingWords.mark(read.columns);
    const rows = rowsOf(read.columns[0]);
    // Of a block it is not known yet which words no cell is.
    const notFound = blockRows === undefined ? missingWords.notFound() : [];
    const words = {
      ...(notFound.length > 0 && { notFound }),
      ...(missing?.length && { missing: [...missing] }),
      ...(keepWords?.length && { keepWords: [...keepWords] }),
    };
    const place = firstRow > 0 ? { firstRow } : {};
    yield { rows, source: name, ...place, ...read, reading: { ...read.reading, ...words } };
    firstRow += rows;
  }
}

interface ReadContext extends ReadTableOptions, BlockSize {
  readonly name: string;
  readonly memoryLimitBytes: number;
  readonly limit: MemoryLimit;
  readonly missingWords: MissingWords;
}

type ReadColumns = Pick<Table, 'columns' | 'spellings' | 'notices'> & { readonly reading: TableReading };

async function* binaryBlocks(
  all: AsyncIterable<Uint8Array>,
  context: ReadContext,
): AsyncGenerator<ReadColumns> {
  const { name, text = NO_NAMES, memoryLimitBytes } = context;
  const file = await collectBytes(all, name, memoryLimitBytes);
  if (context.blockRows === undefined) {
    yield { columns: await readParquet(file, { ...context, source: name, text }), reading: PARQUET };
  } else {
    const read = async (start: number, end: number) => file.subarray(start, end);
    yield* randomBlocks({ size: file.length, read }, context);
  }
}

const PARQUET: TableReading = { format: 'parquet' };

async function* randomBlocks(file: RandomAccess, context: ReadContext): AsyncGenerator<ReadColumns> {
  const { name, text = NO_NAMES, blockRows = DEFAULT_BLOCK_ROWS } = context;
  for await (const columns of parquetBlocks(file, { ...context, source: name, text, blockRows })) {
    yield { columns, reading: PARQUET };
  }
}

async function* textBlocks(
  head: Uint8Array,
  all: AsyncIterable<Uint8Array>,
  context: ReadContext,
): AsyncGenerator<ReadColumns> {
  const { name, text = NO_NAMES, signal } = context;
  const encoding = encodingOf(head, context.encoding, name);
  const decoded =
    encoding === 'utf-8'
      ? { head, all }
      : await peek(abortable(asUtf8(all, encoding, name), signal), HEAD_BYTES);
  const start = startOf(decoded.head);
  const format = context.format ?? formatByStart(start);
  const shared = { ...context, source: name, text };
  if (format === 'jsonl') {
    const blocks = startsArray(start) ? jsonArrayBlocks : jsonLineBlocks;
    for await (const columns of blocks(decoded.all, shared)) {
      yield { columns, reading: { format, encoding } };
    }
    return;
  }
  const delimiter = context.delimiter ?? (format === 'tsv' ? '\t' : undefined);
  for await (const read of delimitedBlocks(decoded.all, { ...shared, delimiter })) {
    yield {
      columns: read.columns,
      ...(read.notices.length > 0 && { notices: read.notices }),
      ...(read.spellings.size > 0 && { spellings: read.spellings }),
      reading: {
        format,
        encoding,
        delimiter: read.delimiter,
        ...(context.header === false && { header: false }),
      },
    };
  }
}

const NO_NAMES: ReadonlySet<string> = new Set();

function startOf(head: Uint8Array): string {
  return new TextDecoder().decode(head.subarray(byteOrderMarkLength(head)));
}

function formatByStart(start: string): TableFormat {
  return /^\s*(\{|\[\s*[{\]])/.test(start) ? 'jsonl' : 'csv';
}
