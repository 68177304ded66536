/**
 * Plain data as bytes and back, for executors whose places are reached by a stream of bytes: undefined, null, booleans,
 * numbers, bigints, strings, arrays, plain objects, `Map`, `Set`, `Date`, `ArrayBuffer` and typed arrays. The bits of
 * numbers are kept. Views are encoded without the rest of their buffers; shared memory is copied; an object that is
 * referenced twice is decoded as two copies. Multi-byte numbers are little-endian, as all JavaScript engines have them
 * in typed arrays.
 */

const TYPED_ARRAYS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;
type TypedArray = InstanceType<(typeof TYPED_ARRAYS)[number]>;

/** The first byte of a value is its index here. Typed arrays follow, in the order of their list. */
const TAGS = [
  'undefined',
  'null',
  'false',
  'true',
  'number',
  'bigint',
  'utf8',
  'utf16',
  'array',
  'object',
  'map',
  'set',
  'date',
  'buffer',
] as const;
type Tag = (typeof TAGS)[number];

/** The first bytes of encoded data: a magic number and the version of the format. */
const HEADER = [0x71, 0x63, 0x6c, 1];
/** Deeper values are refused: no job has any, and they could exhaust the stack. */
const MOST_DEPTH = 500;
const MINIMUM_CAPACITY = 1024;

/** @throws TypeError, with its path, for a value that is not plain data or is nested more than 500 deep. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.bytes(Uint8Array.from(HEADER));
  writer.value(value, 'the value', 0);
  return writer.finish();
}

/** The value that was encoded. @throws Error for bytes that are not from `encode`. */
export function decode(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  if (HEADER.some((byte) => reader.byte() !== byte)) throw damaged('they do not begin like encoded data');
  const value = reader.value(0);
  reader.expectEnd();
  return value;
}

class Writer {
  #bytes = new Uint8Array(MINIMUM_CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  readonly #text = new TextEncoder();

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
  }

  value(value: unknown, path: string, depth: number): void {
    if (depth > MOST_DEPTH) throw new TypeError(`${path} is nested more than ${MOST_DEPTH} deep`);
    switch (typeof value) {
      case 'undefined':
        this.#tag('undefined');
        return;
      case 'boolean':
        this.#tag(value ? 'true' : 'false');
        return;
      case 'number':
        this.#tag('number');
        this.#number(value);
        return;
      case 'bigint':
        this.#tag('bigint');
        this.#string(value.toString());
        return;
      case 'string':
        this.#taggedString(value);
        return;
      case 'object':
        if (value === null) this.#tag('null');
        else this.#object(value, path, depth);
        return;
      default:
        throw notPlain(path, `a ${typeof value}`);
    }
  }

  #object(value: object, path: string, depth: number): void {
    if (Array.isArray(value)) {
      this.#tag('array');
      this.#number(value.length);
      for (let i = 0; i < value.length; i++) this.value(value[i], `${path}[${i}]`, depth + 1);
    } else if (ArrayBuffer.isView(value)) this.#typedArray(value, path);
    else if (value instanceof Map) {
      this.#tag('map');
      this.#number(value.size);
      let i = 0;
      for (const [key, each] of value) {
        this.value(key, `key ${i++} of ${path}`, depth + 1);
        this.value(each, `${path}.get(${typeof key === 'string' ? JSON.stringify(key) : '...'})`, depth + 1);
      }
    } else if (value instanceof Set) {
      this.#tag('set');
      this.#number(value.size);
      let i = 0;
      for (const each of value) this.value(each, `element ${i++} of ${path}`, depth + 1);
    } else if (value instanceof Date) {
      this.#tag('date');
      this.#number(value.getTime());
    } else if (isBuffer(value)) {
      this.#tag('buffer');
      this.#number(value.byteLength);
      this.bytes(new Uint8Array(value));
    } else this.#plainObject(value, path, depth);
  }

  #plainObject(value: object, path: string, depth: number): void {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw notPlain(path, `an instance of ${value.constructor?.name || 'a class'}`);
    }
    const entries = Object.entries(value);
    this.#tag('object');
    this.#number(entries.length);
    for (const [key, each] of entries) {
      this.#taggedString(key);
      this.value(
        each,
        /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`,
        depth + 1,
      );
    }
  }

  #typedArray(value: ArrayBufferView, path: string): void {
    // A subclass (Node's Buffer) becomes the class that it extends.
    const kind = TYPED_ARRAYS.findIndex((Kind) => value instanceof Kind);
    if (kind < 0) throw notPlain(path, `a ${value.constructor.name}`);
    this.#byte(TAGS.length + kind);
    this.#number((value as TypedArray).length);
    this.bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }

  #taggedString(text: string): void {
    // UTF-8 has no lone surrogates.
    if (!/\p{Surrogate}/u.test(text)) {
      this.#tag('utf8');
      this.#string(text);
      return;
    }
    this.#tag('utf16');
    this.#number(text.length);
    this.bytes(
      new Uint8Array(Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).buffer),
    );
  }

  #string(text: string): void {
    const bytes = this.#text.encode(text);
    this.#number(bytes.length);
    this.bytes(bytes);
  }

  #tag(tag: Tag): void {
    this.#byte(TAGS.indexOf(tag));
  }

  #byte(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  #number(value: number): void {
    const at = this.#grow(8);
    this.#view.setFloat64(at, value, true);
  }

  /** Makes room for `count` more bytes, and returns where they begin. */
  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#bytes[this.#take(1)];
  }

  expectEnd(): void {
    if (this.#at < this.#bytes.length)
      throw damaged(`${this.#bytes.length - this.#at} of them are left over`);
  }

  value(depth: number): unknown {
    if (depth > MOST_DEPTH) throw damaged(`they are nested more than ${MOST_DEPTH} deep`);
    const code = this.byte();
    if (code >= TAGS.length) return this.#typedArray(code - TAGS.length);
    switch (TAGS[code]) {
      case 'undefined':
        return undefined;
      case 'null':
        return null;
      case 'false':
        return false;
      case 'true':
        return true;
      case 'number':
        return this.#number();
      case 'bigint':
        return this.#bigint();
      case 'utf8':
        return this.#utf8();
      case 'utf16':
        return this.#utf16();
      case 'array':
        return Array.from(this.#range(1), () => this.value(depth + 1));
      case 'object':
        return this.#object(depth);
      case 'map': {
        const map = new Map<unknown, unknown>();
        for (const _ of this.#range(2)) map.set(this.value(depth + 1), this.value(depth + 1));
        return map;
      }
      case 'set': {
        const set = new Set<unknown>();
        for (const _ of this.#range(1)) set.add(this.value(depth + 1));
        return set;
      }
      case 'date':
        return new Date(this.#number());
      case 'buffer':
        return this.#copy(this.#count(1));
    }
  }

  #object(depth: number): object {
    const object: Record<string, unknown> = {};
    for (const _ of this.#range(2)) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string') throw damaged(`a key is a ${typeof key}`);
      // An assignment to __proto__ would change the prototype.
      const value = this.value(depth + 1);
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return object;
  }

  #typedArray(kind: number): TypedArray {
    const Kind = TYPED_ARRAYS[kind];
    if (Kind === undefined) throw damaged(`${TAGS.length + kind} is not a valid tag`);
    const length = this.#count(Kind.BYTES_PER_ELEMENT);
    return new Kind(this.#copy(length * Kind.BYTES_PER_ELEMENT));
  }

  #bigint(): bigint {
    const digits = this.#utf8();
    if (!/^-?\d+$/.test(digits)) throw damaged('a bigint has no digits');
    return BigInt(digits);
  }

  #utf8(): string {
    const length = this.#count(1);
    const at = this.#take(length);
    try {
      return this.#text.decode(this.#bytes.subarray(at, at + length));
    } catch {
      throw damaged('a string is not UTF-8');
    }
  }

  #utf16(): string {
    const units = new Uint16Array(this.#copy(2 * this.#count(2)));
    const PART = 8192;
    let text = '';
    for (let i = 0; i < units.length; i += PART) text += String.fromCharCode(...units.subarray(i, i + PART));
    return text;
  }

  /** A count of items that take at least `bytes` each; checked, so that a damaged one allocates no memory. */
  #count(bytes: number): number {
    const count = this.#number();
    const left = this.#bytes.length - this.#at;
    if (Number.isInteger(count) && count >= 0 && count * bytes <= left) return count;
    throw damaged(`${count} items of ${bytes} or more bytes do not fit into ${left} bytes`);
  }

  #range(bytes: number): { readonly length: number } & Iterable<undefined> {
    return new Array<undefined>(this.#count(bytes)).fill(undefined);
  }

  #number(): number {
    const at = this.#take(8);
    return this.#view.getFloat64(at, true);
  }

  #copy(length: number): ArrayBuffer {
    const at = this.#take(length);
    return new Uint8Array(this.#bytes.subarray(at, at + length)).buffer;
  }

  #take(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw damaged('they end too early');
    this.#at += count;
    return at;
  }
}

function isBuffer(value: object): value is ArrayBufferLike {
  return (
    value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)
  );
}

function notPlain(path: string, what: string): TypeError {
  return new TypeError(`${path} is ${what}, which is not plain data`);
}

function damaged(what: string): Error {
  return new Error(`the encoded bytes are damaged: ${what}`);
}
