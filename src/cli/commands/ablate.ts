/** `qcl-mixnet ablate`: the full classifier compared with itself without one part at a time. */
import type { Command } from 'commander';
import { ABLATIONS } from '../../classifiers/qcl-mixnet/ablations.js';
import { loadAction } from '../load-action.js';
import { addExperimentOptions, EXPERIMENT_HELP } from '../options/experiment-options.js';

export function addAblateCommand(program: Command): void {
  const command = program
    .command('ablate')
    .description(
      `train and test without ${ABLATIONS.join(', ')}, one at a time, and report the effect of each`,
    );
  addExperimentOptions(command)
    .addHelpText(
      'after',
      `${EXPERIMENT_HELP}
The full classifier's runs are shared with benchmark in the same folder.

Examples:
  $ qcl-mixnet ablate --datasets vehicle,glass --out runs
  $ qcl-mixnet ablate --protocol honest,paper --seeds 5 --out runs`,
    )
    .action(loadAction(async () => (await import('../actions/ablate.js')).ablate));
}
