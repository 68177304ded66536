/**
 * Natural logarithm and exponential with the same bits on every JavaScript engine. The language leaves the
 * last bits of Math.log and Math.exp to the engine, so a seeded run that used them could differ between Node
 * and a browser. Only + - * / and exact integer operations are used here, which IEEE 754 fixes completely.
 */

/** ln 2 in two parts: the high one has 21 trailing zero bits, so its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10; // ln 2 - LN2_HIGH
/** Fraction bits (high word) of sqrt(2): a mantissa above it is halved, to keep |ln mantissa| small. */
const SQRT2_FRACTION_HIGH = 0x6a09e;
const TWO_POW_54 = 18014398509481984;
const TWO_POW_MINUS_1000 = 9.332636185032189e-302;

// A DataView has an explicit byte order, typed arrays use the host's. Little-endian is that of nearly every host, and fastest there.
const bits = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm, within 1 ulp of the true value. `log(0)` is -Infinity, `log(x < 0)` NaN.
 *
 * x = 2^k m with m in [sqrt(1/2), sqrt(2)), ln x = k ln 2 + ln m, and with f = m - 1, s = f / (2 + f):
 * ln m = 2 atanh(s) = f - s (f - R), R = 2 (s^2/3 + s^4/5 + ...). |s| <= 0.1716, so the terms dropped after
 * s^22/23 are below 1e-18.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= TWO_POW_54; // a subnormal number has no leading one: make it normal
    k = -54;
  }
  bits.setFloat64(0, x, true);
  const high = bits.getInt32(4, true);
  const fraction = high & 0xfffff;
  const halve = fraction >= SQRT2_FRACTION_HIGH ? 1 : 0;
  k += (high >>> 20) - 1023 + halve;
  bits.setInt32(4, ((1023 - halve) << 20) | fraction, true);
  const f = bits.getFloat64(0, true) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const odd =
    1 / 3 +
    z *
      (1 / 5 +
        z *
          (1 / 7 +
            z *
              (1 / 9 +
                z *
                  (1 / 11 +
                    z *
                      (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21 + z * (1 / 23))))))))));
  return k * LN2_HIGH - (s * (f - 2 * z * odd) - k * LN2_LOW - f);
}

/**
 * e^x, within 1.1 ulp of the true value (subnormal results: within 1 unit of their last place);
 * Infinity above 709.78, 0 below -745.13.
 *
 * x = k ln 2 + r with |r| <= ln(2) / 2, e^x = 2^k e^r, and e^r by its Taylor series to r^13 / 13!; the first
 * term dropped is below 5e-18.
 */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  if (Number.isNaN(x)) return NaN;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const correction = high - r - low; // what rounding took from r
  const tail =
    1 / 2 +
    r *
      (1 / 6 +
        r *
          (1 / 24 +
            r *
              (1 / 120 +
                r *
                  (1 / 720 +
                    r *
                      (1 / 5040 +
                        r *
                          (1 / 40320 +
                            r *
                              (1 / 362880 +
                                r *
                                  (1 / 3628800 +
                                    r * (1 / 39916800 + r * (1 / 479001600 + r * (1 / 6227020800)))))))))));
  const value = 1 + (r + (r * r * tail + correction));
  if (k > 1023) return value * powerOfTwo(k - 1) * 2;
  if (k < -1021) return value * powerOfTwo(k + 1000) * TWO_POW_MINUS_1000;
  return value * powerOfTwo(k);
}

/** 2^k for -1022 <= k <= 1023. */
function powerOfTwo(k: number): number {
  bits.setInt32(4, (k + 1023) << 20, true);
  bits.setInt32(0, 0, true);
  return bits.getFloat64(0, true);
}
