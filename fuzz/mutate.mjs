/** Damages bytes like disks, editors and attackers do: flips, cuts, splices, edited numbers. */

/**
 * A copy of `bytes` with one to eight damages. `tokens` have a meaning in the format.
 * @param {import('./random.mjs').Random} random
 * @param {Uint8Array} bytes
 * @param {readonly (string | Uint8Array)[]} [tokens]
 */
export function mutate(random, bytes, tokens = []) {
  /** @type {Uint8Array} */
  let result = bytes.slice();
  for (let left = 1 + random.integer(random.pick([1, 2, 8])); left > 0; left--) {
    result = random.pick(DAMAGES)(random, result, tokens);
  }
  return result;
}

/** @type {((random: import('./random.mjs').Random, bytes: Uint8Array, tokens: readonly (string | Uint8Array)[]) => Uint8Array)[]} */
const DAMAGES = [
  function flipBit(random, bytes) {
    if (bytes.length > 0) bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
    return bytes;
  },
  function setByte(random, bytes) {
    if (bytes.length > 0)
      bytes[random.integer(bytes.length)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.integer(256)]);
    return bytes;
  },
  function cut(random, bytes) {
    return bytes.slice(0, random.integer(bytes.length + 1));
  },
  function remove(random, bytes) {
    const [from, to] = range(random, bytes.length);
    return join(bytes.subarray(0, from), bytes.subarray(to));
  },
  function repeat(random, bytes) {
    const [from, to] = range(random, bytes.length);
    const at = random.integer(bytes.length + 1);
    return join(bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at));
  },
  function overwrite(random, bytes) {
    const [from, to] = range(random, bytes.length);
    bytes.copyWithin(random.integer(bytes.length + 1), from, to);
    return bytes;
  },
  function number(random, bytes) {
    const width = random.pick([2, 4, 8]);
    if (bytes.length < width) return bytes;
    const view = new DataView(bytes.buffer, random.integer(bytes.length - width + 1), width);
    const value = random.pick([
      0,
      1,
      -1,
      2 ** (8 * width - 1) - 1,
      -(2 ** (8 * width - 1)),
      random.integer(2 ** 31),
      255,
      65536,
    ]);
    for (let i = 0, rest = BigInt(value); i < width; i++, rest >>= 8n) view.setUint8(i, Number(rest & 255n));
    return bytes;
  },
  function insert(random, bytes) {
    const at = random.integer(bytes.length + 1);
    return join(bytes.subarray(0, at), random.bytes(1 + random.integer(16)), bytes.subarray(at));
  },
  function insertToken(random, bytes, tokens) {
    if (tokens.length === 0) return bytes;
    const token = random.pick(tokens);
    const at = random.integer(bytes.length + 1);
    const piece = typeof token === 'string' ? new TextEncoder().encode(token) : token;
    return join(bytes.subarray(0, at), piece, bytes.subarray(random.chance(0.5) ? at : at + piece.length));
  },
];

/** A short or a long range of [0, length). */
function range(random, length) {
  const from = random.integer(length + 1);
  const most = random.chance(0.8) ? Math.min(32, length - from) : length - from;
  return [from, from + random.integer(most + 1)];
}

/** @param {Uint8Array[]} parts */
export function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
