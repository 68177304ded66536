/** The calibration and the decision that the options of a command ask for. */
import type { DecisionOptions } from '../../decision/decision-options.js';
import { parseDecision } from '../../decision/parse-decision.js';
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import { parseNumber } from '../../text/number-text.js';
import type { DecisionSettings } from './decision-options.js';
import { readOptionFile } from './read-option-file.js';

/**
 * @param rule as `--decide`; undefined for the default
 * @throws InputError for a rule that is not valid, and a cost file that cannot be read.
 */
export async function decisionOptions(
  rule: string | undefined,
  { calibration, prior, positive, confidence, cost, costFile }: DecisionSettings,
): Promise<DecisionOptions> {
  const specification = rule === undefined ? undefined : parseDecision(rule);
  const named = specification?.kind === 'cost' ? specification.file : undefined;
  if (named !== undefined && costFile !== undefined) {
    throw new InputError('the cost file is given twice, by --decide and by --cost-file: drop one of them');
  }
  const path = named ?? costFile;
  return {
    calibration,
    prior,
    decision: named === undefined ? rule : 'cost',
    positive,
    confidence: confidence === undefined ? undefined : shareOf(confidence),
    costs: cost,
    costTable:
      path === undefined
        ? undefined
        : {
            text: await readOptionFile(named === undefined ? '--cost-file' : 'the cost file', path),
            name: path,
          },
  };
}

/** `0.95` or `95%`. */
function shareOf(text: string): number {
  const share = text.trim().endsWith('%') ? parseNumber(text.trim().slice(0, -1)) / 100 : parseNumber(text);
  if (share > 0 && share < 1) return share;
  throw new InputError(`--confidence is ${quote(text)}: give a number between 0 and 1, for example 0.95`);
}
