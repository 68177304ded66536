/** Decimals: whole numbers with a scale, as the floats nearest to them. */
import { POWERS_OF_TEN } from '../number-parser.js';

/** Up to this power of ten and 2^53 both are exact, so that one division rounds correctly. */
const EXACT_POWER = 22;

/** The float nearest to unscaled / 10^scale. */
export function decimal(unscaled: number | bigint, scale: number): number {
  if (typeof unscaled === 'number' && Number.isSafeInteger(unscaled) && scale <= EXACT_POWER)
    return unscaled / POWERS_OF_TEN[scale];
  return Number(`${unscaled}e-${scale}`);
}

/** The whole number in `bytes[start, end)`, highest byte first, in two's complement. */
export function bigEndian(bytes: Uint8Array, start: number, end: number): bigint {
  if (start === end) return 0n;
  let digits = '0x';
  for (let i = start; i < end; i++) digits += bytes[i].toString(16).padStart(2, '0');
  return BigInt.asIntN(8 * (end - start), BigInt(digits));
}
