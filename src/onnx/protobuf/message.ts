/** A protobuf message under construction: fields are appended in the order of the calls. */

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

const utf8 = new TextEncoder();

export class Message {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** An integer from -2^53 to 2^53; negative ones as protobuf's int64. */
  integer(field: number, value: number): this {
    this.#tag(field, VARINT);
    return this.#append(varints([value]));
  }

  float(field: number, value: number): this {
    this.#tag(field, FIXED_32);
    return this.#append(littleEndian(Float32Array.of(value)));
  }

  double(field: number, value: number): this {
    this.#tag(field, FIXED_64);
    return this.#append(littleEndian(Float64Array.of(value)));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, LENGTH_DELIMITED);
    this.#append(varints([value.length]));
    return this.#append(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  message(field: number, value: Message): this {
    this.#tag(field, LENGTH_DELIMITED);
    this.#append(varints([value.length]));
    for (const part of value.#parts) this.#append(part);
    return this;
  }

  /** A repeated field of integers, packed. */
  integers(field: number, values: ArrayLike<number>): this {
    return this.bytes(field, varints(values));
  }

  /** A repeated field of 32-bit floats, packed. */
  floats(field: number, values: Float32Array): this {
    return this.bytes(field, littleEndian(values));
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  #tag(field: number, type: number): void {
    this.#append(varints([field * 8 + type]));
  }

  #append(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }
}

/** The bytes of numbers, the lowest first on every machine. */
export function littleEndian(values: Float32Array | Float64Array | Int32Array | BigInt64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  if (isLittleEndian) return bytes;
  const size = values.BYTES_PER_ELEMENT;
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const MOST_VARINT_BYTES = 10;

function varints(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length * MOST_VARINT_BYTES);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    let value = values[i];
    if (value >= 0) {
      // Division, because bit operations have 32 bits.
      for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes[at++] = (value % 0x80) | 0x80;
      bytes[at++] = value;
      continue;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) bytes[at++] = Number(rest & 0x7fn) | 0x80;
    bytes[at++] = Number(rest);
  }
  return bytes.slice(0, at);
}
