/** The rankings that headlines rest on: over the data sets that had no part in any choice of defaults. */
import { countOf } from '../../../text/name-list.js';
import { CHOSEN_MARK, isUntouched } from '../../datasets/chosen-on.js';
import { datasetsOf, type ResultRow } from '../result-rows.js';
import { type ClassifierRanking, rankingsOf } from './classifier-ranking.js';

/** One for each of `rankingsOf`; none if no or all data sets of `rows` are untouched. */
export function headlineRankings(rows: readonly ResultRow[]): ClassifierRanking[] {
  const untouched = rows.filter(({ dataset }) => isUntouched(dataset));
  if (untouched.length === 0 || untouched.length === rows.length) return [];
  return rankingsOf(untouched).map((ranking) => ({ ...ranking, untouched: true }));
}

/** How many data sets chose defaults, and how many did not; empty if none did. */
export function untouchedSentence(rows: readonly ResultRow[]): string {
  const datasets = datasetsOf(rows);
  const untouched = datasets.filter(isUntouched);
  const touched = datasets.length - untouched.length;
  if (touched === 0) return '';
  if (untouched.length === 0) {
    return `On all data sets with runs defaults were chosen (${CHOSEN_MARK}), so that no headline can rest on them.`;
  }
  return (
    `On ${touched} of the ${countOf(datasets.length, 'data set')} defaults were chosen; they are marked ${CHOSEN_MARK}. ` +
    `Headlines rest on the ${untouched.length === 1 ? 'other one' : `other ${untouched.length}`}: ${untouched.join(', ')}. ` +
    `${untouched.length < 10 ? 'So few leave all but large differences uncertain.' : ''}`
  ).trim();
}
