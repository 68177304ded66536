// Binary search for the code of a value among the cuts of its column, shared by training and prediction.

/** The first step of `cutsBelow` among `count` cuts: the largest power of two that is at most `count`, 0 for none. */
// @ts-ignore: decorator
@inline
export function firstStep(count: i32): i32 {
  let first = 1;
  while (first <= count) first <<= 1;
  return first >> 1;
}

/**
 * The number of cuts below a value; 0 for NaN. `cuts` are 64-bit floats and ascend; behind them there are as many infinite
 * ones as make a power of two minus one.
 */
// @ts-ignore: decorator
@inline
export function cutsBelow(value: f64, cuts: usize, first: i32): i32 {
  let code = 0;
  for (let step = first; step > 0; step >>= 1) {
    code += select<i32>(step, 0, load<f64>(cuts + (<usize>(code + step - 1) << 3)) < value);
  }
  return code;
}
