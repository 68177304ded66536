// What every kernel shares: fused multiply-add in the build that has it, pinned broadcasts, sums
// over lanes and the exponential. All arithmetic is 32-bit; sums over rows are kept in 64 bits.

const PIN = memory.data(16, 16);

/** a * b + c: one rounding where the build has relaxed SIMD, two where not. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a * b. */
// @ts-ignore: decorator
@inline
function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/**
 * x in all four lanes, by way of memory: V8 in Node 20 moves a splat (and the division or root
 * behind x) back into the loop that uses it, but never a load.
 */
// @ts-ignore: decorator
@inline
export function pinned(x: f32): v128 {
  store<f32>(PIN, x);
  return v128.load32_splat(PIN);
}

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

// @ts-ignore: decorator
@inline
export function sumLanesI32(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

/** Added to a small number it leaves the nearest whole number in the lowest bits of the sum. */
const ROUNDING: f32 = 12582912.0;

/**
 * e^x in each lane, to about one part in 10^7: x = n ln 2 + r with |r| <= ln 2 / 2, the Taylor
 * polynomial of degree 7 in r, times 2^n set through the exponent bits. Clamped to [-87, 88].
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.0)), f32x4.splat(-87.0));
  const sum = f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950408889634)), f32x4.splat(ROUNDING));
  const n = f32x4.sub(sum, f32x4.splat(ROUNDING));
  let r = nmadd(n, f32x4.splat(0.693359375), x);
  r = nmadd(n, f32x4.splat(-2.12194440e-4), r);
  let p = f32x4.splat(1.0 / 5040.0);
  p = madd(p, r, f32x4.splat(1.0 / 720.0));
  p = madd(p, r, f32x4.splat(1.0 / 120.0));
  p = madd(p, r, f32x4.splat(1.0 / 24.0));
  p = madd(p, r, f32x4.splat(1.0 / 6.0));
  p = madd(p, r, f32x4.splat(0.5));
  p = madd(p, r, f32x4.splat(1.0));
  p = madd(p, r, f32x4.splat(1.0));
  return f32x4.mul(p, i32x4.add(i32x4.shl(sum, 23), f32x4.splat(1.0)));
}

// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/**
 * ln x in each lane for positive, normal x, to about one part in 10^7: x = 2^n (1 + r) with 1 + r between the root of a
 * half and that of two, ln (1 + r) by the series of the inverse hyperbolic tangent, 2 atanh(r / (2 + r)).
 */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const bits = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const n = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const r = f32x4.sub(m, f32x4.splat(1));
  const s = f32x4.div(r, f32x4.add(r, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let p = f32x4.splat(2.0 / 9.0);
  p = madd(p, z, f32x4.splat(2.0 / 7.0));
  p = madd(p, z, f32x4.splat(2.0 / 5.0));
  p = madd(p, z, f32x4.splat(2.0 / 3.0));
  p = madd(p, z, f32x4.splat(2.0));
  return madd(n, f32x4.splat(0.6931471805599453), f32x4.mul(s, p));
}

/** 1 / (1 + e^-x) in each lane. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/**
 * tanh x in each lane, to about three parts in 10^7: x P(x^2) / Q(x^2) with both of degree 4, of least
 * relative error up to 7.8, where it is within 2.4e-7 of 1 and stays there.
 */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(7.8)), f32x4.splat(-7.8));
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(1.5627286131802975e-8);
  p = madd(p, z, f32x4.splat(2.2151749362819828e-5));
  p = madd(p, z, f32x4.splat(0.0035863451194018126));
  p = madd(p, z, f32x4.splat(0.1345670074224472));
  p = madd(p, z, f32x4.splat(1.0));
  let q = f32x4.splat(8.675384606249281e-7);
  q = madd(q, z, f32x4.splat(0.0003435964463278651));
  q = madd(q, z, f32x4.splat(0.026219850406050682));
  q = madd(q, z, f32x4.splat(0.46790027618408203));
  q = madd(q, z, f32x4.splat(1.0));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** The sum of a[i] * b[i] over n elements. */
export function dot(n: i32, a: usize, b: usize): f32 {
  let s = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    s = madd(v128.load(a), v128.load(b), s);
    a += 16;
    b += 16;
  }
  let t = sumLanes(s);
  for (; i < n; i++) {
    t += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return t;
}

/** y += factor * x over n elements; factor4 holds the factor in all four lanes. */
// @ts-ignore: decorator
@inline
export function addScaled(n: i32, factor4: v128, factor: f32, x: usize, y: usize): void {
  let q = 0;
  for (; q + 16 <= n; q += 16) {
    const at = <usize>q << 2;
    const from = x + at;
    const to = y + at;
    v128.store(to, madd(factor4, v128.load(from), v128.load(to)));
    v128.store(to, madd(factor4, v128.load(from, 16), v128.load(to, 16)), 16);
    v128.store(to, madd(factor4, v128.load(from, 32), v128.load(to, 32)), 32);
    v128.store(to, madd(factor4, v128.load(from, 48), v128.load(to, 48)), 48);
  }
  for (; q + 4 <= n; q += 4) {
    const at = <usize>q << 2;
    v128.store(y + at, madd(factor4, v128.load(x + at), v128.load(y + at)));
  }
  for (; q < n; q++) {
    const at = <usize>q << 2;
    store<f32>(y + at, load<f32>(y + at) + factor * load<f32>(x + at));
  }
}
