import type { ReportTable } from '../../report/parts.js';
import { parseNumber } from '../../text/number-text.js';
import type { TextTable } from '../../text/text-table.js';

/** A text table as a report table; a column whose cells start with a number sorts by that number. */
export function fromTextTable({ title, head, rows, notes }: TextTable): ReportTable {
  const numeric = head.map(
    (_, c) => c > 0 && rows.every((row) => row[c] === '-' || !Number.isNaN(leadingNumber(row[c]))),
  );
  return {
    kind: 'table',
    caption: title,
    columns: head.map((text, c) => ({ title: text, numeric: numeric[c] })),
    rows: rows.map((row) => row.map((text, c) => (numeric[c] ? { text, value: leadingNumber(text) } : text))),
    notes,
  };
}

/** The number at the start of a text; NaN if there is none. */
function leadingNumber(text: string): number {
  return parseNumber(/^[+-]?\d+(?:\.\d+)?(?=$| )/.exec(text)?.[0] ?? '');
}
