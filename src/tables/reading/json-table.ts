/**
 * The rows of a table given as JSON objects, one at a time. The columns are all keys in order of first
 * appearance; absent keys and null are missing cells. JSON is typed, so "12" and "NA" are texts. An array of strings,
 * numbers and booleans is a list, kept as its JSON text.
 */
import { InputError } from '../../errors.js';
import { duplicateKey } from '../../modelfile/duplicate-keys.js';
import { listText } from '../list-text.js';
import type { Column } from '../table.js';
import { ColumnBuilder } from './column-builder.js';
import { checkColumnNames, checkTextOption } from './column-names.js';
import { Expansion } from './expansion.js';
import { isDeeper, isIndexLike, rawEntries } from './flat-json.js';
import type { MemoryLimit } from './memory-limit.js';
import { losesIntegerDigits } from './number-parser.js';
import { badCell, badLine, infiniteMessage, NOT_UTF8_MESSAGE } from './place.js';
import { CANONICAL } from './spelling.js';

export interface JsonOptions {
  readonly source: string;
  readonly text: ReadonlySet<string>;
  readonly limit: MemoryLimit;
  /** Maximum number of bytes for the cells, at 4 bytes each. Default: 64 MiB, or 512 times the text if that is more. */
  readonly maxExpandedBytes?: number;
  /** Rows after which a block of columns is finished; default only at the end. */
  readonly blockRows?: number;
  /** Bytes of text after which a block is finished; default only at the end. */
  readonly blockBytes?: number;
}

/** How the objects are written, for messages. */
export interface JsonForm {
  readonly name: string;
  /** How to write them. */
  readonly advice: string;
}

/** 256 MiB: a longer object is not a row of a table. */
export const LONGEST_OBJECT_BYTES = 1 << 28;
const ROWS_BETWEEN_CHECKS = 1024;
/** Deeper values are refused before they are parsed, which takes 50 bytes a level; those of a table are not nested. */
export const MOST_LEVELS = 100;
/** In a shorter text the levels take little. */
const LONG_TEXT = 1 << 16;

export class JsonTable {
  readonly #options: JsonOptions;
  readonly #form: JsonForm;
  readonly #columns = new Map<string, ColumnBuilder>();
  readonly #expansion: Expansion;
  /** Rows of the block so far, and where its text started. */
  #rows = 0;
  #blockStart = 0;
  #finishedRows = 0;
  #blocks: Column[][] = [];
  /** Number of columns at which memory is checked next, so that checks do not dominate the time. */
  #nextCheck = 1;
  /** `rawEntries` of the current line, once needed. */
  #raw: Map<string, string> | undefined;

  constructor(options: JsonOptions, form: JsonForm) {
    this.#options = options;
    this.#form = form;
    this.#expansion = new Expansion(options.source, form.name, options.maxExpandedBytes);
  }

  /** Adds the object in `text`, which starts on `line`, as a row. Throws `InputError` if it cannot be one. */
  add(text: string, line: number): void {
    this.#expansion.inputBytes += text.length;
    this.#raw = undefined;
    const object = this.#parse(text, line);
    // JSON.parse makes even `__proto__` an own property, and entries only sees own ones.
    const entries = Object.entries(object);
    for (const [key, value] of entries) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        throw badCell(
          this.#options.source,
          line,
          key,
          'the value is an object; write nested values as separate keys, each with a number, string, boolean, list or null',
        );
    }
    this.#checkKeys(entries.length, text, line);
    for (const key of this.#newKeys(entries, text)) this.#addColumn(key);
    for (const [key, value] of entries) this.#put(this.#columns.get(key)!, value, text, line);
    this.#rows++;
    if (this.#rows % ROWS_BETWEEN_CHECKS === 0) this.#checkMemory();
    const { blockRows = Number.POSITIVE_INFINITY, blockBytes = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#rows >= blockRows || this.#expansion.inputBytes - this.#blockStart >= blockBytes) {
      this.#finishBlock();
    }
  }

  /** The blocks finished since the last call; each has the columns of those before it, and new ones after them. */
  takeBlocks(): readonly Column[][] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  /** Finishes the last block. */
  finish(): void {
    const { source, text } = this.#options;
    if (this.#rows + this.#finishedRows === 0) {
      throw new InputError(`${source}: the input is empty; ${this.#form.advice}`);
    }
    const names = [...this.#columns.keys()];
    if (names.length === 0) throw new InputError(`${source}: no object has a key; give every column a key`);
    checkColumnNames(names, source);
    checkTextOption(text, names, source);
    if (this.#rows > 0) this.#finishBlock();
  }

  #finishBlock(): void {
    this.#checkMemory();
    const columns = [...this.#columns.values()];
    // Objects without any key: their rows count once there is a column.
    if (columns.length === 0) return;
    for (const column of columns) {
      column.appendMissing(this.#rows - column.length);
      column.dropSpellings();
    }
    this.#blocks.push(columns.map((column) => column.finish()));
    for (const name of this.#columns.keys()) this.#columns.set(name, this.#newColumn(name));
    this.#finishedRows += this.#rows;
    this.#rows = 0;
    this.#blockStart = this.#expansion.inputBytes;
  }

  /** Throws `InputError` for a key that is there twice: JSON.parse silently keeps the last value. */
  #checkKeys(keys: number, text: string, line: number): void {
    // Every key is followed by a colon, so that most lines need no closer look.
    let colons = 0;
    for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons++;
    const key = colons > keys ? duplicateKey(text) : undefined;
    if (key === undefined) return;
    throw badCell(this.#options.source, line, key, 'the key is in the object twice; keep one of them');
  }

  /** Keys without a column yet, in the order of the text. */
  #newKeys(entries: readonly [string, unknown][], text: string): string[] {
    const fresh: string[] = [];
    for (const [key] of entries) if (!this.#columns.has(key)) fresh.push(key);
    if (!fresh.some(isIndexLike)) return fresh;
    return [...this.#rawEntries(text).keys()].filter((key) => !this.#columns.has(key));
  }

  #rawEntries(text: string): Map<string, string> {
    this.#raw ??= rawEntries(text);
    return this.#raw;
  }

  #addColumn(key: string): void {
    this.#columns.set(key, this.#newColumn(key));
    this.#options.limit.checkColumns(this.#columns.size);
    if (this.#rows > 0 && this.#columns.size >= this.#nextCheck) {
      this.#checkMemory();
      this.#nextCheck = this.#columns.size * 1.25;
    }
  }

  #newColumn(key: string): ColumnBuilder {
    const column = new ColumnBuilder(key);
    if (this.#options.text.has(key)) column.becomeText();
    return column;
  }

  #put(column: ColumnBuilder, value: unknown, text: string, line: number): void {
    column.appendMissing(this.#rows - column.length);
    if (value === null) column.appendMissing(1);
    else if (typeof value === 'number') this.#putNumber(column, value, text, line);
    else if (Array.isArray(value)) this.#putList(column, value, line);
    else this.#putText(column, String(value), line);
  }

  #putList(column: ColumnBuilder, values: readonly unknown[], line: number): void {
    const list = listText(values);
    if ('wrong' in list) {
      throw badCell(this.#options.source, line, column.name, `the value is an array ${list.wrong}`);
    }
    this.#putText(column, list.text, line);
  }

  #putNumber(column: ColumnBuilder, value: number, text: string, line: number): void {
    const whole = Number.isInteger(value);
    if (!Number.isSafeInteger(value) && (whole || !Number.isFinite(value))) {
      const raw = this.#rawEntries(text).get(column.name)!;
      // An integer with digits that a 64-bit float cannot hold is an identifier, not a quantity.
      if (/^-?\d+$/.test(raw) && (!whole || losesIntegerDigits(raw, value))) {
        this.#putText(column, raw, line);
        return;
      }
      if (!whole) throw badCell(this.#options.source, line, column.name, infiniteMessage(raw));
    }
    if (column.dictionary !== undefined) this.#putText(column, String(value), line);
    else column.append(value, whole && !Object.is(value, -0) && Math.abs(value) < 1e15 ? 0 : CANONICAL);
  }

  #putText(column: ColumnBuilder, text: string, line: number): void {
    const code = column.becomeText().codeOfString(text);
    if (code < 0) {
      throw badCell(
        this.#options.source,
        line,
        column.name,
        `the text ${JSON.stringify(text)} holds half a surrogate pair; write whole Unicode characters`,
      );
    }
    column.append(code, 0);
  }

  /** Counts every column at full length, since absent keys are filled in at the end. */
  #checkMemory(): void {
    let bytes = 0;
    for (const column of this.#columns.values()) {
      bytes += column.allocatedBytes + (this.#rows - column.length) * 8;
    }
    this.#options.limit.checkBytes(bytes, this.#rows, this.#columns.size);
    this.#expansion.checkCells(this.#finishedRows + this.#rows, this.#columns.size);
  }

  #parse(text: string, line: number): object {
    const { source } = this.#options;
    if (text.length > LONG_TEXT && isDeeper(text, MOST_LEVELS)) throw tooDeep(source, line);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw badLine(
        source,
        line,
        `this is not JSON: ${(error as SyntaxError).message}; ${this.#form.advice}`,
      );
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    const found = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
    throw badLine(
      source,
      line,
      `expected a JSON object, found ${found}; ${this.#form.advice}, as {"column": value, ...}`,
    );
  }
}

/** The error of values that are nested in more than `MOST_LEVELS` levels. */
export function tooDeep(source: string, line: number): InputError {
  return badLine(
    source,
    line,
    `values are nested in more than ${MOST_LEVELS} levels; write nested values as separate keys`,
  );
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of an object or line. Throws `InputError` for bytes that are not UTF-8. */
export function decodeJson(bytes: Uint8Array, source: string, line: number): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw badLine(source, line, NOT_UTF8_MESSAGE);
  }
}
