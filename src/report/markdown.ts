/** A report as Markdown (CommonMark with GitHub's tables), without its figures. */

import { printableLine } from '../text/printable.js';
import { VERSION } from '../version.js';
import type { ReportCell, ReportPage, ReportPart, ReportTable } from './parts.js';

/**
 * The page of `report` as Markdown. Texts are escaped, so names from data appear as they are. Figures and sliders are left
 * out. The same report gives the same text.
 */
export function reportMarkdown({ title, sections }: ReportPage): string {
  const blocks = [
    `# ${markdownText(title)}`,
    ...sections
      .filter(({ parts }) => parts.length > 0)
      .flatMap((section) => [`## ${markdownText(section.title)}`, ...section.parts.flatMap(blocksOf)]),
    `Written by qcl-mixnet ${VERSION}.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function blocksOf(part: ReportPart): string[] {
  switch (part.kind) {
    case 'paragraph':
      return [part.warning ? `**${markdownText(part.text)}**` : markdownText(part.text)];
    case 'list':
      return [listOf(part.items)];
    case 'heading':
      return [`### ${markdownText(part.text)}`];
    case 'commands':
      return [fenced(part.lines.map(printableLine))];
    case 'table':
      return tableBlocks(part);
    case 'figure':
    case 'thresholds':
      return [];
  }
}

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${markdownText(item)}`).join('\n');
}

function tableBlocks({ caption, columns, rows, notes = [] }: ReportTable): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = line(columns.map(({ title }) => markdownText(title)));
  const rule = line(columns.map(({ numeric }) => (numeric ? '---:' : '---')));
  const body = rows.map((cells) => line(cells.map(cellOf)));
  return [
    `**${markdownText(caption)}**`,
    [head, rule, ...body].join('\n'),
    ...(notes.length > 0 ? [listOf(notes)] : []),
  ];
}

function cellOf(cell: ReportCell): string {
  return withinLine(typeof cell === 'string' ? cell : cell.text);
}

/** A fence that is longer than any in the lines. */
function fenced(lines: readonly string[]): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/**
 * Text in Markdown: every character that could begin markup, HTML or an entity is escaped, line feeds become blanks, and
 * what starts a list or a heading does not.
 */
export function markdownText(text: string): string {
  return withinLine(text)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

function withinLine(text: string): string {
  return printableLine(text.replace(/\s*[\r\n]+\s*/g, ' ')).replace(/[\\`*_{}[\]<>#|~$&]/g, '\\$&');
}
