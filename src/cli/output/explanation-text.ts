/** Explanations of rows for a terminal and as JSON. */

import type { Label } from '../../matrix.js';
import type { Explanations, RowExplanation } from '../../pipeline/explanation/explanation.js';
import { contributionText, valueText } from '../../pipeline/explanation/reason-text.js';
import type { SimilarRow, SimilarRows } from '../../pipeline/explanation/similar-rows.js';
import type { Novelty, RowNovelty } from '../../pipeline/novelty/detect-novelty.js';
import { alignedLines } from '../../text/aligned-table.js';
import { countOf } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';

/** @param most columns of each row */
export function explanationText(
  found: Explanations,
  most: number,
  similar?: SimilarRows,
  novelty?: Novelty,
): string {
  return found.rows
    .map((row, i) => {
      const near = similar && `\n  ${similarText(row.label, similar.rows[i], similar.kept)}`;
      return rowText(row, found, most) + (near ?? '') + noveltyText(novelty?.rows[i]);
    })
    .join('\n\n');
}

/** Of a row that is unlike those of training, otherwise nothing. */
function noveltyText(row: RowNovelty | undefined): string {
  if (!row?.isNovel) return '';
  const columns = row.columns.length === 0 ? '' : `; furthest from them: ${row.columns.join(', ')}`;
  return `\n  ${printableLine(`unlike the training rows (p-value ${row.pValue.toPrecision(2)})${columns}`)}`;
}

/** `7 of the 10 most similar of the 500 training rows in the model are fraud: rows 12, 8, ...` */
function similarText(label: Label, near: readonly SimilarRow[], kept: number): string {
  const own = near.filter((each) => each.label === label);
  const shown = own.slice(0, SHOWN_ROWS).map(({ row }) => row + 1);
  const places = own.length === 0 ? '' : `: ${own.length === 1 ? 'row' : 'rows'} ${shown.join(', ')}`;
  const more = own.length > shown.length ? ', ...' : '';
  return printableLine(
    `${own.length} of the ${near.length} most similar of ${kept} training rows ${own.length === 1 ? 'is' : 'are'} ${label}${places}${more}`,
  );
}

/** Numbers of similar rows in a line. */
const SHOWN_ROWS = 5;

function rowText(
  { row, label, probability, expected, columns }: RowExplanation,
  { scale }: Explanations,
  most: number,
): string {
  const average = scale === 'probability' ? `, on average ${expected.toFixed(3)}` : '';
  const title = `Row ${row + 1}: probability of ${label} ${probability.toFixed(3)}${average}`;
  const shown = columns.slice(0, most);
  const rest = columns.slice(most);
  const lines = shown.map((each) => [
    valueText(each),
    contributionText(each.contribution, scale),
    each.standardError === undefined ? '' : `± ${each.standardError.toFixed(3)}`,
  ]);
  if (rest.length > 0) {
    const sum = rest.reduce((total, { contribution }) => total + contribution, 0);
    lines.push([countOf(rest.length, 'other column'), contributionText(sum, scale), '']);
  }
  return [printableLine(title), ...alignedLines(lines).map((line) => `  ${line}`)].join('\n');
}

export function explanationJson(
  { rows, ...rest }: Explanations,
  similar?: SimilarRows,
  novelty?: Novelty,
): Record<string, unknown> {
  return {
    ...rest,
    ...(similar && { similarity: { space: similar.space, trainingRows: similar.kept } }),
    rows: rows.map(({ row, columns, ...own }, i) => ({
      row: row + 1,
      ...own,
      columns: columns.map((each) => ({ ...each, value: each.value ?? null })),
      ...(novelty && {
        novelty: {
          pValue: novelty.rows[i].pValue,
          isNovel: novelty.rows[i].isNovel,
          columns: novelty.rows[i].columns,
        },
      }),
      ...(similar && { similar: similar.rows[i].map((each) => ({ ...each, row: each.row + 1 })) }),
    })),
  };
}
