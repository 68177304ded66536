/** The error for a data set of the registry that is not on this machine. */
import { InputError } from '../../errors.js';
import type { DatasetEntry } from './dataset-entry.js';

/** The message says how to get it. */
export class DatasetUnavailable extends InputError {
  override readonly name = 'DatasetUnavailable';

  constructor(readonly entry: DatasetEntry) {
    super(`the data set ${entry.name} is not on this machine: ${howToGet(entry)}`);
  }
}

/** How to get the data set, as the end of a sentence. */
export function howToGet({ name, byHand, page }: DatasetEntry): string {
  const ready = `or put ${name}.csv.gz into the folder that QCL_MIXNET_DATA names`;
  if (byHand !== undefined) return `${byHand}; ${ready} (page: ${page})`;
  return `run "qcl-mixnet datasets fetch ${name}", ${ready} (page: ${page})`;
}
