/** A table of texts, for a terminal or a page. */

export interface TextTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** The table in GitHub's Markdown: the first column left-aligned, the others right-aligned. */
export function markdownTable({ head, rows, notes }: Omit<TextTable, 'title'>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  const rule = `| ${head.map((_, column) => (column === 0 ? '---' : '---:')).join(' | ')} |`;
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
