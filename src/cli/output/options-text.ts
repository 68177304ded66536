/** The options of a classifier that are not its defaults, in a line. */
import type { Classifier } from '../../classifiers/contract/classifier.js';
import { findClassifier } from '../../pipeline/find-classifier.js';

/** Undefined if all are defaults. The seed is shown elsewhere. */
export function changedOptionsText(classifier: Classifier): string | undefined {
  const { options } = classifier.toJSON();
  const defaults = new Map<string, unknown>(
    Object.entries(findClassifier(classifier.name).options.parse({})),
  );
  const changed = Object.entries(options as object)
    .filter(
      ([name, value]) => name !== 'seed' && JSON.stringify(value) !== JSON.stringify(defaults.get(name)),
    )
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return changed.length === 0 ? undefined : `options other than the defaults: ${changed.join(', ')}`;
}
