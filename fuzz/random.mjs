/** Small seeded random numbers (sfc32): the same seed, target and index give the same input everywhere. */

export class Random {
  #a;
  #b;
  #c;
  #counter = 1;

  /**
   * @param {number} seed
   * @param {string} name of the target
   * @param {number} index of the input
   */
  constructor(seed, name, index) {
    this.#a = hash(name);
    this.#b = seed | 0;
    this.#c = index | 0;
    for (let i = 0; i < 12; i++) this.#next();
  }

  /**
   * An integer in [0, n).
   * @param {number} n
   */
  integer(n) {
    return Math.floor(this.uniform() * n);
  }

  /** A number in [0, 1). */
  uniform() {
    return this.#next() / 2 ** 32;
  }

  /** @param {number} probability */
  chance(probability) {
    return this.uniform() < probability;
  }

  /**
   * @template T
   * @param {readonly T[]} list
   * @returns {T}
   */
  pick(list) {
    return list[this.integer(list.length)];
  }

  /** @param {number} n */
  bytes(n) {
    const bytes = new Uint8Array(n);
    for (let i = 0; i < n; i++) bytes[i] = this.#next();
    return bytes;
  }

  #next() {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}

/** FNV-1a. @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
