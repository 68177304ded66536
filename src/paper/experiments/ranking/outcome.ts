import { InputError } from '../../../errors.js';

/** A result, or the reason why it cannot be computed: a sentence without its full stop. */
export type Outcome<T> =
  | { readonly possible: true; readonly result: T }
  | { readonly possible: false; readonly reason: string };

/** The result of `compute`, or the reason in the `InputError` that it throws; other errors are rethrown. */
export function outcomeOf<T>(compute: () => T): Outcome<T> {
  try {
    return { possible: true, result: compute() };
  } catch (error) {
    if (error instanceof InputError) return { possible: false, reason: error.message };
    throw error;
  }
}
