/**
 * Seeded random numbers: equal bits for an equal (seed, stream name) on every JavaScript engine. Each use of
 * randomness has its own stream (`split`, `initial-values`, `batches`, `mixup`, ...), so that drawing more numbers in
 * one place changes nothing elsewhere.
 *
 * The generator is xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021):
 * 128 bits of state, period 2^128 - 1, integer operations only.
 */
import { InputError } from '../../errors.js';
import { exp, log } from './portable-math.js';
import { seedWords } from './seed-words.js';

/** The complete state of a stream; survives JSON. */
export interface RandomState {
  /** The generator's four unsigned 32-bit words. */
  readonly words: readonly number[];
  /** The second value of the last normal pair, if it is still unused. */
  readonly spareNormal: number | null;
}

/** An array or a typed array. */
interface Shufflable<T> {
  readonly length: number;
  [index: number]: T;
}

const TWO_POW_32 = 4294967296;
const SMALLEST_SHAPE = 1e-300;
const LARGEST_SHAPE = 1e300;

/** Seeded random numbers (xoshiro128**): equal bits for equal seed and stream name on every JavaScript engine. */
export class RandomStream {
  readonly #words: Int32Array;
  #spareNormal: number | null = null;

  /** @throws InputError if `seed` is not an integer from 0 to 2^53 - 1. */
  constructor(seed: number, stream: string) {
    this.#words = seedWords(seed, stream);
  }

  /** Uniform integer from 0 to 2^32 - 1. */
  uint32(): number {
    const s = this.#words;
    const s1 = s[1];
    const scaled = Math.imul(s1, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    const s2 = s[2] ^ s[0];
    const s3 = s[3] ^ s1;
    s[1] = s1 ^ s2;
    s[0] ^= s3;
    s[2] = s2 ^ (s1 << 9);
    s[3] = (s3 << 11) | (s3 >>> 21);
    return result >>> 0;
  }

  /** Fills an array with what as many calls of `uint32` return. */
  fill(numbers: Uint32Array): void {
    const s = this.#words;
    let [a, b, c, d] = s;
    for (let i = 0; i < numbers.length; i++) {
      const scaled = Math.imul(b, 5);
      numbers[i] = Math.imul((scaled << 7) | (scaled >>> 25), 9);
      c ^= a;
      d ^= b;
      const shifted = b << 9;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    s.set([a, b, c, d]);
  }

  /** Uniform number in [0, 1): a multiple of 2^-53. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * Uniform integer from 0 to `bound` - 1, without bias: the high half of a 32 x 32-bit product, drawn again
   * in the rare case that would favour some values (Lemire, "Fast random integer generation in an
   * interval", 2019).
   *
   * @throws InputError if `bound` is not an integer from 1 to 2^32.
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_POW_32) {
      throw new InputError(`bound must be an integer from 1 to 2^32, but it is ${bound}`);
    }
    for (;;) {
      const x = this.uint32();
      const low = Math.imul(x, bound) >>> 0;
      if (low < bound && low < (-bound >>> 0) % bound) continue;
      // floor(x * bound / 2^32), in two 16-bit steps, because x * bound may not be exact.
      const carried = Math.floor(((x & 0xffff) * bound) / 65536);
      return Math.floor(((x >>> 16) * bound + carried) / 65536);
    }
  }

  /** Normal number with mean 0 and variance 1, by Marsaglia's polar method: two for each accepted pair. */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * log(s)) / s);
      this.#spareNormal = v * scale;
      return u * scale;
    }
  }

  /**
   * Gamma number with the given shape and scale 1 (Marsaglia & Tsang, "A simple method for generating gamma
   * variables", 2000). For a shape below 1: gamma(shape + 1) times u^(1 / shape).
   *
   * @throws InputError if `shape` is not between 1e-300 and 1e300.
   */
  gamma(shape: number): number {
    checkShape('shape', shape);
    if (shape >= 1) return this.#gammaFromOne(shape);
    const larger = this.#gammaFromOne(shape + 1);
    return larger * exp(log(1 - this.uniform()) / shape);
  }

  /**
   * Beta(a, b) number in [0, 1]; an end is reached only by rounding, which is common for very small a or b.
   *
   * For a, b <= 1 Jöhnk's method (1964): x = u^(1/a), y = v^(1/b), drawn until x + y <= 1, gives x / (x + y); if both
   * powers underflow, the quotient is computed from logarithms. Otherwise from two gamma numbers.
   *
   * @throws InputError if `a` or `b` is not between 1e-300 and 1e300.
   */
  beta(a: number, b: number): number {
    checkShape('a', a);
    checkShape('b', b);
    if (a > 1 || b > 1) {
      const x = this.gamma(a);
      return 1 / (1 + this.gamma(b) / x);
    }
    for (;;) {
      const logX = log(1 - this.uniform()) / a;
      const logY = log(1 - this.uniform()) / b;
      const x = exp(logX);
      const y = exp(logY);
      if (x + y > 1) continue;
      // Subnormal x and y have lost digits: only the quotient y / x, from logarithms, is accurate.
      return x + y > 1e-280 ? x / (x + y) : 1 / (1 + exp(logY - logX));
    }
  }

  /** The integers 0 to n - 1 in random order. @throws InputError if n is not an integer from 0 to 2^31 - 1. */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff) {
      throw new InputError(`n must be an integer from 0 to 2^31 - 1, but it is ${n}`);
    }
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    return this.shuffle(order);
  }

  /** Puts the elements in random order, in place, and returns the array (Fisher & Yates; Durstenfeld 1964). */
  shuffle<A extends Shufflable<unknown>>(array: A): A {
    const elements: Shufflable<unknown> = array;
    for (let i = elements.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const last = elements[i];
      elements[i] = elements[j];
      elements[j] = last;
    }
    return array;
  }

  /** The current state, for `restore`; survives JSON. */
  state(): RandomState {
    return { words: Array.from(this.#words, (word) => word >>> 0), spareNormal: this.#spareNormal };
  }

  /**
   * Continues from a `state()`, possibly of another stream.
   *
   * @throws InputError if it is not the state of a stream; the stream is then unchanged.
   */
  restore(state: RandomState): void {
    const { words, spareNormal } = state;
    const valid =
      Array.isArray(words) &&
      words.length === 4 &&
      words.every((word) => Number.isInteger(word) && word >= 0 && word < TWO_POW_32) &&
      words.some((word) => word !== 0);
    if (!valid) {
      throw new InputError(
        `random state: words must be four integers from 0 to 2^32 - 1, not all 0, but they are ${JSON.stringify(words)}`,
      );
    }
    if (spareNormal !== null && !Number.isFinite(spareNormal)) {
      throw new InputError(
        `random state: spareNormal must be null or a finite number, but it is ${spareNormal}`,
      );
    }
    this.#words.set(words);
    this.#spareNormal = spareNormal;
  }

  /** Marsaglia & Tsang for shape >= 1. */
  #gammaFromOne(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.uniform();
      const squared = x * x;
      // The first test is a cheap lower bound of the second one.
      if (u < 1 - 0.0331 * squared * squared || log(u) < 0.5 * squared + d * (1 - v + log(v))) return d * v;
    }
  }
}

function checkShape(name: string, value: number): void {
  if (!(value >= SMALLEST_SHAPE && value <= LARGEST_SHAPE)) {
    throw new InputError(`${name} must be a number from 1e-300 to 1e300, but it is ${value}`);
  }
}
