/** Rows with columns of many kinds and missing cells, whose class they tell in part. */
import { RandomStream } from '../../src/engine/random/random-stream.js';
import { type Cell, tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';
import type { Table } from '../../src/tables/table.js';

/** The class of each row is in the column `y`; half of the rows and more are of the first. */
export function mixedRows(rows: number, classes: readonly string[], seed = 1): Table {
  const random = new RandomStream(seed, 'mixed rows');
  const cells = new Map<string, Cell[]>(
    ['amount', 'skewed', 'flag', 'city', 'size', 'shop', 'y'].map((name) => [name, []]),
  );
  const add = (name: string, cell: Cell, missing = 0) =>
    cells.get(name)?.push(random.uniform() < missing ? null : cell);
  for (let row = 0; row < rows; row++) {
    const c = random.uniform() < 0.5 ? 0 : random.integer(classes.length);
    add('amount', 2 * c + random.normal(), 0.1);
    add('skewed', Math.exp(3 * random.normal() + c));
    add('flag', random.uniform() < 0.3 + 0.2 * c ? 'yes' : 'no', 0.05);
    add('city', ['Rome', 'Paris', 'Oslo', 'Bern', 'Kyiv', 'Riga'][c + random.integer(4)], 0.05);
    add('size', ['low', 'medium', 'high'][Math.min(2, c + random.integer(2))]);
    add('shop', `shop ${(7 * c + random.integer(15)) % 20}`);
    add('y', classes[c]);
  }
  return tableFromColumns(cells);
}
