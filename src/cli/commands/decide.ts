/** `qcl-mixnet decide`: another decision for a trained model. */
import type { Command } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

export interface DecideCommandOptions extends MessageOptions {
  readonly positive?: string;
  readonly confidence?: string;
  readonly cost?: string;
  readonly costFile?: string;
  readonly out: string;
  readonly json?: boolean;
}

export function addDecideCommand(program: Command): void {
  const command = program
    .command('decide')
    .description('change how a model decides from its probabilities, without training it again')
    .argument('<model>', 'an ensemble (auto, qcl-ensemble) that train or compare saved')
    .argument('<rule>', 'for example macro-f1, recall>=0.9, alerts=1%, cost: see below')
    .requiredOption('-o, --out <model>', 'where to save the model with its new decision')
    .option('--positive <label>', 'the class that f1, floors and alerts are about (default: the rarest)')
    .option('--confidence <p>', 'a floor that holds on new rows with this probability, for example 0.95')
    .option('--cost <costs>', 'costs of errors, TRUE:DECIDED=COST: fraud:ok=100,ok:fraud=5')
    .option('--cost-file <file>', 'costs as CSV: the header names the actions, each line a true class')
    .option('--json', 'write the decision and its scores as one JSON object');
  addMessageOptions(command)
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/decide.js')).decide));
}

const HELP = `
The rule is fitted on the out-of-fold predictions that an ensemble keeps for its training rows:
  macro-f1, balanced-accuracy, mcc, accuracy, f1, f2   class weights with the best score
  recall>=0.9, precision>=0.5, fraud:recall>=0.9       the best of the other score above this floor
  alerts=200, alerts=1%                                the rows of each table with the largest probability
  cost                                                 least expected cost (--cost, --cost-file)
  argmax                                               the most probable class, as after training
In costs the action review hands a row to a human: *:review=2 is its cost for every class.

Examples:
  $ qcl-mixnet decide auto.safetensors macro-f1 --out tuned.safetensors
  $ qcl-mixnet decide auto.safetensors 'recall>=0.8' --confidence 0.9 --out careful.safetensors
  $ qcl-mixnet decide auto.safetensors cost --cost 'yes:no=100,no:yes=5' --out cheap.safetensors`;
