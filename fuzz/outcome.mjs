/** How a target ends: a result, or the named error. */
import { InputError } from '../dist/index.js';

/**
 * `accepted` if `work` ends, `refused` if it throws `InputError`; anything else it throws passes through.
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
