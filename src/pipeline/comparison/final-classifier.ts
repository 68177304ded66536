/** Which classifier of a comparison becomes the model. */
import { InputError } from '../../errors.js';
import { listNames, quote } from '../../tables/preparation/name-list.js';
import type { Comparison, RankedClassifier } from './comparison.js';

/** The first of the leader board: the best mean, of equals the faster. */
export const BEST = 'best';

/**
 * @param wanted `best`, or the name of a classifier that has a place
 * @throws InputError for any other name, with the reason where the classifier was left out.
 */
export function finalClassifier({ ranked, leftOut }: Comparison, wanted: string = BEST): RankedClassifier {
  if (wanted === BEST) return ranked[0];
  const chosen = ranked.find(({ name }) => name === wanted);
  if (chosen !== undefined) return chosen;
  const missing = leftOut.find(({ name }) => name === wanted);
  const why = missing ? `it has no place: ${missing.reason}` : 'it was not compared';
  const places = ranked.map(({ name }) => name);
  throw new InputError(
    `${quote(wanted)} cannot be the final model, for ${why}. Choose ${BEST} or one of ${listNames(places, places.length)}`,
  );
}
