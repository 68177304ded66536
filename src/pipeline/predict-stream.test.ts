import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mixedRows } from '../../test/support/mixed-rows.js';
import { Alerts } from '../decision/alerts.js';
import { readTable, readTableBlocks } from '../tables/reading/read-table.js';
import { cellText, type Table } from '../tables/table.js';
import { type PredictStreamOptions, predictStream } from './predict-stream.js';
import { predictTable } from './predict-table.js';
import { type PredictedRows, riskiestOfBlocks, riskiestRows } from './predicted-rows.js';
import { TableClassifier } from './table-classifier.js';
import { trainOnTable } from './train-on-table.js';

function csvOf(table: Table): Uint8Array {
  const lines = [table.columns.map(({ name }) => name).join(',')];
  for (let row = 0; row < table.rows; row++) {
    lines.push(table.columns.map((column) => cellText(table, column, row) ?? '').join(','));
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

const CSV = csvOf(mixedRows(60, ['no', 'yes'], 2));
let model: TableClassifier;
let whole: Table;

beforeAll(async () => {
  whole = await readTable(CSV, { name: 'new.csv' });
  const table = mixedRows(120, ['no', 'yes']);
  model = (await trainOnTable(table, { target: 'y', classifier: 'decision-tree' })).model;
});

const blocksOf = (blockRows: number) =>
  readTableBlocks(CSV, { name: 'new.csv', blockRows, spellings: model.preparation.spelledColumns });

async function streamed(blockRows: number, options: PredictStreamOptions = {}) {
  const { blocks, notices } = predictStream(model, blocksOf(blockRows), options);
  const labels: unknown[] = [];
  const probabilities: number[] = [];
  const rows: number[] = [];
  const reviewReasons: string[] = [];
  for await (const block of blocks) {
    labels.push(...block.labels);
    probabilities.push(...block.probabilities.data);
    rows.push(...Array.from(block.rows, (row) => row + (block.table.firstRow ?? 0)));
    reviewReasons.push(...(block.reviewReasons ?? []));
  }
  return { labels, probabilities, rows, reviewReasons, notices: notices() };
}

describe('predictStream', () => {
  it.each([1, 2, 7, 1000])('predicts blocks of %i rows as the whole table', async (blockRows) => {
    const options = { review: true, coverage: 0.6 };
    const expected = await predictTable(model, whole, options);
    expect(await streamed(blockRows, options)).toEqual({
      labels: expected.labels,
      probabilities: [...expected.probabilities.data],
      rows: expected.labels.map((_, row) => row),
      reviewReasons: expected.reviewReasons,
      notices: expected.notices,
    });
  });

  it('skips rows that are predicted already', async () => {
    const all = await streamed(7);
    const rest = await streamed(7, { skipRows: 24 });
    expect(rest.rows).toEqual(all.rows.slice(24));
    expect(rest.labels).toEqual(all.labels.slice(24));
    expect(rest.notices).toEqual(all.notices);
  });

  it('reads at most two blocks ahead of what is asked for', async () => {
    let read = 0;
    async function* counted() {
      for await (const block of blocksOf(5)) {
        read++;
        yield block;
      }
    }
    for await (const _ of predictStream(model, counted()).blocks) {
      expect(read).toBe(2);
      break;
    }
  });

  it('refuses a decision that compares all rows', () => {
    const alerts = new TableClassifier({ ...model, decision: new Alerts(1, { rows: 3 }, 0.5) });
    expect(() => predictStream(alerts, blocksOf(7))).toThrow(/compares all rows of a table \(alerts\)/);
  });

  it('finds the riskiest rows as the whole table does, with their cells', async () => {
    const cells = async (blocks: AsyncIterable<PredictedRows>) => {
      const found: unknown[] = [];
      for await (const { rows, labels, probabilities, table = whole } of blocks) {
        rows.forEach((row, i) => {
          const own = table.columns.map((column) => cellText(table, column, row));
          found.push([(table.firstRow ?? 0) + row, labels[i], probabilities.data[2 * i + 1], own]);
        });
      }
      return found;
    };
    async function* once() {
      yield await predictTable(model, whole);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(1, 7, 100),
        async (most, blockRows) => {
          const { blocks } = predictStream(model, blocksOf(blockRows));
          expect(await cells(riskiestOfBlocks(blocks, 1, most))).toEqual(
            await cells(riskiestRows(once(), 1, { rows: most })),
          );
        },
      ),
      { numRuns: 15 },
    );
  });
});
