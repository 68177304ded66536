/**
 * Reads one cell of delimited text by RFC 4180: quoted or not, with doubled quotes, delimiters and line ends allowed
 * inside quotes. Strict: a quote inside an unquoted cell and text after a closing quote are refused.
 */
import type { InputError } from '../../errors.js';
import { type ByteWindow, LINE_FEED } from './byte-window.js';
import { badLine } from './place.js';

export const CARRIAGE_RETURN = 13;
export const QUOTE = 34;

export class CellReader {
  /** The cell is `bytes[start, end)`, quotes removed. */
  bytes: Uint8Array;
  start = 0;
  end = 0;
  /** Index of its delimiter or line end in the window. */
  terminator = 0;
  /** Line ends inside its quotes. */
  lines = 0;
  isQuoted = false;
  readonly #window: ByteWindow;
  readonly #delimiter: number;
  readonly #source: string;
  #unescaped = new Uint8Array(256);

  constructor(window: ByteWindow, delimiter: number, source: string) {
    this.bytes = window.bytes;
    this.#window = window;
    this.#delimiter = delimiter;
    this.#source = source;
  }

  /**
   * Reads the cell that starts at `position` of the window, on physical line `line`. Returns false if
   * the window ends before the cell; `final`: nothing follows, so the end of the window ends the cell.
   */
  read(position: number, final: boolean, line: number): boolean {
    this.lines = 0;
    const { bytes, end } = this.#window;
    this.isQuoted = position < end && bytes[position] === QUOTE;
    if (this.isQuoted) return this.#readQuoted(position, final, line);
    let at = position;
    let quotes = 0;
    for (let byte = bytes[at]; !this.#ends(byte); byte = bytes[++at]) if (byte === QUOTE) quotes++;
    if (at >= end && !final) return false;
    if (quotes > 0) {
      throw this.#error(
        line,
        'a quote inside an unquoted cell; quote the whole cell and double the quote (RFC 4180)',
      );
    }
    this.#set(bytes, position, at, at);
    return true;
  }

  #readQuoted(position: number, final: boolean, line: number): boolean {
    const { bytes, end } = this.#window;
    let at = position + 1;
    let lines = 0;
    let doubled = 0;
    for (; ; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (at + 1 >= end || bytes[at + 1] !== QUOTE) break;
        doubled++;
        at++;
      } else if (byte === LINE_FEED) {
        if (at >= end) break;
        lines++;
      } else if (byte === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED) lines++;
    }
    if (at >= end) {
      if (!final) return false;
      throw this.#error(
        line,
        'the quote opened on this line is never closed; close it, or double it if it is part of the text',
      );
    }
    if (at + 1 >= end && !final) return false;
    if (at + 1 < end && !this.#ends(bytes[at + 1])) {
      throw this.#error(
        line + lines,
        'text follows a closing quote; a quote inside a quoted cell must be doubled',
      );
    }
    this.lines = lines;
    if (doubled > 0) this.#unescape(position + 1, at, at + 1);
    else this.#set(bytes, position + 1, at, at + 1);
    return true;
  }

  #unescape(start: number, end: number, terminator: number): void {
    const { bytes } = this.#window;
    if (this.#unescaped.length < end - start) this.#unescaped = new Uint8Array((end - start) * 2);
    let length = 0;
    for (let i = start; i < end; i++) {
      this.#unescaped[length++] = bytes[i];
      if (bytes[i] === QUOTE) i++;
    }
    this.#set(this.#unescaped, 0, length, terminator);
  }

  #set(bytes: Uint8Array, start: number, end: number, terminator: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.terminator = terminator;
  }

  #ends(byte: number): boolean {
    return byte === this.#delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN;
  }

  #error(line: number, message: string): InputError {
    return badLine(this.#source, line, message);
  }
}
