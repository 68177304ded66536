/** `qcl-mixnet benchmark`: the paper's experiment, or any part of it, with everything kept that it gives. */
import type { Command } from 'commander';
import { classifierOptions } from './classifier-options.js';
import {
  addExperimentOptions,
  chosenClassifiers,
  EXPERIMENT_HELP,
  type ExperimentOptions,
  typedSettings,
} from './experiment-options.js';
import { runVisibly } from './run-visibly.js';

export function addBenchmarkCommand(program: Command): void {
  const command = program
    .command('benchmark')
    .description('train and test classifiers on the data sets of the paper, repeatedly');
  addExperimentOptions(command)
    .addHelpText(
      'after',
      `${EXPERIMENT_HELP}

Examples:
  $ qcl-mixnet benchmark --datasets ecoli,glass --out runs
  $ qcl-mixnet benchmark --protocol honest,paper --seeds 5 --out runs
  $ qcl-mixnet benchmark --datasets letter --set classWeight=balanced --time-limit 600`,
    )
    .action(benchmark);
}

async function benchmark(options: ExperimentOptions): Promise<void> {
  const settings = typedSettings(options);
  const configurations = chosenClassifiers(options).map((entry) => ({
    entry,
    options: classifierOptions(entry, settings),
  }));
  await runVisibly(configurations, options);
}
