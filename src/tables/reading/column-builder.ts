/**
 * One column while it is read: numeric at first. It may become text at any row; earlier cells then get the text as
 * typed.
 */
import type { Column } from '../table.js';
import { ByteDictionary } from './byte-dictionary.js';
import { CellChunks } from './cell-chunks.js';
import { KeptSpellings } from './kept-spellings.js';
import { spell, VERBATIM } from './spelling.js';
import { VerbatimLog } from './verbatim-log.js';

/** Memory of a column besides its cells, for the memory limit. */
export const COLUMN_OVERHEAD_BYTES = 512;

/** A number of two groups of digits: `12.345`. */
const GROUPED = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

export class ColumnBuilder {
  readonly name: string;
  #cells = new CellChunks();
  #verbatim: VerbatimLog | undefined;
  #dictionary: ByteDictionary | undefined;
  #pointedIntegers: Uint32Array | undefined;
  /** The first infinite cell, an error only if the column stays numeric. */
  infinite: { readonly line: number; readonly text: string } | undefined;

  /** @param keepsSpellings whether `spellings` are wanted of a column that stays numeric */
  constructor(
    name: string,
    readonly keepsSpellings = false,
  ) {
    this.name = name;
  }

  /** The texts so far; undefined as long as the column is numeric. */
  get dictionary(): ByteDictionary | undefined {
    return this.#dictionary;
  }

  get length(): number {
    return this.#cells.length;
  }

  get allocatedBytes(): number {
    const verbatim = this.#verbatim?.allocatedBytes ?? 0;
    const dictionary = this.#dictionary?.allocatedBytes ?? 0;
    const spellings = this.keepsSpellings ? this.length : 0;
    return COLUMN_OVERHEAD_BYTES + this.#cells.allocatedBytes + verbatim + dictionary + spellings;
  }

  /** Appends a number, or a text's dictionary code; NaN is a missing cell. */
  append(value: number, spelling: number): void {
    this.#cells.append(value, spelling);
  }

  appendMissing(count: number): void {
    this.#cells.appendMissing(count);
  }

  /** Appends one column of a row-major block: see `CellChunks.appendStrided`. */
  appendStrided(
    values: Float64Array,
    spellings: Uint8Array,
    first: number,
    stride: number,
    count: number,
  ): void {
    this.#cells.appendStrided(values, spellings, first, stride, count);
  }

  /** Keeps the characters of a cell spelled `VERBATIM`; call once per cell, in the order of the rows. */
  keepVerbatim(bytes: Uint8Array, start: number, end: number): void {
    this.#verbatim ??= new VerbatimLog();
    this.#verbatim.push(bytes, start, end);
  }

  noteInfinite(line: number, text: string): void {
    this.infinite ??= { line, text };
  }

  /** Makes all cells text, earlier and later ones. */
  becomeText(): ByteDictionary {
    if (this.#dictionary !== undefined) return this.#dictionary;
    const dictionary = new ByteDictionary();
    const codes = new CellChunks();
    const verbatim = this.#verbatim?.read();
    this.#cells.forEach((value, spelling) => {
      if (Number.isNaN(value)) codes.append(value, 0);
      else if (spelling === VERBATIM) {
        const text = verbatim!.next().value!;
        codes.append(dictionary.codeOfBytes(text, 0, text.length), 0);
      } else codes.append(dictionary.codeOfString(spell(value, spelling)), 0);
    });
    this.#cells = codes;
    this.#verbatim = undefined;
    this.#dictionary = dictionary;
    return dictionary;
  }

  /** Numbers with leading zeros, such as 007, are codes, which are text: their zeros would be lost. */
  paddedBecomeText(): void {
    if (this.#dictionary === undefined && this.#cells.hasPadded) this.becomeText();
  }

  /** How the numbers were typed, if they are kept; undefined for a column that became text. Call it before `finish`. */
  spellings(): KeptSpellings | undefined {
    if (!this.keepsSpellings || this.#dictionary !== undefined) return undefined;
    const codes = new Uint8Array(this.length);
    const rows: number[] = [];
    let row = 0;
    let common: number | undefined;
    let mixed = false;
    this.#cells.forEach((value, spelling) => {
      const at = row++;
      if (Number.isNaN(value)) return;
      codes[at] = spelling;
      if (spelling === VERBATIM) rows.push(at);
      common ??= spelling;
      mixed ||= spelling !== common;
    });
    const decoder = new TextDecoder();
    const texts = Array.from(this.#verbatim?.read() ?? [], (bytes) => decoder.decode(bytes));
    return new KeptSpellings(mixed ? codes : (common ?? 0), Uint32Array.from(rows), texts);
  }

  /** Finds `NumericColumn.pointedIntegers`. Call it before `dropSpellings`. */
  findPointedIntegers(): void {
    if (this.#dictionary !== undefined || !this.#cells.mayHaveGroups) return;
    let pointed = 0;
    let integers = 0;
    let fits = true;
    this.#forEachPointed((_, value, text) => {
      const magnitude = Math.abs(value);
      fits &&= magnitude >= 1 && magnitude < 1000 && (text === undefined || GROUPED.test(text));
      pointed++;
      if (Number.isInteger(value)) integers++;
    });
    if (!fits || pointed === 0) return;
    const rows = new Uint32Array(integers);
    let at = 0;
    this.#forEachPointed((row, value) => {
      if (Number.isInteger(value)) rows[at++] = row;
    });
    this.#pointedIntegers = rows;
  }

  /** Calls `visit` for each number with a point; `text` is given if it has no code. */
  #forEachPointed(visit: (row: number, value: number, text: string | undefined) => void): void {
    const verbatim = this.#verbatim?.read();
    const decoder = new TextDecoder();
    let row = 0;
    this.#cells.forEach((value, spelling) => {
      const at = row++;
      if (Number.isNaN(value)) return;
      const text = spelling === VERBATIM ? decoder.decode(verbatim!.next().value!).trim() : undefined;
      if (text === undefined ? spelling > 0 : text.includes('.')) visit(at, value, text);
    });
  }

  /** Frees memory that only `becomeText` and `spellings` need. */
  dropSpellings(): void {
    this.#verbatim = undefined;
    this.#cells.dropSpellings();
  }

  /** The finished column; the builder is empty afterwards. */
  finish(): Column {
    if (this.#dictionary !== undefined) {
      const codes = this.#cells.takeCodes();
      return { kind: 'text', name: this.name, codes, dictionary: this.#dictionary.toStrings() };
    }
    return {
      kind: 'numeric',
      name: this.name,
      values: this.#cells.takeValues(),
      ...(this.#pointedIntegers && { pointedIntegers: this.#pointedIntegers }),
    };
  }
}
