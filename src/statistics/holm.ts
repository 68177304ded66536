import { InputError } from '../errors.js';

/**
 * Holm's step-down correction ("A simple sequentially rejective multiple test procedure", 1979): with m values
 * in ascending order, adjusted p(i) = max over j <= i of min(1, (m - j + 1) p(j)). Rejecting what is at most alpha
 * then keeps the chance of any false rejection at alpha, whatever the tests have in common.
 *
 * @returns the adjusted values in the order of `p`
 * @throws InputError for a value outside [0, 1].
 */
export function holmAdjusted(p: readonly number[]): number[] {
  const bad = p.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad >= 0) throw new InputError(`p must be between 0 and 1, but it is ${p[bad]} at ${bad}`);
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  order.forEach((i, place) => {
    largest = Math.max(largest, Math.min(1, (p.length - place) * p[i]));
    adjusted[i] = largest;
  });
  return adjusted;
}
