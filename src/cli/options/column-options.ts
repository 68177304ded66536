/** Options for how the columns of a table are treated. */
import type { Command } from 'commander';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { collectNames } from './name-arguments.js';

export interface ColumnOptions {
  readonly categorical?: string[];
  readonly numeric?: string[];
  readonly drop?: string[];
  readonly manyClasses?: boolean;
}

export function addColumnOptions(command: Command): Command {
  return command
    .option('--categorical <columns>', 'columns to treat as categorical (comma-separated)', collectNames)
    .option('--numeric <columns>', 'columns to treat as numeric', collectNames)
    .option('--drop <columns>', 'columns to ignore', collectNames)
    .option(
      '--many-classes',
      'accept a target with many classes, even if it looks like measurements or names',
    );
}

export function columnOverrides({ categorical, numeric, drop }: ColumnOptions): ColumnOverrides {
  return { categorical, numeric, drop };
}
