// Data sets that may not be on this machine.
import { DatasetUnavailable, loadDataset } from '../dist/paper/index.js';

/**
 * What `load` gives; undefined, with a message, if the data set is not on this machine.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T | undefined>}
 */
export async function ifThere(load) {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof DatasetUnavailable)) throw error;
    console.error(error.message);
    return undefined;
  }
}

/** The table of a data set. @param {string} name */
export const tableIfThere = (name) => ifThere(async () => (await loadDataset(name)).table);
