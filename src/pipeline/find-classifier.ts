/** Looks up a classifier by the name that the user typed or a file holds. */
import type { ClassifierEntry } from '../classifiers/contract/classifier-entry.js';
import { classifiers } from '../classifiers/registry.js';
import { InputError } from '../errors.js';
import { didYouMean } from '../text/did-you-mean.js';
import { listNames, quote } from '../text/name-list.js';

/** The registry's entry. Throws `InputError` that suggests the nearest names and lists all of them. */
export function findClassifier(name: string): ClassifierEntry {
  const entry = classifiers.find((each) => each.name === name);
  if (entry !== undefined) return entry;
  const names = classifiers.map((each) => each.name);
  throw new InputError(
    `there is no classifier ${quote(name)}.${didYouMean(name, names)} Choose one of ${listNames(names, names.length)}`,
  );
}
