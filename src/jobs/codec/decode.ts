/** Bytes back to plain data, in the format of `format.ts`. */
import { HEADER, MOST_DEPTH, TAGS, TYPED_ARRAYS, type TypedArray } from './format.js';

/** The value that was encoded. @throws Error for bytes that are not from `encode`. */
export function decode(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  if (HEADER.some((byte) => reader.byte() !== byte)) throw damaged('they do not begin like encoded data');
  const value = reader.value(0);
  reader.expectEnd();
  return value;
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

function damaged(what: string): Error {
  return new Error(`the encoded bytes are damaged: ${what}`);
}
