/** `qcl-mixnet decide`: another decision for a trained model. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';
import { addDecisionSettings, DECISION_HELP, type DecisionSettings } from '../options/decision-options.js';

export interface DecideCommandOptions extends MessageOptions, DecisionSettings {
  readonly out: string;
  readonly json?: boolean;
}

export function addDecideCommand(program: Command): void {
  const command = program
    .command('decide')
    .description('change how a model decides from its probabilities, without training it again')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<rule>', 'for example macro-f1, recall>=0.9, alerts=1%, cost: see below')
    .requiredOption('-o, --out <model>', 'where to save the model with its new decision');
  addDecisionSettings(command).option('--json', 'write the decision and its scores as one JSON object');
  addMessageOptions(command)
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/decide.js')).decide));
}

const HELP = `
The rule is fitted on the out-of-fold predictions that the model keeps for its
training rows:
${DECISION_HELP}

Examples:
  $ qcl-mixnet decide auto.safetensors macro-f1 --out tuned.safetensors
  $ qcl-mixnet decide auto.safetensors 'recall>=0.8' --confidence 0.9 \\
      --out careful.safetensors
  $ qcl-mixnet decide auto.safetensors cost --cost 'yes:no=100,no:yes=5' \\
      --out cheap.safetensors`;
