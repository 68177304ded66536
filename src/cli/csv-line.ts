/** Lines of CSV by RFC 4180, with LF as line end, as pandas and the Unix tools write it. */

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One line with its line end: cells with delimiter, quote, line break or outer blanks are quoted. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(text: string): string {
  // A lone empty cell would be an empty line, which readers skip.
  if (text === '') return '""';
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
