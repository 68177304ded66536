import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictedBlock } from './predict-table.js';
import { type PredictedRows, riskiestRows, rowsInOrder } from './predicted-rows.js';

/** Consecutive blocks of these lengths; the labels number the rows, and `risk` is the probability of the second class. */
function blocksOf(sizes: readonly number[], risk: (row: number) => number): AsyncIterable<PredictedBlock> {
  let row = 0;
  const blocks = sizes.map((rows) => {
    const labels = Array.from({ length: rows }, () => row++);
    const data = Float32Array.from(labels.flatMap((each) => [1 - risk(each), risk(each)]));
    const [sets, reviewReasons] = [labels.map((label) => [label]), labels.map(String)];
    return { labels, probabilities: { data, rows, columns: 2 }, sets, reviewReasons };
  });
  return Readable.from(blocks);
}

async function collect(blocks: AsyncIterable<PredictedRows>) {
  const all: { row: number; label: unknown; risk: number }[] = [];
  const sizes: number[] = [];
  for await (const { rows, labels, probabilities, sets, reviewReasons } of blocks) {
    sizes.push(labels.length);
    expect(rows).toHaveLength(labels.length);
    expect(probabilities.data).toHaveLength(2 * labels.length);
    expect(sets).toEqual(labels.map((label) => [label]));
    expect(reviewReasons).toEqual(labels.map(String));
    labels.forEach((label, i) => {
      all.push({ row: rows[i], label, risk: probabilities.data[2 * i + 1] });
    });
  }
  return { all, sizes };
}

/** Few different risks, so that many are equal. */
const riskOfRow = (row: number) => ((row * 7) % 5) / 8;
const sizesOfBlocks = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });

describe('predicted rows', () => {
  it('in order are numbered through all blocks', async () => {
    await fc.assert(
      fc.asyncProperty(sizesOfBlocks, async (sizes) => {
        const { all } = await collect(rowsInOrder(blocksOf(sizes, riskOfRow)));
        expect(all).toEqual(all.map((_, row) => ({ row, label: row, risk: riskOfRow(row) })));
        expect(all).toHaveLength(sizes.reduce((a, b) => a + b, 0));
      }),
    );
  });

  it('in order are split if a block is large', async () => {
    const { all, sizes } = await collect(rowsInOrder(blocksOf([20_000, 3], riskOfRow)));
    expect(sizes).toEqual([8192, 8192, 3616, 3]);
    expect(all.every(({ row, label }, i) => row === i && label === i)).toBe(true);
  });

  it('by risk are those of a stable sort, cut off after the number asked for', async () => {
    await fc.assert(
      fc.asyncProperty(sizesOfBlocks, fc.option(fc.integer({ min: 1, max: 60 })), async (sizes, most) => {
        const { all } = await collect(
          riskiestRows(blocksOf(sizes, riskOfRow), 1, most === null ? undefined : { rows: most }),
        );
        const inOrder = (await collect(rowsInOrder(blocksOf(sizes, riskOfRow)))).all;
        const expected = inOrder.toSorted((a, b) => b.risk - a.risk);
        expect(all).toEqual(expected.slice(0, most ?? undefined));
      }),
    );
  });

  it('by risk come in blocks too', async () => {
    const { sizes } = await collect(riskiestRows(blocksOf([9000, 9000], riskOfRow), 1, { rows: 10_000 }));
    expect(sizes).toEqual([8192, 1808]);
  });
});
