// Sorting of values, by radix: eight digits of eight bits, the lowest first.

const DIGITS = 256;

/**
 * Sorts n 64-bit floats ascending, NaN last. `spare` holds as many, `counts` 2,048 integers.
 */
export function sortDoubles(n: i32, values: usize, spare: usize, counts: usize): void {
  memory.fill(counts, 0, 8 * DIGITS * 4);
  const end = values + (<usize>n << 3);
  for (let at = values; at < end; at += 8) {
    const key = keyOf(load<f64>(at));
    store<u64>(at, key);
    for (let byte: usize = 0; byte < 8; byte++) {
      const count = counts + (byte << 10) + (<usize>((key >> (byte << 3)) & 255) << 2);
      store<i32>(count, load<i32>(count) + 1);
    }
  }
  let from = values;
  let to = spare;
  for (let byte: usize = 0; byte < 8; byte++) {
    const starts = counts + (byte << 10);
    const shift = <u64>(byte << 3);
    if (load<i32>(starts + (<usize>((load<u64>(from) >> shift) & 255) << 2)) == n) continue;
    let start = 0;
    for (let digit: usize = 0; digit < <usize>(DIGITS << 2); digit += 4) {
      const count = load<i32>(starts + digit);
      store<i32>(starts + digit, start);
      start += count;
    }
    for (let i: usize = 0; i < <usize>n << 3; i += 8) {
      const key = load<u64>(from + i);
      const place = starts + (<usize>((key >> shift) & 255) << 2);
      const index = load<i32>(place);
      store<i32>(place, index + 1);
      store<u64>(to + (<usize>index << 3), key);
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  for (let i: usize = 0; i < <usize>n << 3; i += 8) store<f64>(values + i, valueOf(load<u64>(from + i)));
}

/** The key of NaN, above that of infinity. */
const NAN_KEY: u64 = 0xFFF8000000000000;

/** Unsigned integers in the order of the floats; NaN is largest, whatever its sign. */
// @ts-ignore: decorator
@inline
function keyOf(value: f64): u64 {
  const bits = reinterpret<u64>(value);
  const key = bits ^ ((<u64>(<i64>bits >> 63)) | 0x8000000000000000);
  return select<u64>(key, NAN_KEY, value == value);
}

// @ts-ignore: decorator
@inline
function valueOf(key: u64): f64 {
  return reinterpret<f64>(key ^ ((<u64>(<i64>~key >> 63)) | 0x8000000000000000));
}
