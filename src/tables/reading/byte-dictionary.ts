/**
 * The distinct texts of a column, looked up by their UTF-8 bytes: an open-addressing hash table over
 * one arena of bytes. A repeated cell creates no string; strings are created once, at the end.
 */

const FIRST_SLOTS = 64;
const FIRST_ARENA = 256;
const DECODED_AT_ONCE = 1 << 16;
/**
 * Random for each process, so that no file can be made whose texts all have the same hash. Codes do not depend on them.
 * The factor is odd.
 */
const HASH_START = Math.floor(Math.random() * 2 ** 32) | 0;
const HASH_FACTOR = Math.floor(Math.random() * 2 ** 32) | 1;

export class ByteDictionary {
  /** Code + 1 of the text in each slot, 0 if free. */
  #slots = new Int32Array(FIRST_SLOTS);
  #arena = new Uint8Array(FIRST_ARENA);
  /** Where text `code` ends in the arena; it starts where the one before ends. */
  #ends = new Float64Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS);
  #size = 0;
  /** ignoreBOM, since a U+FEFF inside the file is a character like any other. */
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #encoder = new TextEncoder();
  readonly #scratch = new Uint8Array(FIRST_ARENA);

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory held, plus 32 per text for the string created at the end. */
  get allocatedBytes(): number {
    const tables = this.#slots.byteLength + this.#ends.byteLength + this.#hashes.byteLength;
    return this.#arena.length * 2 + tables + this.#size * 32;
  }

  /** The code of the text `bytes[start, end)`, a new one if necessary; -1 if it is not valid UTF-8. */
  codeOfBytes(bytes: Uint8Array, start: number, end: number): number {
    let hash = HASH_START;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], HASH_FACTOR);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.#slots[slot]; entry !== 0; entry = this.#slots[slot]) {
      if (this.#hashes[entry - 1] === hash && this.#equals(entry - 1, bytes, start, end)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    if (!isAscii(bytes, start, end) && !this.#isUtf8(bytes.subarray(start, end))) return -1;
    return this.#insert(slot, hash, bytes, start, end);
  }

  /** The code of a string; -1 if it holds half a surrogate pair, which UTF-8 cannot express. */
  codeOfString(text: string): number {
    if (/\p{Surrogate}/u.test(text)) return -1;
    if (text.length * 3 > this.#scratch.length) {
      const bytes = this.#encoder.encode(text);
      return this.codeOfBytes(bytes, 0, bytes.length);
    }
    return this.codeOfBytes(this.#scratch, 0, this.#encoder.encodeInto(text, this.#scratch).written);
  }

  /** Every text, by its code. */
  toStrings(): string[] {
    const strings: string[] = [];
    let start = 0;
    let from = 0;
    while (from < this.#size) {
      // Many texts are decoded at once, then split: a decoder call per text would dominate the time.
      let to = from + 1;
      while (to < this.#size && this.#ends[to] - start <= DECODED_AT_ONCE) to++;
      const run = this.#decoder.decode(this.#arena.subarray(start, this.#ends[to - 1]));
      let character = 0;
      for (let code = from; code < to; code++) {
        const length = utf16Length(this.#arena, start, this.#ends[code]);
        strings.push(run.slice(character, character + length));
        character += length;
        start = this.#ends[code];
      }
      from = to;
    }
    return strings;
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = code === 0 ? 0 : this.#ends[code - 1];
    if (this.#ends[code] - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (this.#arena[j] !== bytes[i]) return false;
    return true;
  }

  #isUtf8(bytes: Uint8Array): boolean {
    try {
      this.#decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  }

  #insert(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.#size;
    const from = code === 0 ? 0 : this.#ends[code - 1];
    const needed = from + end - start;
    if (needed > this.#arena.length)
      this.#arena = grown(this.#arena, Math.max(needed, this.#arena.length * 2));
    if (code === this.#ends.length) {
      this.#ends = grown(this.#ends, code * 2);
      this.#hashes = grown(this.#hashes, code * 2);
    }
    for (let i = start, j = from; i < end; i++, j++) this.#arena[j] = bytes[i];
    this.#ends[code] = needed;
    this.#hashes[code] = hash;
    this.#slots[slot] = code + 1;
    this.#size++;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let code = 0; code < this.#size; code++) {
      let slot = this.#hashes[code] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.#slots = slots;
  }
}

/** UTF-16 code units of valid UTF-8: one per character, two for characters of four bytes. */
function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let i = start; i < end; i++) {
    if ((bytes[i] & 0xc0) !== 0x80) length++;
    if (bytes[i] >= 0xf0) length++;
  }
  return length;
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let seen = 0;
  for (let i = start; i < end; i++) seen |= bytes[i];
  return seen < 128;
}

function grown<T extends Uint8Array | Int32Array | Float64Array>(old: T, length: number): T {
  const larger = new (old.constructor as new (length: number) => T)(length);
  larger.set(old);
  return larger;
}
