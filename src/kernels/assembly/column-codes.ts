// Codes of a column's values for prediction: the number of the column's cuts below each. Cuts are found in groups of sixteen,
// compared at once as 32-bit floats, and then among those that are equal in 32 bits.
import { cutsBelow, firstStep } from './cut-search';

/** The number of the sixteen 32-bit floats at an address that are below those in `value`, all lanes of which are the same. */
// @ts-ignore: decorator
@inline
function below(at: usize, value: v128): i32 {
  const low = i16x8.narrow_i32x4_s(f32x4.lt(v128.load(at), value), f32x4.lt(v128.load(at, 16), value));
  const high = i16x8.narrow_i32x4_s(f32x4.lt(v128.load(at, 32), value), f32x4.lt(v128.load(at, 48), value));
  return popcnt(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
}

/** The number of groups of sixteen for `count` cuts and an infinite one. */
// @ts-ignore: decorator
@inline
function groupsOf(count: i32): i32 {
  return (count >> 4) + 1;
}

/**
 * The code of a value by `groups`: the differences of the `count` cuts from the first, in 32 bits, padded with infinity to
 * whole groups of sixteen, more than one of which are followed by the last ones of all groups, as if these were cuts, and
 * so on.
 */
// @ts-ignore: decorator
@inline
function codeByGroups(value: f64, cuts: usize, second: usize, third: usize, fourth: usize, groups: usize): i32 {
  // Subtracting and rounding keep the order, so that a cut that is below the value in 32 bits is below it in 64 bits.
  const difference = f32x4.splat(<f32>(value - load<f64>(cuts)));
  let code = 0;
  if (fourth != 0) code = below(fourth, difference);
  if (third != 0) code = (code << 4) + below(third + (<usize>code << 6), difference);
  if (second != 0) code = (code << 4) + below(second + (<usize>code << 6), difference);
  code = (code << 4) + below(groups + (<usize>code << 6), difference);
  while (load<f64>(cuts + (<usize>code << 3)) < value) code++;
  return code;
}

/**
 * Writes the codes of n 64-bit floats, `stride` apart, as signed bytes, code 0 as -128: the number of the `count` cuts below
 * the value, `missing` for NaN. There are 1 to 255 cuts; they ascend and are followed by as many infinite ones as make a power
 * of two minus one. `groups` as `codeByGroups` takes them, or 0 for a binary search. Returns how many are NaN.
 */
export function rankBytes(
  n: i32, x: usize, stride: i32, cuts: usize, count: i32, groups: usize, missing: i32, codes: usize,
): i32 {
  const first = firstStep(count);
  const second = count > 15 ? groups + (<usize>groupsOf(count) << 6) : 0;
  let found = 0;
  for (let i = 0; i < n; i++) {
    const value = load<f64>(x);
    const isMissing = value != value;
    const code = groups != 0 ? codeByGroups(value, cuts, second, 0, 0, groups) : cutsBelow(value, cuts, first);
    found += i32(isMissing);
    store<u8>(codes, <u8>(select<i32>(missing, code, isMissing) ^ 0x80));
    x += <usize>stride << 3;
    codes++;
  }
  return found;
}

/**
 * The same for up to 65,534 cuts, with codes of 16 bits that are `width` apart.
 */
export function rankColumn(
  n: i32, x: usize, stride: i32, cuts: usize, count: i32, groups: usize, missing: i32, codes: usize, width: i32,
): i32 {
  const first = firstStep(count);
  const lowest = groupsOf(count);
  const second = lowest > 1 ? groups + (<usize>lowest << 6) : 0;
  const middle = (lowest + 15) >> 4;
  const third = middle > 1 ? second + (<usize>middle << 6) : 0;
  const high = (middle + 15) >> 4;
  const fourth = high > 1 ? third + (<usize>high << 6) : 0;
  let found = 0;
  for (let i = 0; i < n; i++) {
    const value = load<f64>(x);
    const isMissing = value != value;
    const code = groups != 0 ? codeByGroups(value, cuts, second, third, fourth, groups) : cutsBelow(value, cuts, first);
    found += i32(isMissing);
    store<u16>(codes, <u16>select<i32>(missing, code, isMissing));
    x += <usize>stride << 3;
    codes += <usize>width << 1;
  }
  return found;
}
