/** The outcome of an input: accepted, or refused by the named error. */
import { InputError } from '../dist/index.js';

/**
 * `accepted` if `work` succeeds, `refused` if it throws `InputError`; other errors are rethrown.
 * @param {() => unknown} work
 * @returns {Promise<'accepted' | 'refused'>}
 */
export async function outcome(work) {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    if (error instanceof InputError && error.message !== '') return 'refused';
    throw error;
  }
}
