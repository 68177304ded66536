/** Which classifier becomes the model after a comparison. */
import { InputError } from '../../errors.js';
import { listNames, quote } from '../../text/name-list.js';
import type { Comparison, RankedClassifier } from './comparison.js';

/** The ensemble of a portfolio, whether it was compared or not. */
export const AUTO = 'auto';
/** The first of the leader board: the best mean, of equals the faster. */
export const BEST = 'best';

export interface FinalClassifier {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Its place on the leader board; undefined where it was not compared. */
  readonly ranked?: RankedClassifier;
}

/**
 * @param wanted `auto`, `best`, or the name of a classifier that has a place
 * @throws InputError for any other name, with the reason where the classifier was left out.
 */
export function finalClassifier({ ranked, leftOut }: Comparison, wanted: string = AUTO): FinalClassifier {
  const chosen = wanted === BEST ? ranked[0] : ranked.find(({ name }) => name === wanted);
  if (chosen !== undefined) return { name: chosen.name, options: chosen.options, ranked: chosen };
  if (wanted === AUTO) return { name: AUTO, options: {} };
  const missing = leftOut.find(({ name }) => name === wanted);
  const why = missing ? `it has no place: ${missing.reason}` : 'it was not compared';
  const places = ranked.map(({ name }) => name);
  throw new InputError(
    `${quote(wanted)} cannot be the final model, for ${why}. ` +
      `Choose ${AUTO}, ${BEST} or one of ${listNames(places, places.length)}`,
  );
}
