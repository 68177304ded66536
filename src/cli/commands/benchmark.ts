/** `qcl-mixnet benchmark`: the paper's experiment, or any part of it, also on own tables, with all results recorded. */
import { type Command, Option } from 'commander';
import { loadAction } from '../load-action.js';
import { addColumnOptions, type ColumnOptions } from '../options/column-options.js';
import { addReadingOptions, append, type ReadingOptions } from '../options/common-options.js';
import {
  addExperimentOptions,
  EXPERIMENT_HELP,
  type ExperimentOptions,
} from '../options/experiment-options.js';
import { addRoleOptions, type RoleArguments } from '../options/role-options.js';

export interface BenchmarkOptions extends ExperimentOptions, ColumnOptions, ReadingOptions, RoleArguments {
  readonly tune?: boolean | string;
  readonly table?: readonly string[];
  readonly target?: readonly string[];
}

/** Runs with and without tuning. */
export const BOTH = 'both';

export function addBenchmarkCommand(program: Command): void {
  const command = program
    .command('benchmark')
    .description('train and test classifiers on the data sets of the paper or your own, over several seeds');
  addExperimentOptions(command)
    .addOption(
      new Option(
        `--tune [${BOTH}]`,
        'grid search for each classifier that has a grid, on the training rows of each run; both: also without it',
      ).choices([BOTH]),
    )
    .option('--table <file>', 'a table of your own as a data set; repeatable', append)
    .option('-t, --target <column>', 'its column to predict, or FILE=COLUMN; repeatable', append);
  addReadingOptions(addRoleOptions(addColumnOptions(command)))
    .addHelpText(
      'after',
      `${EXPERIMENT_HELP}

With --table the data sets of the paper take part only if --datasets names them.
A table's name is that of its file, without the extension. A --target without
FILE= is for all tables, an option of a column (--group, --categorical, ...) for
all tables that have it.
Every class needs at least two rows. A file that has changed, or has another
target or options of columns, is a new data set: its runs start anew, and
results shows the latest.

Examples:
  $ qcl-mixnet benchmark --datasets ecoli,glass --out runs
  $ qcl-mixnet benchmark --protocol honest,paper --seeds 5 --out runs
  $ qcl-mixnet benchmark --datasets ecoli,glass \\
      --classifiers xgboost,svm-smote,knn --tune
  $ qcl-mixnet benchmark --protocol honest,paper --tune both --budget 8h --plan
  $ qcl-mixnet benchmark --datasets letter --set classWeight=balanced \\
      --time-limit 600
  $ qcl-mixnet benchmark --table loans.csv --table churn.parquet \\
      --target loans.csv=default --target churn.parquet=left --out own`,
    )
    .action(loadAction(async () => (await import('../actions/benchmark.js')).benchmark));
}
