import fc from 'fast-check';
import { expect, it } from 'vitest';
import { failure } from '../../../test/support/reading.js';
import { BlockConflictError } from '../block-conflict.js';
import { cellText, type Table } from '../table.js';
import { type ReadTableBlocksOptions, readTable, readTableBlocks } from './read-table.js';

const bytes = (text: string) => new TextEncoder().encode(text);

async function blocksOf(text: string, options: ReadTableBlocksOptions): Promise<Table[]> {
  const blocks: Table[] = [];
  for await (const block of readTableBlocks(bytes(text), { name: 't.csv', spellings: 'all', ...options })) {
    blocks.push(block);
  }
  return blocks;
}

const messageOf = (error: unknown) => String(error);

/** The cells of each column by its name, as typed; a column that a block does not have is missing there. */
function cellsOf(blocks: readonly Table[], names: readonly string[]) {
  return names.map((name) =>
    blocks.flatMap((block) => {
      const column = block.columns.find((each) => each.name === name);
      return Array.from({ length: block.rows }, (_, row) => column && cellText(block, column, row));
    }),
  );
}

const cell = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -9, max: 99 }).map(String) },
  fc.constantFrom(
    '',
    'NA',
    '007',
    '1.50',
    '1e3',
    '9007199254740993',
    'inf',
    'x',
    '"a ""b"", c"',
    '"é\n"',
    ' 5 ',
  ),
);

it('gives the cells of the whole delimited table, wherever a block ends', async () => {
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(1, 2, 7, 100),
      fc.constantFrom(1, 50, 1000),
      async (cells, blockRows, blockBytes) => {
        const text = `a,b\n${cells.map((row) => `${row.join(',')}\n`).join('')}`;
        const whole = await readTable(bytes(text), { name: 't.csv', spellings: 'all' }).catch(messageOf);
        const found = await blocksOf(text, { blockRows, blockBytes }).catch(messageOf);
        if (typeof whole === 'string' || typeof found === 'string') {
          expect(found).toBe(whole);
          return;
        }
        expect(cellsOf(found, ['a', 'b'])).toEqual(cellsOf([whole], ['a', 'b']));
        expect(found.map(({ firstRow = 0 }) => firstRow)).toEqual(
          found.map((_, i) => found.slice(0, i).reduce((sum, each) => sum + each.rows, 0)),
        );
        expect(found.every(({ rows }) => rows <= blockRows)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

it('gives the cells of the whole JSON lines and array, with the columns of earlier blocks', async () => {
  const value = fc.oneof(fc.integer(), fc.constantFrom(null, 1.5, 'x', true, 2 ** 60));
  const rows = fc.array(fc.dictionary(fc.constantFrom('a', 'b', '1'), value), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(1, 2, 5), fc.boolean(), async (objects, blockRows, isArray) => {
      const lines = objects.map((each) => JSON.stringify(each));
      const text = isArray ? `[${lines.join(',')}]` : lines.join('\n');
      const name = 't.jsonl';
      const whole = await readTable(bytes(text), { name }).catch(messageOf);
      const found = await blocksOf(text, { name, blockRows }).catch(messageOf);
      if (typeof whole === 'string' || typeof found === 'string') {
        expect(found).toBe(whole);
        return;
      }
      const names = whole.columns.map((each) => each.name);
      expect(found.at(-1)?.columns.map((each) => each.name)).toEqual(names);
      expect(cellsOf(found, names)).toEqual(cellsOf([whole], names));
    }),
    { numRuns: 40 },
  );
});

it('names the line of a refused row in a late block', async () => {
  const text = `a,b\n${'1,2\n'.repeat(20)}1,2,3\n`;
  expect(await failure(blocksOf(text, { blockRows: 4 }))).toContain('t.csv, line 22: expected 2 cells');
});

it('drops an index without a name only while it numbers the rows in order', async () => {
  const index = (numbers: readonly number[]) => `,x\n${numbers.map((i) => `${i},${i}\n`).join('')}`;
  const blocks = await blocksOf(index([0, 1, 2, 5, 9]), { blockRows: 2 });
  expect(blocks.map(({ columns }) => columns.map(({ name }) => name))).toEqual([['x'], ['x'], ['x']]);
  expect(blocks.map(({ notices = [] }) => notices.length)).toEqual([1, 0, 0]);
  await expect(blocksOf(index([0, 1, 2, 2]), { blockRows: 2 })).rejects.toThrow(BlockConflictError);
});

it('refuses block sizes that are not positive integers', async () => {
  expect(await failure(blocksOf('a\n1\n', { blockRows: 0 }))).toContain(
    'blockRows is 0: give a positive integer',
  );
});
