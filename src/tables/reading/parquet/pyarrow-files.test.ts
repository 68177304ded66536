import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../../../test/support/reading.js';
import { readTable } from '../../../platform/node/files/read-table-file.js';

interface PyarrowFiles {
  readonly cells: Readonly<Record<string, readonly (number | string | null)[]>>;
  readonly files: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly base64: string;
  }[];
}

const { cells, files } = JSON.parse(
  readFileSync(new URL('fixtures/parquet.json', import.meta.url), 'utf8'),
) as PyarrowFiles;

describe('readTable on files that pyarrow wrote', () => {
  it.each(files)('reads every cell: $name', async ({ columns, base64 }) => {
    const table = await readTable(new Uint8Array(Buffer.from(base64, 'base64')));
    expect(table.columns.map(({ name }) => name)).toEqual(columns);
    for (const column of table.columns) expect(cellsOf(column), column.name).toEqual(cells[column.name]);
  });
});
