/** The options of commands for the calibration of probabilities and for the decision. */
import { type Command, Option } from 'commander';
import { CALIBRATIONS } from '../../decision/calibration/calibration.js';

/** What the options below give, besides the rule itself. */
export interface DecisionSettings {
  readonly calibration?: string;
  readonly prior?: string;
  readonly positive?: string;
  readonly confidence?: string;
  readonly cost?: string;
  readonly costFile?: string;
}

export function addDecisionSettings(command: Command): Command {
  return command
    .addOption(
      new Option('--calibration <kind>', 'calibration of the probabilities (default: auto)').choices(
        CALIBRATIONS,
      ),
    )
    .option('--prior <shares>', 'class frequencies of the rows to be predicted, for example yes=0.01')
    .option('--positive <label>', 'the positive class, of f1, floors and alerts (default: the rarest)')
    .option('--confidence <p>', 'a floor that holds on new rows with this probability, for example 0.95')
    .option('--cost <costs>', 'costs of errors, TRUE:DECIDED=COST: fraud:ok=100,ok:fraud=5')
    .option(
      '--cost-file <file>',
      'costs as CSV (, ; tab |): the header names the actions, each line a true class',
    );
}

/** For the help of the commands. */
export const DECISION_HELP = `  macro-f1, balanced-accuracy, mcc,
    accuracy, f1, f2                 class weights with the best score
  recall>=0.9, precision>=0.5,
    fraud:recall>=0.9                best of the other score above this floor
  alerts=200, alerts=1%              the rows of a table most probably positive
  cost, "cost FILE"                  least expected cost (--cost, --cost-file)
  argmax                             the most probable class
In costs the action review hands a row to a human: *:review=2 is its cost for
every class.`;
