import type { ReportTable } from '../../report/parts.js';
import { parseNumber } from '../../text/number-text.js';
import type { TextTable } from '../../text/text-table.js';

/** A table of texts; a column of numbers (with a sign, a deviation or a range behind) sorts by these. */
export function fromTextTable({ title, head, rows, notes }: TextTable): ReportTable {
  const numeric = head.map(
    (_, c) => c > 0 && rows.every((row) => row[c] === '-' || !Number.isNaN(leading(row[c]))),
  );
  return {
    kind: 'table',
    caption: title,
    columns: head.map((text, c) => ({ title: text, numeric: numeric[c] })),
    rows: rows.map((row) => row.map((text, c) => (numeric[c] ? { text, value: leading(text) } : text))),
    notes,
  };
}

/** The number at the beginning of a text; NaN where there is none. */
function leading(text: string): number {
  return parseNumber(/^[+-]?\d+(?:\.\d+)?(?=$| )/.exec(text)?.[0] ?? '');
}
