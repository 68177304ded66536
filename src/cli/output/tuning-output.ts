/** The result of a search for a person: every candidate, the best first. */

import type { Provenance } from '../../pipeline/provenance.js';
import { settingsText } from '../../text/name-list.js';
import { plainTable } from './report-output.js';

type Tuning = NonNullable<Provenance['tuning']>;

/** A table of all candidates by falling mean, those that failed at the end with the reason. */
export function tuningText({ folds, candidates }: Tuning): string {
  const table = plainTable(['options', 'macro F1', '+-']);
  const order = [...candidates.keys()].sort(
    (one, other) => (candidates[other].mean ?? -1) - (candidates[one].mean ?? -1),
  );
  for (const index of order) {
    const { options, mean, standardDeviation, failure } = candidates[index];
    const scores = [mean, standardDeviation].map((score) => score?.toFixed(3) ?? '');
    const settings = settingsText(options) || 'the defaults';
    table.push([failure === undefined ? settings : `${settings}: ${failure}`, ...scores]);
  }
  return `Options tried, macro F1 in ${folds} folds of the training rows; the first was taken:\n${table.toString()}`;
}
