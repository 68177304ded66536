/** Converts the values of a page to cells, numbers or texts, by the meaning of the column. */
import { InputError } from '../../../errors.js';
import type { ByteDictionary } from '../byte-dictionary.js';
import { DamagedData } from '../damage.js';
import { isoDate, isoTimestamp } from '../parquet-dates.js';
import { bigEndian, decimal, EXACT_POWER } from './decimals.js';
import type { BytesValues, PageValues } from './page-values.js';
import type { Leaf, Meaning } from './schema.js';

/** Twice the bytes of the longest decimals used in practice (256 bits). */
const MOST_DECIMAL_BYTES = 64;
const JULIAN_DAY_OF_1970 = 2440588;
const DAY_NANOSECONDS = 86_400_000_000_000n;
const TWO_TO_32 = 2 ** 32;

export interface CellReader {
  /** Whether the column is numeric, unless text is requested. */
  readonly isNumeric: boolean;
  /** All values as numbers, NaN if missing; undefined if a float cannot hold some 64-bit integer. */
  toNumbers(values: PageValues): Float64Array | undefined;
  /** One value's code in a dictionary of texts, -1 if missing. */
  codeAt(values: PageValues, i: number, dictionary: ByteDictionary): number;
}

/**
 * `place` starts the messages of the `InputError`s for values that cannot be used; `charge` is called before each value
 * that takes far more time than its bytes: a text made of numbers, a decimal beyond 2^53.
 */
export function cellReader({ meaning }: Leaf, place: string, charge: () => void): CellReader {
  const toNumbers = numbersReader(meaning, place, charge);
  if (toNumbers !== undefined) {
    return {
      isNumeric: true,
      toNumbers,
      codeAt(values, i, dictionary) {
        charge();
        const text = integerText(values, i, meaning) ?? String(toNumbers(single(values, i))![0]);
        return text === 'NaN' ? -1 : dictionary.codeOfString(text);
      },
    };
  }
  const codeAt = codeReader(meaning, place, charge);
  return { isNumeric: false, toNumbers: () => undefined, codeAt };
}

function numbersReader(
  meaning: Meaning,
  place: string,
  charge: () => void,
): CellReader['toNumbers'] | undefined {
  switch (meaning.kind) {
    case 'number':
    case 'unsigned': {
      const isSigned = meaning.kind === 'number';
      return (values) => {
        if (values.kind === 'words') return exactIntegers(values.words, values.count, isSigned);
        const { numbers } = expectNumbers(values);
        if (numbers instanceof Float64Array) return numbers;
        return Float64Array.from(isSigned ? numbers : new Uint32Array(numbers.buffer, 0, values.count));
      };
    }
    case 'half':
      return (values) => convert(values, (i) => half(expectBytes(values), i));
    case 'decimal': {
      const { scale } = meaning;
      return (values) => {
        const unscaled = unscaledReader(values);
        return convert(values, (i) => {
          const whole = unscaled(i);
          if (typeof whole === 'bigint' || scale > EXACT_POWER) charge();
          if (scale === 0 && !Number.isSafeInteger(Number(whole))) {
            throw new InputError(
              `${place} holds a decimal beyond 2^53, which would lose digits; write it as text or as 64-bit integers`,
            );
          }
          return decimal(whole, scale);
        });
      };
    }
    default:
      return undefined;
  }
}

function convert(values: PageValues, numberAt: (i: number) => number): Float64Array {
  const numbers = new Float64Array(values.count);
  for (let i = 0; i < values.count; i++) numbers[i] = numberAt(i);
  return numbers;
}

/** 64-bit integers as floats; undefined if that would change one. */
function exactIntegers(words: Int32Array, count: number, isSigned: boolean): Float64Array | undefined {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const low = words[2 * i] >>> 0;
    const high = isSigned ? words[2 * i + 1] : words[2 * i + 1] >>> 0;
    const number = high * TWO_TO_32 + low;
    if (!Number.isSafeInteger(number) && BigInt(number) !== exactInteger(words, i, isSigned))
      return undefined;
    numbers[i] = number;
  }
  return numbers;
}

/** A signed 64-bit integer, as a number if it is a safe integer. */
function integerAt(words: Int32Array, i: number): number | bigint {
  const number = words[2 * i + 1] * TWO_TO_32 + (words[2 * i] >>> 0);
  return Number.isSafeInteger(number) ? number : exactInteger(words, i, true);
}

function exactInteger(words: Int32Array, i: number, isSigned: boolean): bigint {
  const high = isSigned ? words[2 * i + 1] : words[2 * i + 1] >>> 0;
  return BigInt(high) * BigInt(TWO_TO_32) + BigInt(words[2 * i] >>> 0);
}

/** The digits of a 64-bit integer; undefined for anything else. */
function integerText(values: PageValues, i: number, { kind }: Meaning): string | undefined {
  if (values.kind !== 'words' || (kind !== 'number' && kind !== 'unsigned')) return undefined;
  return String(exactInteger(values.words, i, kind === 'number'));
}

/** Value `i` alone. */
function single(values: PageValues, i: number): PageValues {
  switch (values.kind) {
    case 'numbers':
      return { kind: 'numbers', count: 1, numbers: values.numbers.slice(i, i + 1) };
    case 'words':
      return { kind: 'words', count: 1, words: values.words.slice(2 * i, 2 * i + 2) };
    case 'bytes':
      return {
        ...values,
        count: 1,
        starts: values.starts.subarray(i, i + 1),
        ends: values.ends.subarray(i, i + 1),
      };
  }
}

function unscaledReader(values: PageValues): (i: number) => number | bigint {
  if (values.kind === 'numbers') return (i) => values.numbers[i];
  if (values.kind === 'words') {
    const { words } = values;
    return (i) => integerAt(words, i);
  }
  const { bytes, starts, ends } = values;
  return (i) => {
    if (ends[i] - starts[i] > MOST_DECIMAL_BYTES) throw new DamagedData('a decimal of more than 64 bytes');
    return bigEndian(bytes, starts[i], ends[i]);
  };
}

function half({ bytes, starts }: BytesValues, i: number): number {
  const bits = bytes[starts[i]] | (bytes[starts[i] + 1] << 8);
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return (sign * fraction) / 2 ** 24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function codeReader(meaning: Meaning, place: string, charge: () => void): CellReader['codeAt'] {
  switch (meaning.kind) {
    case 'boolean':
      return (values, i) => expectNumbers(values).numbers[i];
    case 'date':
      return (values, i, dictionary) => {
        charge();
        return dictionary.codeOfString(dateText(() => isoDate(expectNumbers(values).numbers[i])));
      };
    case 'timestamp':
      return (values, i, dictionary) => {
        charge();
        const words = expectWords(values);
        const isInt96 = words.length === 3 * values.count;
        const count = isInt96 ? int96(words, i) : integerAt(words, i);
        return dictionary.codeOfString(dateText(() => isoTimestamp(count, meaning.digits)));
      };
    case 'uuid':
      return (values, i, dictionary) => {
        charge();
        const { bytes, starts, ends } = expectBytes(values);
        const hex = Array.from(bytes.subarray(starts[i], ends[i]), (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join('');
        return dictionary.codeOfString(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
      };
    case 'text':
      return (values, i, dictionary) => {
        const { bytes, starts, ends } = expectBytes(values);
        const code = dictionary.codeOfBytes(bytes, starts[i], ends[i]);
        if (code < 0) throw new DamagedData('a text is not valid UTF-8');
        return code;
      };
    default:
      return () => {
        throw new InputError(`${place} holds binary or structured values; drop it or write it as text`);
      };
  }
}

/** Days since 4713 BC and the nanoseconds of the day, as nanoseconds since 1970. */
function int96(words: Int32Array, i: number): bigint {
  const nanoseconds = BigInt(words[3 * i] >>> 0) + BigInt(words[3 * i + 1] >>> 0) * BigInt(TWO_TO_32);
  return BigInt(words[3 * i + 2] - JULIAN_DAY_OF_1970) * DAY_NANOSECONDS + nanoseconds;
}

function dateText(format: () => string): string {
  try {
    return format();
  } catch (error) {
    if (error instanceof RangeError) throw new DamagedData('a date is beyond the year 275760');
    throw error;
  }
}

function expectNumbers(values: PageValues): Extract<PageValues, { kind: 'numbers' }> {
  if (values.kind !== 'numbers') throw new TypeError(`expected numbers, found ${values.kind}`);
  return values;
}

function expectWords(values: PageValues): Int32Array {
  if (values.kind !== 'words') throw new TypeError(`expected words, found ${values.kind}`);
  return values.words;
}

function expectBytes(values: PageValues): BytesValues {
  if (values.kind !== 'bytes') throw new TypeError(`expected bytes, found ${values.kind}`);
  return values;
}
