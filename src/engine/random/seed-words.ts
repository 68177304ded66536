/**
 * Derives the 128-bit initial state of a generator from (seed, stream name). Neighbouring seeds and similar names
 * must give unrelated streams, so every word of the state is a separate hash of the whole seed and name.
 */
import { InputError } from '../../errors.js';

const GOLDEN_RATIO = 0x9e3779b9;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Four 32-bit words, never all zero (the one state xoshiro cannot leave).
 *
 * Word i starts from the FNV-1a hash of the name's UTF-8 bytes (its basis depends on i), then the seed's low
 * and high 32 bits are mixed in, one round of `mix32` each.
 *
 * @throws InputError if `seed` is not an integer from 0 to 2^53 - 1.
 */
export function seedWords(seed: number, stream: string): Int32Array {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InputError(`seed must be an integer from 0 to 2^53 - 1, but it is ${seed}`);
  }
  const low = seed >>> 0;
  const high = Math.floor(seed / 4294967296);
  const name = new TextEncoder().encode(stream);
  const words = new Int32Array(4);
  for (let i = 0; i < 4; i++) {
    let h = fnv1a(name, FNV_OFFSET ^ mix32(Math.imul(i, GOLDEN_RATIO)));
    h = mix32(h ^ low);
    words[i] = mix32((h + GOLDEN_RATIO) ^ high);
  }
  if ((words[0] | words[1] | words[2] | words[3]) === 0) words[0] = GOLDEN_RATIO;
  return words;
}

/** FNV-1a over bytes (Fowler, Noll, Vo), 32 bits, from a given basis. */
function fnv1a(bytes: Uint8Array, basis: number): number {
  let h = basis;
  for (const byte of bytes) h = Math.imul(h ^ byte, FNV_PRIME);
  return h;
}

/**
 * The finaliser of MurmurHash3 (Appleby): a bijection of 32 bits in which each input bit changes half of the output
 * bits on average.
 */
function mix32(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
