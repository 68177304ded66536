/** Checks the options of a library call: in JavaScript nothing else catches a misspelled name. */
import type { DecisionOptions } from '../decision/decision-options.js';
import { InputError } from '../errors.js';
import { didYouMean } from '../text/did-you-mean.js';
import { quote } from '../text/name-list.js';
import type { RoleOptions } from './column-roles/column-roles.js';

/** One entry per option, so that the compiler reports an option that is missing from the list. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

export const DECISION_OPTION_NAMES: OptionNames<DecisionOptions> = {
  calibration: true,
  prior: true,
  decision: true,
  positive: true,
  confidence: true,
  costs: true,
  costTable: true,
};

export const ROLE_OPTION_NAMES: OptionNames<RoleOptions> = {
  group: true,
  time: true,
  weight: true,
  id: true,
  stratify: true,
};

/**
 * @param call the name of the function, for messages
 * @throws InputError for a name that is not in `names` (with suggestions), and if `target` is missing.
 */
export function checkTableOptions<Options extends { readonly target: string }>(
  call: string,
  options: Options,
  names: OptionNames<Options>,
): void {
  const known = Object.keys(names);
  const given: { readonly target?: unknown } = options ?? {};
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(names, name)) continue;
    throw new InputError(
      `${call} has no option ${quote(name)}.${didYouMean(name, known)} Options: ${known.join(', ')}`,
    );
  }
  if (typeof given.target !== 'string') {
    throw new InputError(`${call} needs the option target: the name of the column to predict`);
  }
}
