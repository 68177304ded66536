/** How a classifier needs the rows of a table to be prepared. */
import type { Classifier } from '../classifiers/contract/classifier.js';
import type { PrepareOptions } from '../tables/preparation/preparation.js';

/** The options of `Preparation.prepare` for rows that `classifier` is to learn or predict. */
export function needsOf({
  acceptsMissing,
  form,
}: Pick<Classifier, 'acceptsMissing' | 'form'>): Required<PrepareOptions> {
  return { keepMissing: acceptsMissing, form };
}
