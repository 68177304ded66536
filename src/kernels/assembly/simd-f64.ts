// The 64-bit counterparts of simd.ts.

/** a * b + c: one rounding where the build has relaxed SIMD, two where not. */
// @ts-ignore: decorator
@inline
export function maddF64(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** Both lanes exchanged. */
// @ts-ignore: decorator
@inline
export function swapF64(v: v128): v128 {
  return v128.shuffle<f64>(v, v, 1, 0);
}

// Constants are loaded: one that stands in the code costs V8 several instructions wherever it is used.
const EXP = memory.data<f64>([
  -708.0, 1.4426950408889634, 6755399441055744.0, -6.93147180369123816490e-1, -1.90821492927058770002e-10,
  1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0,
  1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0,
], 16);
const LAST_EXP: i32 = 15;
const LOG = memory.data<f64>([
  2.0 / 19.0, 2.0 / 17.0, 2.0 / 15.0, 2.0 / 13.0, 2.0 / 11.0, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0, 2.0,
], 16);
const LAST_LOG: i32 = 9;

// @ts-ignore: decorator
@inline
function constant(table: usize, i: i32): v128 {
  return v128.load64_splat(table + (<usize>i << 3));
}

/** x / ln 2 rounded to a whole number, in the lowest bits. */
// @ts-ignore: decorator
@inline
function shifted(x: v128): v128 {
  // Beside 1.5 * 2^52 there is no room for digits behind the point.
  return maddF64(x, constant(EXP, 1), constant(EXP, 2));
}

// @ts-ignore: decorator
@inline
function remainder(x: v128, n: v128): v128 {
  const whole = f64x2.sub(n, constant(EXP, 2));
  return maddF64(whole, constant(EXP, 4), maddF64(whole, constant(EXP, 3), x));
}

// @ts-ignore: decorator
@inline
function timesPower(p: v128, n: v128): v128 {
  return f64x2.mul(p, i64x2.shl(i64x2.add(n, i64x2.splat(1023)), 52));
}

/**
 * In place x = e^x for n numbers up to 0, n even, to some parts in 10^15: x = k ln 2 + r with
 * |r| <= ln 2 / 2, the Taylor polynomial of degree 11 in r, times 2^k. Below -708 it is e^-708.
 */
export function exponentialsF64(n: i32, x: usize): void {
  const end = x + (<usize>n << 3);
  for (; x + 64 <= end; x += 64) {
    let r0 = f64x2.pmax(v128.load(x), constant(EXP, 0));
    let r1 = f64x2.pmax(v128.load(x, 16), constant(EXP, 0));
    let r2 = f64x2.pmax(v128.load(x, 32), constant(EXP, 0));
    let r3 = f64x2.pmax(v128.load(x, 48), constant(EXP, 0));
    const n0 = shifted(r0), n1 = shifted(r1), n2 = shifted(r2), n3 = shifted(r3);
    r0 = remainder(r0, n0);
    r1 = remainder(r1, n1);
    r2 = remainder(r2, n2);
    r3 = remainder(r3, n3);
    let p0 = constant(EXP, 5), p1 = p0, p2 = p0, p3 = p0;
    for (let i = 6; i <= LAST_EXP; i++) {
      const c = constant(EXP, i);
      p0 = maddF64(p0, r0, c);
      p1 = maddF64(p1, r1, c);
      p2 = maddF64(p2, r2, c);
      p3 = maddF64(p3, r3, c);
    }
    const one = constant(EXP, LAST_EXP);
    v128.store(x, timesPower(maddF64(p0, r0, one), n0));
    v128.store(x, timesPower(maddF64(p1, r1, one), n1), 16);
    v128.store(x, timesPower(maddF64(p2, r2, one), n2), 32);
    v128.store(x, timesPower(maddF64(p3, r3, one), n3), 48);
  }
  for (; x < end; x += 16) {
    const low = f64x2.pmax(v128.load(x), constant(EXP, 0));
    const k = shifted(low);
    const r = remainder(low, k);
    let p = constant(EXP, 5);
    for (let i = 6; i <= LAST_EXP; i++) p = maddF64(p, r, constant(EXP, i));
    v128.store(x, timesPower(maddF64(p, r, constant(EXP, LAST_EXP)), k));
  }
}

/**
 * The logarithm of both lanes for x >= 1: x = 2^k m with m between the roots of 1/2 and 2,
 * log m = 2 artanh((m - 1) / (m + 1)) by its series. NaN where x is not finite.
 */
// @ts-ignore: decorator
@inline
export function log2F64(x: v128): v128 {
  const k = i64x2.shr_u(i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)), 52);
  const m = i64x2.sub(x, i64x2.shl(k, 52));
  // The bits of 2^52 + k.
  const power = f64x2.sub(v128.or(k, f64x2.splat(4503599627370496.0)), f64x2.splat(4503599627370496.0));
  const one = f64x2.splat(1);
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const squared = f64x2.mul(s, s);
  let p = constant(LOG, 0);
  for (let i = 1; i <= LAST_LOG; i++) p = maddF64(p, squared, constant(LOG, i));
  const finite = f64x2.sub(x, x);
  return f64x2.add(maddF64(power, f64x2.splat(0.6931471805599453), f64x2.mul(p, s)), finite);
}
