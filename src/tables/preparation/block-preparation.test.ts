/** Blocks of rows are prepared as in the whole table, whatever their cells. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { BlockConflictError } from '../block-conflict.js';
import { readTable, readTableBlocks } from '../reading/read-table.js';
import { Preparation } from './preparation.js';

const KINDS = [
  'amount',
  'comma',
  'code',
  'word',
  'size',
  'flag',
  'when',
  'day',
  'tags',
  'note',
  'range',
  'rate',
];

/** Usual cells of each kind, and then unusual ones. */
const CELLS: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  amount: [
    ['1', '2.5', '-3', '40', '1e2'],
    ['NA', '007', 'unknown', '900', '9007199254740993', '1.234', 'x'],
  ],
  comma: [
    ['1,5', '2,25', '1.234', '17'],
    ['-', '12', '1.5', '0.125', '3.000', '4,5 %'],
  ],
  code: [
    ['1', '2', '3', '4'],
    ['1.0', '01', '5', 'a', '', '2.50'],
  ],
  word: [
    ['red', 'green', 'blue'],
    ['7', '1.0', 'pink', ' red ', 'NA'],
  ],
  size: [
    ['low', 'medium', 'high'],
    ['2', 'huge', 'Low', 'n/a'],
  ],
  flag: [
    ['yes', 'no'],
    ['1', '0', '1.0', 'perhaps', '', 'true'],
  ],
  when: [
    ['2020-01-31', '2021-07-15', '2022-11-02'],
    ['soon', '20200131', '', '15.07.2021'],
  ],
  day: [
    ['31/01/2020', '15/07/2021', '13/11/2022'],
    ['01/02/2020', '07/15/2021', '12/31/2020', '-'],
  ],
  tags: [
    ['a|b', 'b|c', 'a', 'a|b|c'],
    ['a;b', '1', '1.0', 'zzz', ''],
  ],
  note: [
    ['good and fast', 'slow but cheap', 'good and cheap'],
    ['5', '5.0', 'xyz', '', 'inf'],
  ],
  range: [
    ['1-5', '6-10', '11-20'],
    ['7', '7.0', 'many', '', '1e1'],
  ],
  rate: [
    ['0', '1', '0.5', '0.25'],
    ['true', 'false', 'yes', '45%', '2'],
  ],
};

const row = (cellOf: (name: string) => string) => KINDS.map((name) => `"${cellOf(name)}"`).join(';');
const csv = (rows: readonly string[], header: readonly string[] = KINDS) =>
  new TextEncoder().encode(`${header.join(';')}\n${rows.join('\n')}\n`);

/** Numbers are not quoted: quoted ones are numbers too, but the words for missing cells are not. */
const unquoted = (text: string) => text.replaceAll('"', '');

let preparation: Preparation;
let spellings: Preparation['spelledColumns'];

beforeAll(async () => {
  const rows = Array.from({ length: 240 }, (_, i) =>
    unquoted(
      row((name) => {
        const [usual] = CELLS[name];
        return usual[(i * 7 + (i >> 3) * KINDS.indexOf(name)) % usual.length];
      }),
    ),
  );
  const table = await readTable(csv(rows), { name: 'train.csv' });
  preparation = Preparation.fit(table, undefined, undefined, {
    categorical: ['code', 'word'],
    ordinal: new Map([['size', ['low', 'medium', 'high']]]),
    list: ['tags'],
    text: ['note'],
    date: ['when', 'day'],
    dayFirst: true,
    decimal: { comma: ',' },
  });
  spellings = preparation.spelledColumns;
});

async function whole(bytes: Uint8Array) {
  const { matrix, notices } = preparation.prepare(await readTable(bytes, { name: 't.csv' }), undefined, {
    keepMissing: true,
    form: 'values',
  });
  return { data: [...matrix.data], notices };
}

async function inBlocks(bytes: Uint8Array, blockRows: number) {
  const blocks = preparation.blocks({ keepMissing: true, form: 'values' });
  const data: number[] = [];
  for await (const block of readTableBlocks(bytes, { name: 't.csv', blockRows, spellings })) {
    data.push(...blocks.prepare(block).data);
  }
  return { data, notices: blocks.finish() };
}

/** A column of plain numbers only is numeric in the whole table, which is not noticed where training had commas. */
const comparable = ({ data, notices }: Awaited<ReturnType<typeof whole>>) => ({
  data,
  notices: notices.filter((notice) => !notice.includes('not all of them are numbers with a decimal comma')),
});

const caught = (error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  return error;
};

/** Mostly usual cells; in some columns, and from some row on, unusual ones too. */
const rowsArbitrary = fc
  .record({
    length: fc.integer({ min: 1, max: 16 }),
    odd: fc.subarray([...KINDS], { maxLength: 3 }),
    from: fc.nat({ max: 12 }),
    picks: fc.array(fc.nat({ max: 999 }), { minLength: 60, maxLength: 60 }),
  })
  .map(({ length, odd, from, picks }) =>
    Array.from({ length }, (_, i) =>
      unquoted(
        row((name) => {
          const [usual, unusual] = CELLS[name];
          const pick = picks[(i * 13 + KINDS.indexOf(name)) % picks.length];
          const choice = odd.includes(name) && i >= from && pick % 2 === 0 ? unusual : usual;
          return choice[pick % choice.length];
        }),
      ),
    ),
  );

describe('Preparation.blocks', () => {
  it('has columns of all kinds', () => {
    expect(new Set(preparation.inputColumns.map(({ kind }) => kind))).toEqual(
      new Set(['numeric', 'categorical', 'ordinal', 'boolean', 'date', 'list', 'text']),
    );
  });

  it('gives the matrix and the notices of the whole table, its errors, or a conflict', async () => {
    let equal = 0;
    let conflicts = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.constantFrom(1, 2, 7, 100), async (rows, blockRows) => {
        runs++;
        const bytes = csv(rows);
        const expected = await whole(bytes).catch(caught);
        const found = await inBlocks(bytes, blockRows).catch(caught);
        if (found instanceof BlockConflictError) conflicts++;
        else if (expected instanceof InputError) expect(found).toBeInstanceOf(InputError);
        else if (found instanceof InputError) throw found;
        else {
          expect(comparable(found)).toEqual(comparable(expected));
          equal++;
        }
      }),
      { numRuns: 80 },
    );
    expect(equal).toBeGreaterThan(0.4 * runs);
    expect(conflicts).toBeLessThan(0.2 * runs);
  });

  it('reads numbers after text as the text that they were', async () => {
    const bytes = (cells: readonly string[]) =>
      csv(cells.map((cell) => unquoted(row((name) => (name === 'word' ? cell : CELLS[name][0][0])))));
    const mixed = bytes(['red', '1.0', '7']);
    expect(await inBlocks(mixed, 1)).toEqual(await whole(mixed));
  });

  it('names a cell in a late block by its row in the table', async () => {
    const rows = ['1', '2', '3', 'x'].map((cell) =>
      unquoted(row((name) => (name === 'amount' ? cell : CELLS[name][0][0]))),
    );
    await expect(inBlocks(csv(rows), 1)).rejects.toThrow(
      /"amount" must be numeric, but data row 4 holds "x"/,
    );
  });

  it('finds a key of JSON lines that only later rows have', async () => {
    const object = (name: string) =>
      Object.fromEntries(KINDS.filter((each) => each !== name).map((each) => [each, null]));
    const lines = [object('amount'), object('comma')].map((each) => JSON.stringify(each)).join('\n');
    const blocks = preparation.blocks();
    const read = (text: string) =>
      readTableBlocks(new TextEncoder().encode(text), { name: 't.jsonl', blockRows: 1 });
    for await (const block of read(lines)) blocks.prepare(block);
    expect(blocks.finish()[0]).toContain('columns without any value');
    const short = preparation.blocks();
    for await (const block of read('{"amount":1}\n{"amount":2}')) short.prepare(block);
    expect(() => short.finish()).toThrow(/11 columns of the training table missing/);
  });
});
