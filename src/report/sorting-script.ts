/**
 * A part of the page's script: a click on a column's button sorts the rows by it, a second one reverses the order. Rows
 * without a value stay last, equal ones keep their order.
 */
export const SORTING_SCRIPT = `
const words = new Intl.Collator('en', { numeric: true });
const keyOf = (cell, numeric) =>
  numeric ? Number.parseFloat(cell.dataset.value) : cell.textContent.trim();
const isMissing = (key) => key === '' || Number.isNaN(key);
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.querySelector('button').addEventListener('click', () => {
      const numeric = head.classList.contains('number');
      const direction = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      const [body] = table.tBodies;
      const keyed = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column], numeric) }));
      keyed.sort((one, other) =>
        isMissing(one.key) || isMissing(other.key)
          ? isMissing(one.key) - isMissing(other.key)
          : direction * (numeric ? one.key - other.key : words.compare(one.key, other.key)));
      body.append(...keyed.map(({ row }) => row));
      for (const each of heads) each.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
    });
  });
}
`;
