/**
 * One column while it grows: a list of sealed blocks and one open block. A sealed block stores its cells
 * in as few bytes as possible without losing a bit or a typed digit: decimals such as `123.4` as the integers
 * 1234 of 8, 16 or 32 bits with one scale for the block, anything else as floats. So a column of short
 * decimals takes about as many bytes as it has digits until the final array is made, and the two
 * together stay below twice the size of the file. Dictionary codes of text columns are kept here too.
 *
 * NaN is a missing cell, the smallest integer in an integer block. Each block also holds how its
 * cells were typed (spelling.ts): one code if all are equal, otherwise one byte per cell.
 */
import { POWERS_OF_TEN } from './number-parser.js';
import { isPadded, MAX_DECIMALS, VERBATIM } from './spelling.js';

const SMALLEST_BLOCK = 64;
const LARGEST_BLOCK = 1 << 12;
/** With more decimals than this, few values fit a 32-bit integer. */
const MOST_SCALED_DECIMALS = 9;
/** Digits between two separators of thousands. */
const GROUP_DIGITS = 3;
const MOST_NEGATIVE = -(2 ** 31);

type Integers = Int8Array | Int16Array | Int32Array;

interface Block {
  readonly values: Integers | Float32Array | Float64Array;
  /** An integer block holds value * 10^scale. */
  readonly scale: number;
  /** The code of every present cell, or one code per cell. */
  codes: number | Uint8Array;
}

/** Shared by all columns, each filled and emptied within one call: of `pack`, and of `unpack`'s caller. */
const integers = new Int32Array(LARGEST_BLOCK);
const floats = new Float64Array(LARGEST_BLOCK);

export class CellChunks {
  #blocks: Block[] = [];
  #sealed = 0;
  #packedBytes = 0;
  #allExactIn32Bits = true;
  #open = new Float64Array(SMALLEST_BLOCK);
  #openCodes = new Uint8Array(SMALLEST_BLOCK);
  #opened = 0;

  get length(): number {
    return this.#sealed + this.#opened;
  }

  /** Bytes of memory held, plus those of the final array. */
  get allocatedBytes(): number {
    const open = this.#open.byteLength + this.#openCodes.byteLength;
    return this.#packedBytes + open + this.length * (this.#allExactIn32Bits ? 4 : 8);
  }

  /** Appends one cell: a value and the code of its spelling. */
  append(value: number, code: number): void {
    this.#open[this.#opened] = value;
    this.#openCodes[this.#opened] = code;
    if (++this.#opened === this.#open.length) this.#seal();
  }

  /** Appends `count` missing cells. */
  appendMissing(count: number): void {
    for (let i = 0; i < count; i++) this.append(Number.NaN, 0);
  }

  /** Appends values[first], values[first + stride], ..., `count` of them, with their codes. */
  appendStrided(values: Float64Array, codes: Uint8Array, first: number, stride: number, count: number): void {
    let from = first;
    for (let left = count; left > 0; ) {
      const open = this.#open;
      const openCodes = this.#openCodes;
      const take = Math.min(left, open.length - this.#opened);
      const end = this.#opened + take;
      for (let into = this.#opened; into < end; into++, from += stride) {
        open[into] = values[from];
        openCodes[into] = codes[from];
      }
      this.#opened = end;
      left -= take;
      if (end === open.length) this.#seal();
    }
  }

  /** Every cell in order, with the code of its spelling (meaningless for a missing cell). */
  forEach(visit: (value: number, code: number) => void): void {
    for (const block of this.#blocks) {
      const { codes } = block;
      const values = unpack(block, Number.NaN);
      for (let i = 0; i < values.length; i++) visit(values[i], typeof codes === 'number' ? codes : codes[i]);
    }
    for (let i = 0; i < this.#opened; i++) visit(this.#open[i], this.#openCodes[i]);
  }

  /** Whether a present cell has leading zeros. */
  get hasPadded(): boolean {
    for (const { codes } of this.#blocks) {
      if (typeof codes === 'number' ? isPadded(codes) : codes.some(isPadded)) return true;
    }
    return this.#openCodes.subarray(0, this.#opened).some(isPadded);
  }

  /** Whether there are cells with a point, all with three decimals, so that the points may separate thousands. */
  get mayHaveGroups(): boolean {
    let hasGroups = false;
    const isFitting = (code: number) => {
      if (code === GROUP_DIGITS || code === VERBATIM) hasGroups = true;
      else if (code !== 0) return false;
      return true;
    };
    for (const { codes } of this.#blocks) {
      if (!(typeof codes === 'number' ? isFitting(codes) : codes.every(isFitting))) return false;
    }
    return this.#openCodes.subarray(0, this.#opened).every(isFitting) && hasGroups;
  }

  /** Drops the spellings; afterwards only `takeValues` and `takeCodes` may be called. */
  dropSpellings(): void {
    for (const block of this.#blocks) block.codes = 0;
  }

  /** The column as one array, 32-bit if every value is exact in 32 bits. Empties the list. */
  takeValues(): Float32Array | Float64Array {
    this.#seal();
    return this.#take(
      this.#allExactIn32Bits ? new Float32Array(this.#sealed) : new Float64Array(this.#sealed),
    );
  }

  /** The column as dictionary codes, -1 for a missing cell. Empties the list. */
  takeCodes(): Int32Array {
    this.#seal();
    return this.#take(new Int32Array(this.#sealed));
  }

  #take<T extends Int32Array | Float32Array | Float64Array>(all: T): T {
    const missing = all instanceof Int32Array ? -1 : Number.NaN;
    let at = 0;
    for (const block of this.#blocks) {
      all.set(unpack(block, missing), at);
      at += block.values.length;
    }
    this.#blocks = [];
    this.#open = new Float64Array(0);
    this.#openCodes = new Uint8Array(0);
    return all;
  }

  /** Packs the open block and opens the next, of about an eighth of the column, within bounds. */
  #seal(): void {
    const count = this.#opened;
    if (count === 0) return;
    const open = this.#open;
    const openCodes = this.#openCodes;
    let code = -1;
    let mixed = false;
    let scale = 0;
    let narrow = true;
    for (let i = 0; i < count; i++) {
      const value = open[i];
      if (Number.isNaN(value)) continue;
      if (Math.fround(value) !== value) narrow = false;
      if (openCodes[i] === code) continue;
      mixed ||= code >= 0;
      code = openCodes[i];
      scale = Math.max(scale, decimalsOf(code));
    }
    if (!narrow) this.#allExactIn32Bits = false;
    const packed = pack(open, count, scale);
    const values = packed ?? (narrow ? Float32Array.from(open.subarray(0, count)) : open.slice(0, count));
    const codes = mixed ? openCodes.slice(0, count) : Math.max(code, 0);
    this.#blocks.push({ values, scale, codes });
    this.#packedBytes += values.byteLength + (typeof codes === 'number' ? 0 : codes.byteLength);
    this.#sealed += count;
    this.#opened = 0;

    if (open.length < LARGEST_BLOCK && this.#sealed >= 8 * open.length) {
      this.#open = new Float64Array(open.length * 2);
      this.#openCodes = new Uint8Array(open.length * 2);
    }
  }
}

/** Decimals of a spelling; infinite, so not packed, if unknown. */
function decimalsOf(code: number): number {
  if (isPadded(code)) return 0;
  return code <= MAX_DECIMALS ? code : Number.POSITIVE_INFINITY;
}

/**
 * value * 10^scale as integers, in the narrowest array that holds them; undefined if 32 bits do not, or
 * for a negative zero. Exact both ways: each value is the float nearest to a decimal of at most `scale`
 * digits after the point, so the product is within half of that integer and the quotient is the float.
 */
function pack(values: Float64Array, count: number, scale: number): Integers | undefined {
  if (scale > MOST_SCALED_DECIMALS) return undefined;
  const factor = POWERS_OF_TEN[scale];
  let least = 0;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      integers[i] = MOST_NEGATIVE;
      continue;
    }
    const integer = Math.round(value * factor);
    if (integer <= MOST_NEGATIVE || integer >= -MOST_NEGATIVE || (integer === 0 && 1 / value < 0))
      return undefined;
    integers[i] = integer;
    if (integer < least) least = integer;
    if (integer > most) most = integer;
  }
  const bound = Math.max(most, -least);
  const packed =
    bound < 2 ** 7 ? new Int8Array(count) : bound < 2 ** 15 ? new Int16Array(count) : new Int32Array(count);
  const none = missingIn(packed);
  for (let i = 0; i < count; i++) if (integers[i] === MOST_NEGATIVE) integers[i] = none;
  packed.set(integers.subarray(0, count));
  return packed;
}

/** The cells of a block, `missing` for missing cells; valid until the next call. */
function unpack({ values, scale }: Block, missing: number): Float64Array {
  const cells = floats.subarray(0, values.length);
  cells.set(values);
  if (values instanceof Float32Array || values instanceof Float64Array) return cells;
  const divisor = POWERS_OF_TEN[scale];
  const none = missingIn(values);
  for (let i = 0; i < cells.length; i++) cells[i] = cells[i] === none ? missing : cells[i] / divisor;
  return cells;
}

/** The integer for a missing cell: the smallest of its width. */
function missingIn(values: Integers): number {
  // Constants, since V8 may move the computation of a power into the loops that use it.
  return values instanceof Int8Array ? -0x80 : values instanceof Int16Array ? -0x8000 : -0x80000000;
}
