/** Lines of CSV by RFC 4180, with LF as line end, as pandas and the Unix tools write it; and the same with tabs. */

/** One line with its line end: cells with delimiter, quote, line break or outer blanks are quoted. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quotedIf(/[",\r\n]|^\s|\s$/, cell)).join(',')}\n`;
}

/** The same with tabs between the cells. */
export function tsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quotedIf(/["\t\r\n]|^\s|\s$/, cell)).join('\t')}\n`;
}

function quotedIf(needsQuotes: RegExp, text: string): string {
  // A lone empty cell would be an empty line, which readers skip.
  if (text === '') return '""';
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
