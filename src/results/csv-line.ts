/** Lines of CSV by RFC 4180, with LF as line end, as pandas and the Unix tools write it; and the same with tabs. */

/** One line with its line end: cells with delimiter, quote, line break or outer blanks are quoted. */
export function csvLine(cells: readonly string[]): string {
  return joined(cells, ',', /[",\r\n]|^\s|\s$/);
}

/** The same with tabs between the cells. */
export function tsvLine(cells: readonly string[]): string {
  return joined(cells, '\t', /["\t\r\n]|^\s|\s$/);
}

function joined(cells: readonly string[], delimiter: string, needsQuotes: RegExp): string {
  // A lone empty cell would be an empty line, which readers skip.
  if (cells.length === 1 && cells[0] === '') return '""\n';
  const quoted = cells.map((cell) => (needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(delimiter)}\n`;
}
