/** The result of a grid search as text: every candidate, the best first. */

import type { Provenance } from '../../pipeline/provenance.js';
import { settingsText } from '../../text/name-list.js';
import { plainTable } from './report-output.js';

type Tuning = NonNullable<Provenance['tuning']>;

/** All candidates by decreasing mean; failed ones last, with the reason. */
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
  return `Grid search, macro F1 over ${folds} folds of the training rows; the first was chosen:\n${table.toString()}`;
}
