/** Decimals: whole numbers with a scale, as the floats nearest to them. */
import { POWERS_OF_TEN } from '../number-parser.js';

/** Up to this power of ten and 2^53 both are exact, so that one division rounds correctly. */
export const EXACT_POWER = 22;

/** The float nearest to unscaled / 10^scale. */
export function decimal(unscaled: number | bigint, scale: number): number {
  if (typeof unscaled === 'number' && Number.isSafeInteger(unscaled) && scale <= EXACT_POWER)
    return unscaled / POWERS_OF_TEN[scale];
  return Number(`${unscaled}e-${scale}`);
}

/** The whole number in `bytes[start, end)`, highest byte first, in two's complement; a number if it is a safe integer. */
export function bigEndian(bytes: Uint8Array, start: number, end: number): number | bigint {
  const sign = start < end && bytes[start] > 127 ? -1 : 0;
  let at = start;
  while (at < end && bytes[at] === (sign & 255)) at++;
  if (end - at <= 6) {
    let value = sign;
    for (; at < end; at++) value = value * 256 + bytes[at];
    return value;
  }
  let value = BigInt(sign);
  for (; at < end; at += 4) {
    const count = Math.min(4, end - at);
    let word = 0;
    for (let i = 0; i < count; i++) word = word * 256 + bytes[at + i];
    value = (value << BigInt(8 * count)) | BigInt(word);
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
