/** Reads CSV, TSV and similar formats, by the rules of RFC 4180. */
import { InputError } from '../../errors.js';
import { ByteWindow } from './byte-window.js';
import { CellStage, type CellStageOptions, type DelimitedColumns } from './cell-stage.js';
import { checkTextOption } from './column-names.js';
import { delimiterByte, detectDelimiter } from './delimiter.js';
import { badLine } from './place.js';
import { RowScanner } from './row-scanner.js';
import { byteOrderMarkLength, refuseBinary } from './text-checks.js';

/** Number of bytes for delimiter detection, the same however the stream is chunked. */
const SAMPLE_BYTES = 1 << 16;
/** A large chunk is scanned in pieces of this size, so that it is not copied as a whole. */
const PIECE_BYTES = 1 << 17;
/** An incomplete cell of at least this length is scanned again only when twice as much has arrived. */
const LONG_CELL_BYTES = 1 << 16;
/** 256 MiB: a longer cell has an unclosed quote. */
const DEFAULT_LONGEST_CELL_BYTES = 1 << 28;

export interface DelimitedOptions extends CellStageOptions {
  /** Default: detected from the first lines. */
  readonly delimiter?: string;
  readonly longestCellBytes?: number;
}

/**
 * Reads a delimited text whose first line is the header. A byte order mark, CR LF, LF or CR as line
 * ends, a missing last line end and blank lines at the end are accepted.
 *
 * Throws `InputError` for: empty input; no rows; a row with more or fewer cells than the header; an
 * empty or duplicate column name; invalid quoting; bytes that are not UTF-8 text; an infinite number in a
 * numeric column; a table beyond the memory limit.
 */
export async function readDelimited(
  chunks: AsyncIterable<Uint8Array>,
  options: DelimitedOptions,
): Promise<DelimitedColumns> {
  const reader = new DelimitedReader(options);
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      reader.push(chunk.subarray(from, from + PIECE_BYTES));
    }
  }
  return reader.finish();
}

class DelimitedReader {
  readonly #options: DelimitedOptions;
  readonly #window = new ByteWindow();
  readonly #names: string[] = [];
  #scanner: RowScanner | undefined;
  #stage: CellStage | undefined;
  /** No scan before the window holds this many bytes: see LONG_CELL_BYTES. */
  #scanFrom = 0;
  #delimiter: number | undefined;

  constructor(options: DelimitedOptions) {
    this.#options = options;
    if (options.delimiter !== undefined) this.#delimiter = delimiterByte(options.delimiter);
  }

  push(piece: Uint8Array): void {
    const window = this.#window;
    const before = window.end - window.position;
    window.append(piece);
    if (piece.indexOf(0) >= 0) {
      refuseBinary(window.bytes.subarray(window.position, window.end), this.#options.source, this.#line);
    }
    if (before + piece.length >= this.#scanFrom) this.#scan(false);
  }

  finish(): DelimitedColumns {
    const { source } = this.#options;
    this.#scan(true);
    if (this.#names.length === 0) {
      throw new InputError(`${source}: the input is empty; give a header line and at least one row`);
    }
    if (this.#stage === undefined || this.#stage.rows === 0) {
      throw new InputError(`${source}: there is a header but no rows; give at least one row below it`);
    }
    return this.#stage.finish();
  }

  get #line(): number {
    return this.#scanner?.line ?? 1;
  }

  #scan(final: boolean): void {
    const window = this.#window;
    this.#scanner ??= this.#start(final);
    const scanner = this.#scanner;
    if (scanner === undefined) return;
    if (this.#stage === undefined) {
      const { source, text, limit } = this.#options;
      if (scanner.readHeader(this.#names, limit, final)) {
        checkTextOption(text, this.#names, source);
        this.#stage = new CellStage(this.#names, this.#options);
      }
    }
    if (this.#stage !== undefined) scanner.readRows(this.#stage, final);
    const left = window.end - window.position;
    this.#scanFrom = left >= LONG_CELL_BYTES ? left * 2 : 0;
    if (left > (this.#options.longestCellBytes ?? DEFAULT_LONGEST_CELL_BYTES))
      this.#refuseLongCell(scanner, left);
  }

  /** Determines byte order mark and delimiter as soon as enough text has arrived. */
  #start(final: boolean): RowScanner | undefined {
    const window = this.#window;
    const needed = this.#delimiter === undefined ? SAMPLE_BYTES : 3;
    if (window.end < needed && !final) return undefined;
    const data = window.bytes.subarray(0, Math.min(window.end, SAMPLE_BYTES));
    window.position = byteOrderMarkLength(data);
    this.#delimiter ??= detectDelimiter(data.subarray(window.position), window.end <= SAMPLE_BYTES && final);
    return new RowScanner(window, this.#delimiter, this.#options.source);
  }

  #refuseLongCell(scanner: RowScanner, bytes: number): never {
    const reason = scanner.insideQuotes
      ? 'the quote opened on this line is not closed'
      : 'a cell does not end';
    throw badLine(
      this.#options.source,
      scanner.line,
      `${reason} within ${bytes} bytes; close the quote or check that this is a table`,
    );
  }
}
