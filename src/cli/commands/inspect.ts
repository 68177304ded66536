/** `qcl-mixnet inspect`: a model, its training data and the columns it expects; or a table, as it is read and typed. */

import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addColumnOptions, type ColumnOptions } from '../options/column-options.js';
import {
  addMessageOptions,
  addTableOptions,
  type MessageOptions,
  type TableOptions,
} from '../options/common-options.js';
import { addRoleOptions, type RoleArguments } from '../options/role-options.js';

export interface InspectOptions extends TableOptions, MessageOptions, ColumnOptions, RoleArguments {
  readonly target?: string;
  readonly json?: boolean;
}

export function addInspectCommand(program: Command): void {
  const command = program
    .command('inspect')
    .description('show a model, or how a table is read and what its columns are taken for')
    .argument('<file>', 'a model that train or compare saved, or a table; - for a table from standard input')
    .option('-t, --target <column>', 'of a table: the column to predict, to count its classes')
    .option('--json', 'write it as one JSON object');
  addMessageOptions(addTableOptions(addRoleOptions(addColumnOptions(command))))
    .addHelpText(
      'after',
      `
The options for tables and columns are those of train.

Examples:
  $ qcl-mixnet inspect model.safetensors
  $ qcl-mixnet inspect model.safetensors --json > model.json
  $ qcl-mixnet inspect events.csv --target label`,
    )
    .action(loadAction(async () => (await import('../actions/inspect.js')).inspect));
}
