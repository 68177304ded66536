/** Tables of plain text without borders, for scores that must fit 80 columns. */
import { printableLine } from './printable.js';

/** The width of a terminal that everything fits. */
export const TERMINAL_WIDTH = 80;

const GAP = '  ';

/**
 * One line per row of cells, all rows with the same number of cells; made printable. The first column is aligned left,
 * the others right.
 */
export function alignedLines(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(printableLine));
  const widths = columnWidths(cells);
  return cells.map((row) =>
    row
      .map((cell, c) => {
        const padding = ' '.repeat(widths[c] - width(cell));
        return c === 0 ? cell + padding : padding + cell;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/**
 * The same, split into tables below each other if it is wider than `limit`, with the first column and as many others as
 * fit in each.
 */
export function stackedTables(rows: readonly (readonly string[])[], limit = TERMINAL_WIDTH): string[][] {
  const cells = rows.map((row) => row.map(printableLine));
  const [first, ...others] = columnWidths(cells);
  const groups: number[][] = [];
  let room = 0;
  others.forEach((wide, i) => {
    const own = wide + GAP.length;
    if (groups.length === 0 || own > room) {
      groups.push([]);
      room = limit - first;
    }
    groups[groups.length - 1].push(i + 1);
    room -= own;
  });
  return groups.map((columns) => alignedLines(cells.map((row) => [row[0], ...columns.map((c) => row[c])])));
}

function columnWidths(cells: readonly (readonly string[])[]): number[] {
  return cells[0].map((_, c) => cells.reduce((most, row) => Math.max(most, width(row[c])), 0));
}

/** Characters, not UTF-16 units. */
function width(text: string): number {
  return [...text].length;
}
