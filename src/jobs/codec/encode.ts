/** Plain data to bytes, in the format of `format.ts`. */
import { HEADER, MOST_DEPTH, TAGS, type Tag, TYPED_ARRAYS, type TypedArray } from './format.js';

const MINIMUM_CAPACITY = 1024;

/** @throws TypeError, with its path, for a value that is not plain data or is nested more than 500 deep. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.bytes(Uint8Array.from(HEADER));
  writer.value(value, 'the value', 0);
  return writer.finish();
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

function isBuffer(value: object): value is ArrayBufferLike {
  return (
    value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)
  );
}

function notPlain(path: string, what: string): TypeError {
  return new TypeError(`${path} is ${what}, which is not plain data`);
}
