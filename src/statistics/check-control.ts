import { InputError } from '../errors.js';
import type { Scores } from './check-scores.js';

/** Throws `InputError` unless `control` is one of the columns of `scores`. */
export function checkControl(scores: Scores, control: number): void {
  const classifiers = scores[0].length;
  if (!Number.isInteger(control) || control < 0 || control >= classifiers) {
    throw new InputError(`control must be a column from 0 to ${classifiers - 1}, but it is ${control}`);
  }
}
