import { InputError } from '../errors.js';

/** Throws `InputError` that says which test cannot be done with fewer than two of something, and why. */
export function checkAtLeastTwo(test: string, things: string, count: number, why: string): void {
  if (count >= 2) return;
  throw new InputError(
    `${test} needs at least two ${things}, but there ${count === 1 ? 'is one' : 'are none'}: ${why}`,
  );
}
