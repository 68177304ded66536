/** Explanations of rows for a terminal and as JSON. */
import type { Explanations, RowExplanation } from '../../pipeline/explanation/explanation.js';
import { contributionText, valueText } from '../../pipeline/explanation/reason-text.js';
import { alignedLines } from '../../text/aligned-table.js';
import { printableLine } from '../../text/printable.js';

/** @param most columns of each row */
export function explanationText(found: Explanations, most: number): string {
  return found.rows.map((row) => rowText(row, found, most)).join('\n\n');
}

function rowText(
  { row, label, probability, expected, columns }: RowExplanation,
  { scale }: Explanations,
  most: number,
): string {
  const average = scale === 'probability' ? `, on average ${expected.toFixed(3)}` : '';
  const title = `Row ${row + 1}: ${label} with probability ${probability.toFixed(3)}${average}`;
  const shown = columns.slice(0, most);
  const rest = columns.slice(most);
  const lines = shown.map((each) => [
    valueText(each),
    contributionText(each.contribution, scale),
    each.standardError === undefined ? '' : `± ${each.standardError.toFixed(3)}`,
  ]);
  if (rest.length > 0) {
    const sum = rest.reduce((total, { contribution }) => total + contribution, 0);
    lines.push([`${rest.length} other columns`, contributionText(sum, scale), '']);
  }
  return [printableLine(title), ...alignedLines(lines).map((line) => `  ${line}`)].join('\n');
}

export function explanationJson({ rows, ...rest }: Explanations): Record<string, unknown> {
  return {
    ...rest,
    rows: rows.map(({ row, columns, ...own }) => ({
      row: row + 1,
      ...own,
      columns: columns.map((each) => ({ ...each, value: each.value ?? null })),
    })),
  };
}
