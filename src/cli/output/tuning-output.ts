/** The result of a search for options as text: every candidate of a grid, the best trials of another search. */

import type { Provenance } from '../../pipeline/provenance.js';
import { trialOrder } from '../../pipeline/tuning/trial-order.js';
import { countOf, settingsText } from '../../text/name-list.js';
import { plainTable } from './report-output.js';
import { inEightyColumns } from './terminal-text.js';

type Tuning = NonNullable<Provenance['tuning']>;

/** A search may have thousands, all of them in `--json`. */
const MOST_TRIALS_SHOWN = 10;

const DEVIATION_TEXT = '+-: the standard deviation over the folds';
const SHARES_TEXT =
  'scores with different shares cannot be compared: the largest share is first, and the choice is the best of it';

/** The candidates by decreasing mean; failed ones last, with the reason. */
export function tuningText(tuning: Tuning): string {
  return tuning.search === undefined ? gridText(tuning) : searchText(tuning, tuning.search);
}

function gridText({ folds, candidates }: Tuning): string {
  const table = plainTable(['options', 'macro F1', '+-']);
  for (const index of trialOrder(candidates)) {
    const { options, mean, standardDeviation, failure } = candidates[index];
    const scores = [mean, standardDeviation].map((score) => score?.toFixed(3) ?? '');
    const settings = settingsText(options) || 'the defaults';
    table.push([failure === undefined ? settings : `${settings}: ${failure}`, ...scores]);
  }
  return [
    `Grid search, macro F1 over ${folds} folds of the training rows; the first was chosen:`,
    table.toString(),
    DEVIATION_TEXT,
  ].join('\n');
}

/** The trials with the largest share of the resource come first: their scores are those of a whole fit. */
function searchText({ folds, candidates, best }: Tuning, search: NonNullable<Tuning['search']>): string {
  const { method, budgetSeconds, resource } = search;
  const isHalving = method === 'halving';
  const share = (index: number) => candidates[index].share ?? 1;
  const table = plainTable(['trial', ...(isHalving ? [`share of ${resource}`] : []), 'macro F1', '+-']);
  for (const index of trialOrder(candidates).slice(0, MOST_TRIALS_SHOWN)) {
    const { mean, standardDeviation, failure } = candidates[index];
    const scores = [mean, standardDeviation].map((score) => score?.toFixed(3) ?? '');
    const isDefaults = Object.keys(candidates[index].options).length === 0;
    const name = `${index + 1}${isDefaults ? ', defaults' : ''}${index === best ? ', chosen' : ''}${failure === undefined ? '' : ': failed'}`;
    table.push([name, ...(isHalving ? [`${(100 * share(index)).toFixed(0)} %`] : []), ...scores]);
  }
  const others = candidates.length - MOST_TRIALS_SHOWN;
  const kind = isHalving ? 'Search by halving' : 'Random search';
  const end =
    budgetSeconds === undefined
      ? ''
      : `, in a budget of ${budgetSeconds} s, whose result depends on the machine`;
  const settings = settingsText(candidates[best].options) || 'the defaults';
  return [
    inEightyColumns(
      `${kind}: ${countOf(candidates.length, 'trial')}, macro F1 over ${folds} folds of the training rows${end}:`,
    ),
    table.toString(),
    ...(others > 0 ? [`and ${countOf(others, 'other trial')}`] : []),
    inEightyColumns(`${DEVIATION_TEXT}${isHalving ? `; ${SHARES_TEXT}` : ''}`, '  '),
    inEightyColumns(`chosen: ${settings}`, '  '),
  ].join('\n');
}
