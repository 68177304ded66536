/**
 * A row-major block of cells that the scanner fills with plain stores and that is emptied into the column builders when
 * full. Decides whether a cell is a number, missing or text, except for plain decimals, which the scanner parses itself.
 */
import type { InputError } from '../../errors.js';
import type { Column, NumberSpellings } from '../table.js';
import { COLUMN_OVERHEAD_BYTES, ColumnBuilder } from './column-builder.js';
import type { MemoryLimit } from './memory-limit.js';
import type { MissingWords } from './missing.js';
import { isInfinityWord, NumberParser } from './number-parser.js';
import { badCell, infiniteMessage, NOT_UTF8_MESSAGE } from './place.js';
import { VERBATIM } from './spelling.js';
import { LONGEST_VERBATIM } from './verbatim-log.js';

/** Modes, by which the scanner treats the next cell; index `columns` is for cells after the last column. */
export const NUMERIC = 0;
export const TEXT = 1;
export const SURPLUS = 2;

/** Cells per block: large enough to gather columns efficiently, small enough for a second-level cache. */
const BLOCK_CELLS = 1 << 16;
/** For texts from this length, memory is checked for each. */
const LARGE_TEXT = 1 << 16;
const SPACE = 32;
const TAB = 9;

export interface CellStageOptions {
  readonly text: ReadonlySet<string>;
  /** Columns to keep the spellings of; default none. */
  readonly spellings?: 'all' | NameSet;
  readonly source: string;
  readonly limit: MemoryLimit;
  readonly missingWords: MissingWords;
  /** Rows after which a block of columns is finished; default only at the end. */
  readonly blockRows?: number;
}

/** Some names of columns. */
export type NameSet = Pick<ReadonlySet<string>, 'has'>;

export interface DelimitedColumns {
  readonly columns: readonly Column[];
  /** By the name of the column: of those numeric columns whose spellings are kept. */
  readonly spellings: ReadonlyMap<string, NumberSpellings>;
}

/** The text `bytes[start, end)`, without its quotes. */
interface StagedCell {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

export class CellStage {
  readonly columns: number;
  /** `modes[c]` is NUMERIC or TEXT; `modes[columns]` is SURPLUS. */
  readonly modes: Uint8Array;
  /** Cell (r, c) of the block is `values[r * columns + c]`: a number or a dictionary code, NaN if missing. */
  readonly values: Float64Array;
  readonly spellings: Uint8Array;
  /** Index of the first cell of the row being filled. */
  rowStart = 0;
  #builders: ColumnBuilder[];
  readonly #newBuilders: () => ColumnBuilder[];
  readonly #isForcedText: readonly boolean[];
  readonly #blockRows: number;
  /** Rows of the block so far, and those at which it is finished. */
  #rowsInBlock = 0;
  #rowsDue: number;
  #blocks: DelimitedColumns[] = [];
  /** Whether a block of each column had text, and the error of its first infinite number, which counts if none had. */
  readonly #hadText: boolean[] = [];
  readonly #infinite: (InputError | undefined)[] = [];
  readonly #source: string;
  readonly #limit: MemoryLimit;
  readonly #missing: MissingWords;
  readonly #number = new NumberParser();
  #flushedRows = 0;

  constructor(names: readonly string[], options: CellStageOptions) {
    const { text, spellings, source, limit, missingWords, blockRows = Number.POSITIVE_INFINITY } = options;
    this.columns = names.length;
    limit.checkBytes(names.length * COLUMN_OVERHEAD_BYTES, 0, names.length);
    const rows = Math.max(1, Math.floor(BLOCK_CELLS / names.length));
    this.modes = new Uint8Array(names.length + 1);
    this.modes[names.length] = SURPLUS;
    this.values = new Float64Array(rows * names.length);
    this.spellings = new Uint8Array(rows * names.length);
    this.#source = source;
    this.#limit = limit;
    this.#missing = missingWords;
    this.#blockRows = blockRows;
    this.#rowsDue = blockRows;
    this.#isForcedText = names.map((name) => text.has(name));
    this.#newBuilders = () =>
      names.map((name) => new ColumnBuilder(name, spellings === 'all' || spellings?.has(name)));
    this.#builders = this.#openBlock();
  }

  #openBlock(): ColumnBuilder[] {
    const builders = this.#newBuilders();
    this.#isForcedText.forEach((isText, column) => {
      if (isText) builders[column].becomeText();
      this.modes[column] = isText ? TEXT : NUMERIC;
    });
    return builders;
  }

  /** Rows read so far. */
  get rows(): number {
    return this.#flushedRows + this.rowStart / this.columns;
  }

  /** Puts a cell, which starts on `line`, into `column` of the row being filled. Throws `InputError`. */
  put(column: number, { bytes, start, end, isQuoted }: StagedCell, line: number): void {
    const at = this.rowStart + column;
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from])) from++;
    while (from < to && isBlank(bytes[to - 1])) to--;
    if (this.#missing.has(bytes, from, to, isQuoted)) {
      this.values[at] = Number.NaN;
      this.spellings[at] = 0;
      return;
    }
    const mayBeNumber = this.modes[column] === NUMERIC && end - start <= LONGEST_VERBATIM;
    if (!mayBeNumber || !this.#putNumber(column, bytes, from, to, line)) {
      this.#putText(column, bytes, start, end, line);
      return;
    }
    if (from !== start || to !== end) this.spellings[at] = VERBATIM;
    if (this.spellings[at] === VERBATIM) this.#builders[column].keepVerbatim(bytes, start, end);
  }

  /** Closes the row; the next one starts at `rowStart`. */
  endRow(): void {
    this.rowStart += this.columns;
    if (++this.#rowsInBlock >= this.#rowsDue) this.#finishBlock();
    else if (this.rowStart === this.values.length) this.#flush(0);
  }

  /** Finishes the block with the next row that ends. */
  finishBlockSoon(): void {
    this.#rowsDue = 0;
  }

  /** Appends `count` rows of missing cells. */
  putMissingRows(count: number): void {
    for (let i = 0; i < count; i++) {
      this.values.fill(Number.NaN, this.rowStart, this.rowStart + this.columns);
      this.endRow();
    }
  }

  /** The blocks finished since the last call. */
  takeBlocks(): readonly DelimitedColumns[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  /** Finishes the last block. Throws `InputError` on an infinite number in a column without text. */
  finish(): void {
    if (this.#rowsInBlock > 0) this.#finishBlock();
    const error = this.#infinite.find((each, column) => each !== undefined && !this.#hadText[column]);
    if (error !== undefined) throw error;
  }

  #finishBlock(): void {
    this.#flush(0);
    const spellings = new Map<string, NumberSpellings>();
    this.#builders.forEach((builder, column) => {
      builder.paddedBecomeText();
      this.#hadText[column] ||= builder.dictionary !== undefined;
      if (builder.infinite !== undefined && builder.dictionary === undefined) {
        const { line, text } = builder.infinite;
        this.#infinite[column] ??= badCell(this.#source, line, builder.name, infiniteMessage(text));
        builder.becomeText();
      }
      const kept = builder.spellings();
      if (kept !== undefined) spellings.set(builder.name, kept);
      builder.findPointedIntegers();
      builder.dropSpellings();
    });
    this.#blocks.push({ columns: this.#builders.map((builder) => builder.finish()), spellings });
    this.#builders = this.#openBlock();
    this.#rowsInBlock = 0;
    this.#rowsDue = this.#blockRows;
  }

  /** Parses bytes[from, to) into the stage; false if the column must therefore become text. */
  #putNumber(column: number, bytes: Uint8Array, from: number, to: number, line: number): boolean {
    const at = this.rowStart + column;
    const number = this.#number;
    const parsed = number.parse(bytes, from, to);
    if (parsed && number.losesDigits) return false;
    if (!parsed && !isInfinityWord(bytes, from, to)) return false;
    const value = parsed ? number.value : Number.POSITIVE_INFINITY;
    if (!Number.isFinite(value)) {
      this.#builders[column].noteInfinite(line, String.fromCharCode(...bytes.subarray(from, to)));
    }
    this.values[at] = value;
    this.spellings[at] = Number.isFinite(value) ? number.spelling : VERBATIM;
    return true;
  }

  #putText(column: number, bytes: Uint8Array, start: number, end: number, line: number): void {
    const builder = this.#builders[column];
    let dictionary = builder.dictionary;
    if (dictionary === undefined || end - start > LARGE_TEXT) this.#flush(column);
    if (dictionary === undefined) {
      dictionary = builder.becomeText();
      this.modes[column] = TEXT;
    }
    const code = dictionary.codeOfBytes(bytes, start, end);
    if (code < 0) throw badCell(this.#source, line, builder.name, NOT_UTF8_MESSAGE);
    this.values[this.rowStart + column] = code;
    this.spellings[this.rowStart + column] = 0;
  }

  /** Empties the complete rows into the builders; the first `partial` cells of the open row move to the top. */
  #flush(partial: number): void {
    const rows = this.rowStart / this.columns;
    let bytes = 0;
    for (let column = 0; column < this.columns; column++) {
      const builder = this.#builders[column];
      builder.appendStrided(this.values, this.spellings, column, this.columns, rows);
      bytes += builder.allocatedBytes;
    }
    this.values.copyWithin(0, this.rowStart, this.rowStart + partial);
    this.spellings.copyWithin(0, this.rowStart, this.rowStart + partial);
    this.rowStart = 0;
    this.#flushedRows += rows;
    this.#limit.checkBytes(bytes, this.#flushedRows, this.columns);
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
