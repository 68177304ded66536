/** A JSON array of objects, `[{...}, {...}]`, on any number of lines, read object by object. */
import type { Column } from '../table.js';
import { ByteWindow, LINE_FEED } from './byte-window.js';
import { CARRIAGE_RETURN, QUOTE } from './cell-reader.js';
import {
  decodeJson,
  type JsonOptions,
  JsonTable,
  LONGEST_OBJECT_BYTES,
  MOST_LEVELS,
  tooDeep,
} from './json-table.js';
import { badLine } from './place.js';
import { byteOrderMarkLength, refuseBinary } from './text-checks.js';

const FORM = { name: 'a JSON array', advice: 'write an array of objects' };

const SPACE = 32;
const TAB = 9;
const COMMA = 44;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** Whether the first bytes of a JSON file, without a byte order mark, are those of an array. */
export function startsArray(text: string): boolean {
  return text.trimStart().startsWith('[');
}

/**
 * Reads an array of objects block by block, with the rules of JSON lines for each of them. Throws `InputError`, with the line, as
 * `jsonLineBlocks` does, and if the array does not end or something else stands between or after its objects.
 */
export async function* jsonArrayBlocks(
  chunks: AsyncIterable<Uint8Array>,
  options: JsonOptions,
): AsyncGenerator<Column[]> {
  const table = new JsonTable(options, FORM);
  const reader = new ArrayReader(options.source, table);
  for await (const chunk of chunks) {
    reader.push(chunk);
    for (const block of table.takeBlocks()) yield block;
  }
  reader.finish();
  for (const block of table.takeBlocks()) yield block;
}

/** What comes next outside of an object. */
type Place = 'array' | 'first object or end' | 'object' | 'comma or end' | 'nothing';

class ArrayReader {
  readonly #source: string;
  readonly #table: JsonTable;
  readonly #window = new ByteWindow();
  #place: Place = 'array';
  #isMarkPassed = false;
  #line = 1;
  /** Bytes of the open object that have been seen, from the position of the window; 0 outside of objects. */
  #seen = 0;
  #objectLine = 1;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;

  constructor(source: string, table: JsonTable) {
    this.#source = source;
    this.#table = table;
  }

  push(chunk: Uint8Array): void {
    const window = this.#window;
    window.append(chunk);
    if (!this.#isMarkPassed) {
      if (window.end < 3) return;
      this.#passMark();
    }
    this.#scan();
    if (window.end - window.position > LONGEST_OBJECT_BYTES) {
      throw badLine(this.#source, this.#objectLine, `the object does not end; ${FORM.advice}`);
    }
  }

  finish(): void {
    if (!this.#isMarkPassed) this.#passMark();
    this.#scan();
    if (this.#place !== 'nothing') {
      throw badLine(this.#source, this.#line, 'the array does not end; the file may be cut off');
    }
    this.#table.finish();
  }

  #passMark(): void {
    const { bytes, end } = this.#window;
    this.#window.position = byteOrderMarkLength(bytes.subarray(0, end));
    this.#isMarkPassed = true;
  }

  #scan(): void {
    const window = this.#window;
    while (window.position < window.end) {
      if (this.#seen > 0) {
        if (!this.#scanObject()) return;
      } else this.#between(window.bytes[window.position]);
    }
  }

  /** One byte outside of objects. */
  #between(byte: number): void {
    const place = this.#place;
    if (byte === LINE_FEED) this.#line++;
    else if (byte === SPACE || byte === TAB || byte === CARRIAGE_RETURN) {
      // Blanks may stand anywhere.
    } else if (byte === OPENING_BRACKET && place === 'array') this.#place = 'first object or end';
    else if (byte === OPENING_BRACE && (place === 'first object or end' || place === 'object')) {
      this.#objectLine = this.#line;
      this.#depth = 1;
      this.#seen = 1;
      return;
    } else if (byte === COMMA && place === 'comma or end') this.#place = 'object';
    else if (byte === CLOSING_BRACKET && (place === 'first object or end' || place === 'comma or end')) {
      this.#place = 'nothing';
    } else this.#refuse(byte);
    this.#window.position++;
  }

  /** Continues the open object; false if the window ends before it does. */
  #scanObject(): boolean {
    const window = this.#window;
    const { bytes, end } = window;
    for (let at = window.position + this.#seen; at < end; at++) {
      const byte = bytes[at];
      if (byte === LINE_FEED) this.#line++;
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isInText = false;
      } else if (byte === QUOTE) this.#isInText = true;
      else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
        if (++this.#depth > MOST_LEVELS) throw tooDeep(this.#source, this.#line);
      } else if ((byte === CLOSING_BRACE || byte === CLOSING_BRACKET) && --this.#depth === 0) {
        this.#take(at + 1);
        return true;
      }
    }
    this.#seen = end - window.position;
    return false;
  }

  #take(end: number): void {
    const window = this.#window;
    const bytes = window.bytes.subarray(window.position, end);
    refuseBinary(bytes, this.#source, this.#objectLine);
    this.#table.add(decodeJson(bytes, this.#source, this.#objectLine), this.#objectLine);
    window.position = end;
    this.#seen = 0;
    this.#place = 'comma or end';
  }

  #refuse(byte: number): never {
    const found = byte > SPACE && byte < 127 ? JSON.stringify(String.fromCharCode(byte)) : `the byte ${byte}`;
    const expected = {
      array: 'the array to begin with "["',
      'first object or end': 'an object',
      object: 'an object',
      'comma or end': '"," or "]" after an object',
      nothing: 'nothing after the array',
    }[this.#place];
    throw badLine(this.#source, this.#line, `expected ${expected}, found ${found}; ${FORM.advice}`);
  }
}
