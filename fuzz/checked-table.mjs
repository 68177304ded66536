/** Checks that a table that a reader returned is valid. */

/**
 * Throws an `Error` if a table breaks a rule of src/tables/table.ts: columns of the right length, distinct names, finite
 * numbers, codes within the dictionary, distinct texts.
 * @param {import('../dist/index.js').Table} table
 */
export function checkTable(table) {
  const { rows, columns } = table;
  if (columns.length === 0) throw new Error('a table without columns');
  if (!(Number.isInteger(rows) && rows > 0)) throw new Error(`a table of ${rows} rows`);
  if (new Set(columns.map(({ name }) => name)).size !== columns.length) throw new Error('a repeated name');
  for (const column of columns) {
    const cells = column.kind === 'numeric' ? column.values : column.codes;
    if (cells.length !== rows) throw new Error(`${cells.length} cells for ${rows} rows`);
    if (column.kind === 'numeric') {
      for (const value of column.values) {
        if (Math.abs(value) === Number.POSITIVE_INFINITY) throw new Error(`the value ${value}`);
      }
      continue;
    }
    const { codes, dictionary } = column;
    for (const code of codes) if (code < -1 || code >= dictionary.length) throw new Error(`the code ${code}`);
    if (new Set(dictionary).size !== dictionary.length) throw new Error('a repeated text in a dictionary');
    if (dictionary.some((text) => typeof text !== 'string'))
      throw new Error('a dictionary entry that is not a text');
  }
}
