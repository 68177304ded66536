/**
 * The cells of one column while its pages are read: an array of the table's length, of numbers (in 32 bits as long as all
 * are exact) or of codes into a dictionary of texts.
 */
import { InputError } from '../../../errors.js';
import type { Column } from '../../table.js';
import { ByteDictionary } from '../byte-dictionary.js';
import { DamagedData } from '../damage.js';
import type { Expansion } from '../expansion.js';
import { infiniteMessage } from '../place.js';
import { type CellReader, cellReader } from './cell-values.js';
import type { PageValues } from './page-values.js';
import type { Leaf } from './schema.js';

/** A dictionary entry whose text has no code yet: texts are numbered in the order of the rows. */
const NOT_CODED = -2;
/** A slow value takes about as long as unpacking this many bytes. */
const SLOW_VALUE_BYTES = 256;
/** Memory of an entry besides its bytes: offsets, number or code. */
const ENTRY_BYTES = 16;
const NO_ENTRIES: PageValues = { kind: 'numbers', count: 0, numbers: new Uint8Array(0) };

export class ColumnCells {
  readonly leaf: Leaf;
  readonly #name: string;
  readonly #source: string;
  readonly #reader: CellReader;
  readonly #dictionary = new ByteDictionary();
  /** Of a numeric column. */
  #numbers: Float32Array | Float64Array | undefined;
  /** Of a text column. */
  #codes: Int32Array;
  #at = 0;
  /** The dictionary of the chunk: its entries, and their numbers or codes. */
  #entries = NO_ENTRIES;
  #entryNumbers: Float64Array = new Float64Array(0);
  #entryCodes = new Int32Array(0);

  /** `asText`: make the column text even if it holds numbers. `expansion` is charged for slow values; `firstRow` is that of the file. */
  constructor(
    name: string,
    leaf: Leaf,
    rows: number,
    asText: boolean,
    source: string,
    expansion: Expansion,
    private readonly firstRow = 0,
  ) {
    this.leaf = leaf;
    this.#name = name;
    this.#source = source;
    this.#reader = cellReader(leaf, `${source}: column ${JSON.stringify(name)}`, () =>
      expansion.add(SLOW_VALUE_BYTES),
    );
    const isNumeric = this.#reader.isNumeric && !asText;
    if (isNumeric) this.#numbers = new Float32Array(rows);
    this.#codes = new Int32Array(isNumeric ? 0 : rows);
    if (leaf.meaning.kind === 'boolean')
      for (const text of ['false', 'true']) this.#dictionary.codeOfString(text);
  }

  get allocatedBytes(): number {
    const entryBytes =
      this.#entries.count * ENTRY_BYTES + (this.#entries.kind === 'bytes' ? this.#entries.bytes.length : 0);
    return (this.#numbers ?? this.#codes).byteLength + this.#dictionary.allocatedBytes + entryBytes;
  }

  /** Sets the dictionary for the indices of the following pages. */
  useDictionary(entries: PageValues): void {
    this.#entries = entries;
    const numbers = this.#numbers === undefined ? undefined : this.#reader.toNumbers(entries);
    if (numbers === undefined) this.#becomeText();
    else this.#entryNumbers = numbers;
  }

  forgetDictionary(): void {
    this.#entries = NO_ENTRIES;
    this.#entryNumbers = new Float64Array(0);
    this.#entryCodes = new Int32Array(0);
  }

  appendMissing(rows: number): void {
    if (this.#numbers !== undefined) this.#numbers.fill(Number.NaN, this.#at, this.#at + rows);
    else this.#codes.fill(-1, this.#at, this.#at + rows);
    this.#at += rows;
  }

  /** Appends `rows` times the same entry of the dictionary. */
  appendRepeated(index: number, rows: number): void {
    this.#checkIndex(index);
    if (this.#numbers !== undefined) {
      this.#appendNumbers(this.#entryNumbers.subarray(index, index + 1), 1, undefined);
      const value = this.#numbers[this.#at - 1];
      this.#numbers.fill(value, this.#at, this.#at + rows - 1);
    } else this.#codes.fill(this.#entryCode(index), this.#at, this.#at + rows - 1);
    this.#at += rows - 1;
  }

  /** Appends entries of the dictionary, and missing cells where `isPresent`, one per row, is 0. */
  appendIndices(indices: Int32Array, rows: number, isPresent: Int32Array | undefined): void {
    const entries = this.#entries.count;
    for (let i = 0; i < indices.length; i++) if (indices[i] >>> 0 >= entries) this.#checkIndex(indices[i]);
    if (this.#numbers !== undefined) {
      const numbers = new Float64Array(indices.length);
      const entryNumbers = this.#entryNumbers;
      for (let i = 0; i < indices.length; i++) numbers[i] = entryNumbers[indices[i]];
      this.#appendNumbers(numbers, rows, isPresent);
    } else this.#appendCodes((i) => this.#entryCode(indices[i]), rows, isPresent);
  }

  /** Appends values, and missing cells where `isPresent`, one per row, is 0. */
  appendValues(values: PageValues, rows: number, isPresent: Int32Array | undefined): void {
    const numbers = this.#numbers === undefined ? undefined : this.#reader.toNumbers(values);
    if (numbers !== undefined) this.#appendNumbers(numbers, rows, isPresent);
    else {
      if (this.#numbers !== undefined) this.#becomeText();
      this.#appendCodes((i) => this.#reader.codeAt(values, i, this.#dictionary), rows, isPresent);
    }
  }

  finish(): Column {
    const name = this.#name;
    if (this.#numbers !== undefined) return { kind: 'numeric', name, values: this.#numbers };
    return { kind: 'text', name, codes: this.#codes, dictionary: this.#dictionary.toStrings() };
  }

  #appendNumbers(numbers: Float64Array, rows: number, isPresent: Int32Array | undefined): void {
    let cells = this.#numbers!;
    for (let row = 0, i = 0, at = this.#at; row < rows; row++, at++) {
      if (isPresent !== undefined && isPresent[row] === 0) {
        cells[at] = Number.NaN;
        continue;
      }
      const value = numbers[i++];
      cells[at] = value;
      if (cells[at] === value) {
        if (value - value !== 0) throw this.#infinite(value, at);
      } else if (!Number.isNaN(value)) {
        // The first value that is not exact in 32 bits: the column continues in 64.
        cells = Float64Array.from(cells);
        this.#numbers = cells;
        cells[at] = value;
      }
    }
    this.#at += rows;
  }

  #appendCodes(codeAt: (i: number) => number, rows: number, isPresent: Int32Array | undefined): void {
    const codes = this.#codes;
    for (let row = 0, i = 0, at = this.#at; row < rows; row++, at++) {
      codes[at] = isPresent !== undefined && isPresent[row] === 0 ? -1 : codeAt(i++);
    }
    this.#at += rows;
  }

  #entryCode(index: number): number {
    let code = this.#entryCodes[index];
    if (code === NOT_CODED) {
      code = this.#reader.codeAt(this.#entries, index, this.#dictionary);
      this.#entryCodes[index] = code;
    }
    return code;
  }

  /** Codes for the entries of the dictionary, and for the numbers so far if there are any (64-bit integers). */
  #becomeText(): void {
    this.#entryCodes = new Int32Array(this.#entries.count).fill(NOT_CODED);
    const numbers = this.#numbers;
    if (numbers === undefined) return;
    this.#codes = new Int32Array(numbers.length);
    for (let row = 0; row < this.#at; row++) {
      const isMissing = Number.isNaN(numbers[row]);
      this.#codes[row] = isMissing ? -1 : this.#dictionary.codeOfString(String(BigInt(numbers[row])));
    }
    this.#numbers = undefined;
  }

  #checkIndex(index: number): void {
    if (index >>> 0 < this.#entries.count) return;
    throw new DamagedData(`an index into a dictionary of ${this.#entries.count} entries is ${index >>> 0}`);
  }

  #infinite(value: number, row: number): InputError {
    const place = `${this.#source}, row ${this.firstRow + row + 1}, column ${JSON.stringify(this.#name)}`;
    return new InputError(`${place}: ${infiniteMessage(String(value))}`);
  }
}
