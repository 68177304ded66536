/** `qcl-mixnet benchmark`: the paper's experiment, or any part of it, with all results recorded. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addExperimentOptions, EXPERIMENT_HELP } from '../options/experiment-options.js';

export function addBenchmarkCommand(program: Command): void {
  const command = program
    .command('benchmark')
    .description('train and test classifiers on the data sets of the paper, over several seeds');
  addExperimentOptions(command)
    .option('--tune', 'grid search for each classifier that has a grid, on the training rows of each run')
    .addHelpText(
      'after',
      `${EXPERIMENT_HELP}

Examples:
  $ qcl-mixnet benchmark --datasets ecoli,glass --out runs
  $ qcl-mixnet benchmark --protocol honest,paper --seeds 5 --out runs
  $ qcl-mixnet benchmark --datasets ecoli,glass \\
      --classifiers xgboost,svm-smote,knn --tune
  $ qcl-mixnet benchmark --datasets letter --set classWeight=balanced \\
      --time-limit 600`,
    )
    .action(loadAction(async () => (await import('../actions/benchmark.js')).benchmark));
}
