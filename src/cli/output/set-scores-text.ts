/** How prediction sets do on labelled rows, as text. */
import type { SetScores } from '../../pipeline/prediction-sets/set-scores.js';
import { alignedLines } from '../../text/aligned-table.js';
import { countOf } from '../../text/name-list.js';

export function setScoresText({ coverage, perClass, meanSize, sizes, review, rest }: SetScores): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const bounds = ({ low, high }: SetScores['perClass'][number]['interval']) =>
    low === undefined ? '' : `${low.toFixed(3)} to ${high.toFixed(3)}`;
  const listed = sizes.filter(({ rows }) => rows > 0).map(({ size, rows }) => `${size}: ${rows}`);
  const right = rest.error === null ? '' : `, of which ${rest.errors} are wrong (${percent(rest.error)})`;
  return [
    `Prediction sets of coverage ${coverage}:`,
    ...alignedLines([
      ['', 'coverage', '95 % interval', 'rows'],
      ...perClass.map((each) => [
        String(each.label),
        each.coverage === null ? '-' : each.coverage.toFixed(3),
        bounds(each.interval),
        String(each.rows),
      ]),
    ]),
    `Mean size ${meanSize.toFixed(3)}; rows by size: ${listed.join(', ')}.`,
    `For review: ${countOf(review.rows, 'row')} (${percent(review.share)}). Others: ${countOf(rest.rows, 'row')}${right}.`,
    '',
  ].join('\n');
}
