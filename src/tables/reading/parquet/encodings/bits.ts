/** Numbers of any width up to 32 bits, packed from the lowest bit of the first byte. */

/** The `width` bits from bit `shift` (0 to 7) of `bytes[at]` on, as a signed word; bits beyond the end count as 0. */
export function readBits(bytes: Uint8Array, at: number, shift: number, width: number): number {
  let value = bytes[at] >>> shift;
  for (let have = 8 - shift, next = at + 1; have < width; have += 8, next++) value |= bytes[next] << have;
  return width === 32 ? value : value & ((1 << width) - 1);
}

/** Unpacks `count` numbers of `width` bits from `bytes[start]` on to `out[at, at + count)`. */
export function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  out: Int32Array,
  at: number,
  count: number,
): void {
  if (width > 24) {
    for (let i = 0, bit = 0, byte = start; i < count; i++) {
      out[at + i] = readBits(bytes, byte, bit, width);
      bit += width;
      byte += bit >>> 3;
      bit &= 7;
    }
    return;
  }
  const mask = (1 << width) - 1;
  let held = 0;
  let heldBits = 0;
  let byte = start;
  for (let i = at; i < at + count; i++) {
    while (heldBits < width) {
      held |= bytes[byte++] << heldBits;
      heldBits += 8;
    }
    out[i] = held & mask;
    held >>>= width;
    heldBits -= width;
  }
}
