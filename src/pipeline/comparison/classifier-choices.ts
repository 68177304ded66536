/** The classifiers of a comparison, each checked before anything is computed. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import type { ClassifierName, ClassifierOptions } from '../../classifiers/names.js';
import { InputError } from '../../errors.js';
import { findClassifier } from '../find-classifier.js';

/** A classifier to compare, with options other than the defaults. */
export type ClassifierChoice = {
  [Name in ClassifierName]: {
    readonly name: Name;
    /** Its own options; the comparison seeds it. */
    readonly options?: Omit<ClassifierOptions<Name>, 'seed'>;
  };
}[ClassifierName];

export interface CheckedChoice {
  readonly entry: ClassifierEntry;
  readonly options: Readonly<Record<string, unknown>>;
  /** The names of those that the user gave. */
  readonly given: readonly string[];
}

/** @throws InputError if there are no classifiers, a name is unknown or given twice, or options are not valid. */
export function checkedChoices(choices: readonly (ClassifierName | ClassifierChoice)[]): CheckedChoice[] {
  if (choices.length === 0)
    throw new InputError('classifiers is empty: name at least one', { optionNames: ['classifiers'] });
  const names = new Set<string>();
  return choices.map((choice) => {
    const { name, options: given } = typeof choice === 'string' ? { name: choice } : choice;
    const entry = findClassifier(name);
    const options = { ...entry.improved, ...given };
    if (names.has(name)) throw new InputError(`the classifier ${name} is given twice: give it once`);
    names.add(name);
    if ('seed' in options && options.seed !== undefined) {
      throw new InputError(
        `the options of ${name} contain a seed: give the seed to the comparison, for all classifiers`,
      );
    }
    entry.create({ ...options });
    return { entry, options, given: Object.keys(given ?? {}) };
  });
}
