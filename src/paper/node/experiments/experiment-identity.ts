/** A folder holds one experiment: all of its records must be comparable. */

import { InputError } from '../../../errors.js';
import type { RunRecord } from '../../experiments/run-record.js';

export interface ExperimentIdentity {
  readonly version: string;
  readonly kernelBuild: string;
  /** Of the data sets of this run, by name. */
  readonly checksums: ReadonlyMap<string, string>;
}

/**
 * Throws `InputError` for a record of another version of the package or another kernel build, whose scores would
 * differ for that reason alone, and of other data with the same name; a table of the user's own may change, which makes
 * it another data set.
 */
export function checkSameExperiment(record: RunRecord, place: string, here: ExperimentIdentity): void {
  const another = 'choose another folder with --out';
  if (record.version !== here.version) {
    throw new InputError(
      `${place} is of version ${record.version} of qcl-mixnet, and this is ${here.version}: ${another}`,
    );
  }
  if (record.kernelBuild !== here.kernelBuild) {
    throw new InputError(
      `${place} was computed with the kernel build ${record.kernelBuild}, and this machine and Node ` +
        `use ${here.kernelBuild}: ${another}`,
    );
  }
  const checksum = here.checksums.get(record.dataset);
  if (record.table === undefined && checksum !== undefined && checksum !== record.checksum) {
    throw new InputError(
      `${place} is of other data: the table ${record.dataset} had the checksum ${record.checksum} there, ` +
        `and has ${checksum} now: ${another}`,
    );
  }
}
