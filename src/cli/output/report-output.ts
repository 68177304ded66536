/** Confusion matrices and tables as text. */
import Table from 'cli-table3';
import type { ClassificationReport } from '../../metrics/classification-report.js';
import { printableLine } from '../../text/printable.js';

/** A larger confusion matrix does not fit a screen; `--json` has it all. */
const MOST_CLASSES_SHOWN = 12;

/** The confusion matrix; undefined for one that does not fit a screen. */
export function confusionText({
  labels,
  confusion,
}: Pick<ClassificationReport, 'labels' | 'confusion'>): string | undefined {
  if (labels.length > MOST_CLASSES_SHOWN) return undefined;
  const names = labels.map(String);
  const table = plainTable(['true \\ predicted', ...names]);
  confusion.forEach((row, i) => {
    table.push([names[i], ...row.map(String)]);
  });
  return table.toString();
}

/** cli-table3 takes seconds to lay out ten thousand rows, and a model file may describe more. */
const MOST_ROWS_SHOWN = 1000;

export interface PlainTable {
  /** A line; cells may hold anything. */
  push(cells: readonly string[]): void;
  toString(): string;
}

/**
 * A table without colours, so that it is the same in a file. The first column is aligned left, the others right. Of
 * more than a thousand rows, the first are shown and the others counted.
 */
export function plainTable(head: readonly string[]): PlainTable {
  const table = new Table({
    // Made printable before the widths are measured.
    head: head.map(printableLine),
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  let more = 0;
  return {
    push: (cells) => {
      if (table.length < MOST_ROWS_SHOWN) table.push(cells.map(printableLine));
      else more++;
    },
    toString: () => `${table.toString()}${more > 0 ? `\n${more} more rows are not shown` : ''}`,
  };
}
