/**
 * Reads the compact protocol of Apache Thrift, the format of Parquet's metadata. Unknown fields are skipped. Every step
 * takes at least one byte and nothing is allocated for skipped fields, so time and memory are bounded by the bytes.
 */
import { DamagedData } from '../damage.js';

const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I16 = 4;
const I32 = 5;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const MAP = 11;
const STRUCT = 12;

/** Parquet's own metadata is six levels deep. */
const MOST_DEPTH = 32;
const LONGEST_VARINT_BYTES = 10;
/** A list or set with this size in its head has the real size in a varint after it. */
const LONG_LIST = 15;

/** Readers of fields, by field number; each calls one method of the reader that consumes the value. */
export type FieldReaders = Readonly<Record<number, () => void>>;

export class ThriftReader {
  /** Index of the next byte. */
  position: number;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  /** Wire type of the current value. */
  #type = STRUCT;
  #depth = 0;

  /** Reads `bytes[start, end)`, whose first value is a struct. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.position = start;
    this.#end = end;
  }

  struct(fields: FieldReaders): void {
    this.#expect(STRUCT);
    this.#enter();
    let id = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === STOP) break;
      id = head >> 4 === 0 ? this.#zigzag() : id + (head >> 4);
      this.#type = type;
      const read = fields[id];
      if (read === undefined) this.#skip(type);
      else read();
    }
    this.#depth--;
  }

  /** Calls `element` for each element of a list, which must consume it. */
  list(element: () => void): void {
    this.#expect(LIST);
    this.#enter();
    const [size, type] = this.#listHead();
    for (let i = 0; i < size; i++) {
      this.#type = type;
      element();
    }
    this.#depth--;
  }

  /** An integer of 16, 32 or 64 bits. Throws beyond 2^53. */
  integer(): number {
    if (this.#type !== I16 && this.#type !== I32) this.#expect(I64);
    return this.#zigzag();
  }

  /** An 8-bit integer. */
  byte(): number {
    this.#expect(BYTE);
    return (this.#byte() << 24) >> 24;
  }

  boolean(): boolean {
    if (this.#type !== TRUE) this.#expect(FALSE);
    return this.#type === TRUE;
  }

  /** Bytes of the file, not copied. */
  binary(): Uint8Array {
    this.#expect(BINARY);
    const length = this.#varint();
    const start = this.position;
    this.#advance(length);
    return this.#bytes.subarray(start, this.position);
  }

  #expect(type: number): void {
    if (this.#type !== type) throw new DamagedData('a metadata field is of a wrong type');
  }

  #enter(): void {
    if (++this.#depth > MOST_DEPTH) throw new DamagedData('the metadata is nested too deeply');
  }

  #skip(type: number): void {
    switch (type) {
      case TRUE:
      case FALSE:
        break;
      case BYTE:
        this.#advance(1);
        break;
      case I16:
      case I32:
      case I64:
        this.#skipVarint();
        break;
      case DOUBLE:
        this.#advance(8);
        break;
      case BINARY:
        this.#advance(this.#varint());
        break;
      case LIST:
      case SET:
        this.#skipList();
        break;
      case MAP:
        this.#skipMap();
        break;
      case STRUCT:
        this.struct({});
        break;
      default:
        throw new DamagedData(`a metadata field has the unknown type ${type}`);
    }
  }

  #skipList(): void {
    this.#enter();
    const [size, element] = this.#listHead();
    for (let i = 0; i < size; i++) this.#skipElement(element);
    this.#depth--;
  }

  #skipMap(): void {
    this.#enter();
    const size = this.#size(this.#varint());
    const types = size === 0 ? 0 : this.#byte();
    for (let i = 0; i < size; i++) {
      this.#skipElement(types >> 4);
      this.#skipElement(types & 15);
    }
    this.#depth--;
  }

  /** Unlike in a field, a boolean takes a byte in a list. */
  #skipElement(type: number): void {
    this.#type = type;
    if (type === TRUE || type === FALSE) this.#advance(1);
    else this.#skip(type);
  }

  #listHead(): [size: number, type: number] {
    const head = this.#byte();
    const size = head >> 4 === LONG_LIST ? this.#varint() : head >> 4;
    return [this.#size(size), head & 15];
  }

  /** Checks a size: every element takes at least one byte. */
  #size(size: number): number {
    if (size > this.#end - this.position)
      throw new DamagedData('a metadata list is longer than the metadata');
    return size;
  }

  #byte(): number {
    this.#advance(1);
    return this.#bytes[this.position - 1];
  }

  #advance(bytes: number): void {
    this.position += bytes;
    if (this.position > this.#end) throw new DamagedData('the metadata is cut off');
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Exact, because a double holds every integer up to 2^53. */
  #varint(): number {
    let value = 0;
    let unit = 1;
    for (let i = 0; i < LONGEST_VARINT_BYTES; i++, unit *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * unit;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) throw new DamagedData('a metadata number is beyond 2^53');
        return value;
      }
    }
    throw new DamagedData('a metadata number has more than 64 bits');
  }

  #skipVarint(): void {
    for (let i = 0; i < LONGEST_VARINT_BYTES; i++) if (this.#byte() < 128) return;
    throw new DamagedData('a metadata number has more than 64 bits');
  }
}
