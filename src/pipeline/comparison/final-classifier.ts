/** The choice of the classifier for the final model, after a comparison. */
import { InputError } from '../../errors.js';
import { listNames, quote } from '../../text/name-list.js';
import type { Comparison, RankedClassifier } from './comparison.js';

/** The ensemble of a portfolio, whether it was compared or not. */
export const AUTO = 'auto';
/** The first of the leader board: the best mean; with equal means the faster one. */
export const BEST = 'best';

export interface FinalClassifier {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Its entry of the leader board; undefined if it was not compared. */
  readonly ranked?: RankedClassifier;
}

/**
 * @param wanted `auto`, `best`, or the name of a ranked classifier
 * @throws InputError for any other name, with the reason if the classifier was not ranked.
 */
export function finalClassifier({ ranked, leftOut }: Comparison, wanted: string = AUTO): FinalClassifier {
  const chosen = wanted === BEST ? ranked[0] : ranked.find(({ name }) => name === wanted);
  if (chosen !== undefined) return { name: chosen.name, options: chosen.options, ranked: chosen };
  if (wanted === AUTO) return { name: AUTO, options: {} };
  const missing = leftOut.find(({ name }) => name === wanted);
  const why = missing ? `it was not ranked (${missing.reason})` : 'it was not compared';
  const places = ranked.map(({ name }) => name);
  throw new InputError(
    `${quote(wanted)} cannot be the final model: ${why}. ` +
      `Choose ${AUTO}, ${BEST} or one of ${listNames(places, places.length)}`,
  );
}
