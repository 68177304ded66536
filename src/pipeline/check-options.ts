/** The options of a call of the library, where nothing but this notices a misspelled name in JavaScript. */
import { InputError } from '../errors.js';
import { didYouMean } from '../text/did-you-mean.js';
import { quote } from '../text/name-list.js';

/** A value for each name, so that the compiler notices when an option has no place in the list. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * @param call the name of the function, for messages
 * @throws InputError for a name that is not among `names` (with the nearest ones), and without a `target`.
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
