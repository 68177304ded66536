/** A table of texts, for a terminal or a page. */

export interface TextTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** Characters of a number with its interval. */
const LONGEST_NUMBER = 40;

/** The table in GitHub's Markdown: the first column and those of sentences left-aligned, the others right-aligned. */
export function markdownTable({ head, rows, notes }: Omit<TextTable, 'title'>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  const isText = (column: number) => column === 0 || rows.some((row) => row[column].length > LONGEST_NUMBER);
  const rule = `| ${head.map((_, column) => (isText(column) ? '---' : '---:')).join(' | ')} |`;
  const below = notes.length > 0 ? `\n${markdownList(notes).trimEnd()}\n` : '';
  return `${[line(head), rule, ...rows.map(line)].join('\n')}\n${below}`;
}

/** The sentences as a Markdown list, followed by an empty line; empty for none. */
export function markdownList(sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : `${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n\n`;
}

function escapeCell(text: string): string {
  return text.replace(/[\\|]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
