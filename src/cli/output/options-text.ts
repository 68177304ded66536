/** The options of a classifier that are not its defaults, in a line. */
import { changedOptions } from '../../classifiers/contract/changed-options.js';
import type { Classifier } from '../../classifiers/contract/classifier.js';
import { findClassifier } from '../../pipeline/find-classifier.js';

/** Undefined if all are defaults. The seed is shown elsewhere. */
export function changedOptionsText(classifier: Classifier): string | undefined {
  const { options } = classifier.toJSON();
  const changed = changedOptions(
    findClassifier(classifier.name).options,
    options as Readonly<Record<string, unknown>>,
  )
    .filter(([name]) => name !== 'seed')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return changed.length === 0 ? undefined : `options other than the defaults: ${changed.join(', ')}`;
}
