/**
 * The inner loop of reading delimited text: from bytes to cells in a `CellStage`. Plain decimals are parsed while
 * searching for their end; everything else goes through `CellReader`. The scanner stops before an incomplete cell and
 * continues there when more bytes have arrived.
 */
import { type ByteWindow, LINE_FEED } from './byte-window.js';
import { CARRIAGE_RETURN, CellReader, QUOTE } from './cell-reader.js';
import { type CellStage, NUMERIC, SURPLUS } from './cell-stage.js';
import type { MemoryLimit } from './memory-limit.js';
import { POWERS_OF_TEN } from './number-parser.js';
import { badLine, NOT_UTF8_MESSAGE } from './place.js';

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
/** Below this every mantissa is exact and `toFixed` reproduces its digits (spelling.ts). */
const EXACT_MANTISSA = 2 ** 52;
const MOST_DECIMALS = 22;

export class RowScanner {
  /** Physical line, counted from 1, on which the next cell starts. */
  line: number;
  readonly #window: ByteWindow;
  readonly #delimiter: number;
  readonly #source: string;
  readonly #cells: CellReader;
  /** Index of the next cell in its row; stays at the number of columns while cells are surplus. */
  #column = 0;
  #surplus = 0;
  #rowLine = 1;
  #headerLine: number | undefined;
  /** The last line ended with a carriage return at the window's end: a line feed there belongs to it. */
  #afterReturn = false;
  #blankLines = 0;

  /** @param line the physical line at the position of the window */
  constructor(window: ByteWindow, delimiter: number, source: string, line: number) {
    this.line = line;
    this.#window = window;
    this.#delimiter = delimiter;
    this.#source = source;
    this.#cells = new CellReader(window, delimiter, source);
  }

  /** The number of cells of the first row, which is not consumed; undefined if the window ends before it does. */
  countCells(limit: MemoryLimit, final: boolean): number | undefined {
    if (!this.#skipBlankLines()) return undefined;
    const { bytes, position } = this.#window;
    let line = this.line;
    let at = position;
    for (let count = 1; ; count++) {
      if (!this.#cells.read(at, final, line)) return undefined;
      limit.checkColumns(count);
      line += this.#cells.lines;
      at = this.#cells.terminator + 1;
      if (bytes[this.#cells.terminator] === this.#delimiter) continue;
      this.#blankLines = 0;
      return count;
    }
  }

  /**
   * Continues reading the header, adding to `names`; true once its line has ended. Blank lines before it are
   * skipped. Throws `InputError` on invalid quoting or UTF-8.
   */
  readHeader(names: string[], limit: MemoryLimit, final: boolean): boolean {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const window = this.#window;
    for (;;) {
      if (names.length === 0 && !this.#skipBlankLines()) return false;
      if (!this.#cells.read(window.position, final, this.line)) return false;
      const { bytes, start, end, terminator } = this.#cells;
      names.push(this.#decode(decoder, bytes.subarray(start, end)));
      limit.checkColumns(names.length);
      this.line += this.#cells.lines;
      window.position = terminator + 1;
      if (window.bytes[terminator] !== this.#delimiter) {
        this.#headerLine = this.#rowLine;
        this.#endLine(terminator);
        this.#blankLines = 0;
        return true;
      }
    }
  }

  /** Reads every complete row of the window. `final`: nothing follows, so its end ends the last row. */
  readRows(stage: CellStage, final: boolean): void {
    const window = this.#window;
    const { bytes, end } = window;
    const { values, spellings, modes, columns } = stage;
    const delimiter = this.#delimiter;
    // The line feed after the data is a line end only if nothing follows.
    const limit = final ? end + 1 : end;
    let position = window.position;
    let column = this.#column;

    for (;;) {
      if (column === 0) {
        window.position = position;
        const started = this.#startRow(stage);
        position = window.position;
        if (!started) break;
      } else if (position >= limit) break;

      let at = position;
      if (modes[column] === NUMERIC) {
        // The fast path: [-] digits [. digits] and then the end of the cell.
        let byte = bytes[at];
        const negative = byte === MINUS;
        if (negative) byte = bytes[++at];
        const first = at;
        let digit = byte - ZERO;
        let mantissa = 0;
        while (digit >= 0 && digit <= 9) {
          mantissa = mantissa * 10 + digit;
          digit = bytes[++at] - ZERO;
        }
        const integerDigits = at - first;
        let decimals = 0;
        let plain = integerDigits === 1 || (integerDigits > 1 && bytes[first] !== ZERO);
        if (digit === POINT - ZERO && plain) {
          const point = at;
          digit = bytes[++at] - ZERO;
          while (digit >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            digit = bytes[++at] - ZERO;
          }
          decimals = at - point - 1;
          plain = decimals > 0 && decimals <= MOST_DECIMALS;
        }
        byte = digit + ZERO;
        const ended = (byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) && at < limit;
        const cell = stage.rowStart + column;
        if (ended && plain && mantissa < EXACT_MANTISSA) {
          const magnitude = decimals === 0 ? mantissa : mantissa / POWERS_OF_TEN[decimals];
          values[cell] = negative ? -magnitude : magnitude;
          spellings[cell] = decimals;
        } else if (ended && at === position) {
          values[cell] = Number.NaN;
          spellings[cell] = 0;
        } else {
          at = this.#readCell(stage, column, position, final);
          if (at < 0) break;
        }
        column++;
      } else {
        at = this.#readCell(stage, column, position, final);
        if (at < 0) break;
        if (modes[column] === SURPLUS) this.#surplus++;
        else column++;
      }

      position = at + 1;
      if (bytes[at] !== delimiter) {
        if (column !== columns || this.#surplus > 0) throw this.#ragged(column + this.#surplus, columns);
        stage.endRow();
        window.position = position;
        this.#endLine(at);
        position = window.position;
        column = 0;
      }
    }
    window.position = position;
    this.#column = column;
  }

  /** Reads any cell except a plain decimal; returns its end, or -1 if the window ends first. */
  #readCell(stage: CellStage, column: number, position: number, final: boolean): number {
    const cells = this.#cells;
    if (!cells.read(position, final, this.line)) return -1;
    if (stage.modes[column] !== SURPLUS) stage.put(column, cells, this.line);
    this.line += cells.lines;
    return cells.terminator;
  }

  /** Moves to the first byte of the next row; false if the window has none. */
  #startRow(stage: CellStage): boolean {
    if (!this.#skipBlankLines()) return false;
    if (this.#blankLines > 0) {
      // With a single column a blank line is a row whose only cell is missing, as csv writers leave it.
      if (stage.columns > 1) {
        throw badLine(
          this.#source,
          this.#rowLine - this.#blankLines,
          `expected ${stage.columns} cells, found a blank line between rows; remove it`,
        );
      }
      stage.putMissingRows(this.#blankLines);
      this.#blankLines = 0;
    }
    return true;
  }

  #skipBlankLines(): boolean {
    const window = this.#window;
    if (this.#afterReturn && window.position < window.end) {
      if (window.bytes[window.position] === LINE_FEED) window.position++;
      this.#afterReturn = false;
    }
    while (window.position < window.end) {
      const byte = window.bytes[window.position];
      if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
        this.#rowLine = this.line;
        return true;
      }
      this.#blankLines++;
      this.#endLine(window.position++);
    }
    return false;
  }

  /** Counts the line that ends at `terminator`; skips the LF of a CR LF. */
  #endLine(terminator: number): void {
    const window = this.#window;
    this.line++;
    if (window.bytes[terminator] !== CARRIAGE_RETURN) return;
    if (terminator + 1 >= window.end) this.#afterReturn = true;
    else if (window.bytes[terminator + 1] === LINE_FEED) window.position = terminator + 2;
  }

  #ragged(found: number, expected: number) {
    return badLine(
      this.#source,
      this.#rowLine,
      `expected ${expected} ${expected === 1 ? 'cell' : 'cells'} as in the ${this.#headerLine === undefined ? 'first row' : 'header'}, found ${found}; add or remove cells, and quote a cell that holds the delimiter ${JSON.stringify(String.fromCharCode(this.#delimiter))}`,
    );
  }

  #decode(decoder: TextDecoder, bytes: Uint8Array): string {
    try {
      return decoder.decode(bytes);
    } catch {
      throw badLine(this.#source, this.line, NOT_UTF8_MESSAGE);
    }
  }

  /** The physical line on which the header starts; undefined if there is none. */
  get headerLine(): number | undefined {
    return this.#headerLine;
  }

  /** Whether the scan stopped inside a quoted cell. For messages. */
  get insideQuotes(): boolean {
    return this.#window.bytes[this.#window.position] === QUOTE;
  }
}
