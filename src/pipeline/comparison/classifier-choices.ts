/** The classifiers of a comparison, each checked before anything is computed. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { InputError } from '../../errors.js';
import { findClassifier } from '../find-classifier.js';

/** A classifier to compare, with options other than the defaults. */
export interface ClassifierChoice {
  /** A name of the registry. */
  readonly name: string;
  /** Without the seed. */
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface CheckedChoice {
  readonly entry: ClassifierEntry;
  readonly options: Readonly<Record<string, unknown>>;
}

/** @throws InputError for no classifiers, a name that is unknown or there twice, and options that cannot be used. */
export function checkedChoices(choices: readonly (string | ClassifierChoice)[]): CheckedChoice[] {
  if (choices.length === 0) throw new InputError('classifiers is empty: name at least one');
  const names = new Set<string>();
  return choices.map((choice) => {
    const { name, options = {} } = typeof choice === 'string' ? { name: choice } : choice;
    const entry = findClassifier(name);
    if (names.has(name)) throw new InputError(`the classifier ${name} is there twice: name it once`);
    names.add(name);
    if (options.seed !== undefined) {
      throw new InputError(`the options of ${name} have a seed: give seed to the comparison, it serves all`);
    }
    entry.create({ ...options });
    return { entry, options };
  });
}
