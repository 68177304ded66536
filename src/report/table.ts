import { countOf } from '../text/name-list.js';
import { type Html, html } from './html.js';
import type { ReportCell, ReportTable } from './parts.js';

/** Tables with more columns than this have a smaller font; with more than the second, an even smaller one on paper. */
const WIDE = 6;
const WIDEST = 10;
/** Characters from which a cell is a sentence, whose column must not become a word wide. */
const SENTENCE = 40;

/** A table with a sort button in each column; one that is too wide scrolls sideways, also by keyboard. */
export function tableHtml(table: ReportTable, id: string): Html {
  const { caption, columns, rows, sorted, notes = [], folded = false } = table;
  const alignment = (column: number, cell?: ReportCell) =>
    columns[column].numeric ? html` class="${classOf(cell)}"` : undefined;
  const heads = columns.map(({ title }, c) => {
    const order = sorted?.column === c ? html` aria-sort="${sorted.direction}"` : undefined;
    return html`<th scope="col"${alignment(c)}${order}><button type="button">${breakable(title)}</button></th>`;
  });
  const lines = rows.map(
    ([name, ...cells]) =>
      html`<tr><th scope="row" dir="auto"${alignment(0, name)}${sortingValue(name)}>${textOf(name)}</th>${cells.map(cellHtml)}</tr>\n`,
  );
  const below = notes.map((note) => html`<p class="notes">${note}</p>\n`);
  const shown = html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}">
<table class="sortable${columns.length > WIDE ? ' wide' : ''}${columns.length > WIDEST ? ' widest' : ''}">
<caption id="${id}">${caption}<span class="hidden"> (the buttons in the head sort the rows)</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table>
</div>
${below}`;
  if (!folded) return shown;
  return html`<details>
<summary>${caption} (${countOf(rows.length, 'row')})</summary>
${shown}</details>
`;
}

/** `title` with an optional line break after each underscore. */
function breakable(title: string): Html[] {
  const [first, ...others] = title.split('_');
  return [html`${first}`, ...others.map((part) => html`_<wbr>${part}`)];
}

function classOf(cell: ReportCell | undefined): string {
  return typeof cell === 'object' && cell.best ? 'number best' : 'number';
}

function cellHtml(cell: ReportCell): Html {
  if (typeof cell === 'string')
    return html`<td dir="auto"${cell.length > SENTENCE ? html` class="sentence"` : undefined}>${cell}</td>`;
  return html`<td class="${classOf(cell)}"${sortingValue(cell)}>${cell.text}</td>`;
}

function textOf(cell: ReportCell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function sortingValue(cell: ReportCell): Html | undefined {
  return typeof cell === 'string' || Number.isNaN(cell.value) ? undefined : html` data-value="${cell.value}"`;
}
