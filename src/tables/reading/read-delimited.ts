/** Reads CSV, TSV and similar formats, by the rules of RFC 4180. */
import { InputError } from '../../errors.js';
import type { Column } from '../table.js';
import { BlankRuns } from './blank-runs.js';
import { ByteWindow } from './byte-window.js';
import { CellStage, type CellStageOptions, type DelimitedColumns } from './cell-stage.js';
import { COLUMN_OVERHEAD_BYTES } from './column-builder.js';
import { checkColumnNames, checkTextOption } from './column-names.js';
import { checkDelimiter } from './delimiter.js';
import { badLine } from './place.js';
import { RowScanner } from './row-scanner.js';
import { BLANKS } from './sample-rows.js';
import { refuseBinary } from './text-checks.js';
import { findLayout, SAMPLE_BYTES, type TextLayout } from './text-layout.js';
import { dataLikeNames, nameUnnamed, numberedNames, UnnamedColumns } from './unnamed-columns.js';

/** A large chunk is scanned in pieces of this size, so that it is not copied as a whole. */
const PIECE_BYTES = 1 << 17;
/** An incomplete cell of at least this length is scanned again only when twice as much has arrived. */
const LONG_CELL_BYTES = 1 << 16;
/** 256 MiB: a longer cell has an unclosed quote. */
const DEFAULT_LONGEST_CELL_BYTES = 1 << 28;

export interface DelimitedOptions extends CellStageOptions {
  /** Default: detected from the first lines. */
  readonly delimiter?: string;
  /** Whether the first line holds the names. Default: true, with a notice if it looks like data. */
  readonly header?: boolean;
  readonly longestCellBytes?: number;
  /** The encoding of the original text, if the caller gave one; for messages. */
  readonly encoding?: string;
  /** Bytes of text after which a block is finished; default only at the end. */
  readonly blockBytes?: number;
}

export interface DelimitedBlock extends DelimitedColumns {
  readonly delimiter: string;
  /** Of the first block only. */
  readonly notices: readonly string[];
}

/**
 * Reads, block by block, a delimited text whose first line is the header, or that has none (`header: false`). A byte order mark, a line
 * `sep=;`, lines of comments (`#`) before the header, CR LF, LF or CR as line ends, a missing last line end and blank
 * lines at the end are accepted. A column without a name gets one; see `UnnamedColumns` for those that are ignored.
 *
 * Throws `InputError` for: empty input; no rows; a row with more or fewer cells than the header; a
 * duplicate column name; invalid quoting; bytes that are not UTF-8 text; an infinite number in a
 * numeric column; a table beyond the memory limit.
 */
export async function* delimitedBlocks(
  chunks: AsyncIterable<Uint8Array>,
  options: DelimitedOptions,
): AsyncGenerator<DelimitedBlock> {
  const reader = new DelimitedReader(options);
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      reader.push(chunk.subarray(from, from + PIECE_BYTES));
      for (const block of reader.takeBlocks()) yield block;
    }
  }
  reader.finish();
  for (const block of reader.takeBlocks()) yield block;
}

class DelimitedReader {
  readonly #options: DelimitedOptions;
  readonly #window = new ByteWindow();
  #layout: TextLayout | undefined;
  #blankRuns: BlankRuns | undefined;
  #scanner: RowScanner | undefined;
  /** The cells of the first line; the names that are generated have none. */
  readonly #header: string[] = [];
  #unnamed = new UnnamedColumns(new Set(), '');
  #isFirstBlock = true;
  /** Bytes of the block so far. */
  #blockBytes = 0;
  #stage: CellStage | undefined;
  /** No scan before the window holds this many bytes: see LONG_CELL_BYTES. */
  #scanFrom = SAMPLE_BYTES;

  constructor(options: DelimitedOptions) {
    this.#options = options;
    if (options.delimiter !== undefined) checkDelimiter(options.delimiter);
  }

  push(piece: Uint8Array): void {
    const window = this.#window;
    const before = window.end - window.position;
    if (piece.indexOf(0) >= 0) this.#refuseBinary(piece);
    this.#blockBytes += piece.length;
    if (this.#blockBytes >= (this.#options.blockBytes ?? Number.POSITIVE_INFINITY)) {
      this.#stage?.finishBlockSoon();
    }
    window.append(this.#blankRuns?.push(piece) ?? piece);
    if (before + piece.length >= this.#scanFrom) this.#scan(false);
  }

  finish(): void {
    const { source, encoding } = this.#options;
    this.#scan(true);
    if (this.#stage === undefined) {
      throw new InputError(`${source}: the input is empty; give a header line and at least one row`);
    }
    if (this.#stage.rows === 0) {
      const misread =
        encoding === undefined
          ? ''
          : `, or another encoding if ${encoding} (--encoding, option encoding) is not that of the file`;
      throw new InputError(
        `${source}: there is a header but no rows; give at least one row below it${misread}`,
      );
    }
    this.#stage.finish();
  }

  /** The blocks finished since the last call. */
  takeBlocks(): DelimitedBlock[] {
    const blocks = this.#stage?.takeBlocks() ?? [];
    if (blocks.length > 0) this.#blockBytes = 0;
    return blocks.map(({ columns: all, spellings }) => {
      const { delimiter, notices } = this.#layout!;
      const { columns, notices: dropped } = this.#unnamed.drop(all);
      const isFirst = this.#isFirstBlock;
      this.#isFirstBlock = false;
      return {
        columns,
        spellings,
        delimiter,
        notices: isFirst ? [...notices, ...dropped, ...this.#dataNotices(all)] : [],
      };
    });
  }

  #dataNotices(columns: readonly Column[]): string[] {
    return this.#options.header === undefined ? dataLikeNames(this.#header, columns) : [];
  }

  /** A NUL byte may also be that of an open quote, so the lines are counted from where the scan stopped. */
  #refuseBinary(piece: Uint8Array): void {
    const window = this.#window;
    window.append(piece);
    refuseBinary(
      window.bytes.subarray(window.position, window.end),
      this.#options.source,
      this.#scanner?.line ?? 1,
    );
  }

  #scan(final: boolean): void {
    const window = this.#window;
    this.#scanner ??= this.#start(final);
    const scanner = this.#scanner;
    if (scanner === undefined) return;
    this.#stage ??= this.#open(scanner, final);
    if (this.#stage !== undefined) scanner.readRows(this.#stage, final);
    const left = window.end - window.position;
    this.#scanFrom = left >= LONG_CELL_BYTES ? left * 2 : 0;
    if (left > (this.#options.longestCellBytes ?? DEFAULT_LONGEST_CELL_BYTES))
      this.#refuseLongCell(scanner, left);
  }

  /** Determines the layout as soon as enough text has arrived. */
  #start(final: boolean): RowScanner | undefined {
    const window = this.#window;
    const layout = findLayout(window.bytes.subarray(0, window.end), final, this.#options);
    if (layout === undefined) return undefined;
    this.#layout = layout;
    window.position = layout.start;
    if (layout.delimiter === BLANKS) {
      this.#blankRuns = new BlankRuns();
      const rest = this.#blankRuns.push(window.bytes.subarray(window.position, window.end));
      window.position = window.end;
      window.append(rest);
    }
    const delimiter = layout.delimiter === BLANKS ? ' ' : layout.delimiter;
    return new RowScanner(window, delimiter.charCodeAt(0), this.#options.source, layout.line);
  }

  /** The stage for the rows, once the names are known. */
  #open(scanner: RowScanner, final: boolean): CellStage | undefined {
    const names =
      this.#options.header === false ? this.#generated(scanner, final) : this.#named(scanner, final);
    if (names === undefined) return undefined;
    checkTextOption(this.#options.text, names, this.#options.source);
    return new CellStage(names, this.#options);
  }

  #generated(scanner: RowScanner, final: boolean): string[] | undefined {
    const count = scanner.countCells(this.#options.limit, final);
    return count === undefined ? undefined : numberedNames(count);
  }

  #named(scanner: RowScanner, final: boolean): readonly string[] | undefined {
    const { source, limit } = this.#options;
    const header = this.#header;
    if (!scanner.readHeader(header, limit, final)) return undefined;
    limit.checkBytes(header.length * COLUMN_OVERHEAD_BYTES, 0, header.length);
    const { trailing } = this.#layout!;
    if (trailing === 'rows') header.push('');
    else if (trailing === 'header') header.pop();
    const { names, unnamed } = nameUnnamed(header);
    checkColumnNames(names, `${source}, line ${scanner.headerLine}`);
    this.#unnamed = new UnnamedColumns(unnamed, source);
    return names;
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
