import { InputError } from '../errors.js';

/** Throws `InputError` unless `value` is between 0 and 1, both excluded. */
export function checkProbability(name: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new InputError(`${name} must be a number between 0 and 1, but it is ${value}`);
  }
}
