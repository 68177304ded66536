/** Options for how rows are split and counted, and for columns that identify them. */
import type { Command } from 'commander';
import type { RoleOptions } from '../../pipeline/column-roles/column-roles.js';
import { collectNames } from './name-arguments.js';

export interface RoleArguments {
  readonly group?: string;
  readonly time?: string;
  readonly weight?: string;
  readonly id?: string[];
  /** False for `--no-stratify`. */
  readonly stratify?: boolean;
}

export function addRoleOptions(command: Command): Command {
  return command
    .option('--group <column>', 'keep rows of one group together: in the test rows, folds and calibration')
    .option(
      '--time <column>',
      'dates or numbers: test on the latest rows, with folds that go forward in time',
    )
    .option('--weight <column>', 'weights of the rows, for training, calibration and scores')
    .option('--id <columns>', 'columns that identify rows: never features, kept by predict', collectNames)
    .option('--stratify', 'give every class its share of the test rows and folds (default)')
    .option('--no-stratify', 'split at random, whatever the classes');
}

export function roleOptions({ group, time, weight, id, stratify }: RoleArguments): RoleOptions {
  return { group, time, weight, id, stratify };
}
