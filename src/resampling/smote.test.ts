import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import type { Matrix } from '../matrix.js';
import { nearestAmong, smote } from './smote.js';

const COLUMNS = 3;
const random = () => new RandomStream(7, 'smote');

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { data: Float32Array.from(rows.flat()), rows: rows.length, columns: rows[0].length };
}

const rowOf = ({ data, columns }: Matrix, row: number) =>
  Array.from(data.subarray(row * columns, (row + 1) * columns));

const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, c) => value - b[c]));

/** Rows with few different values, so that duplicates and equal distances are common. */
const tables = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: COLUMNS, maxLength: COLUMNS }),
    ),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((rows) => ({ X: matrix(rows.map(([, values]) => values)), y: Int32Array.from(rows, ([c]) => c) }));

/** Whether some share u in [0, 1] gives row = a + u (b - a), up to the rounding to 32 bits. */
function isBetween(row: number[], a: number[], b: number[]): boolean {
  return Math.abs(distance(a, row) + distance(row, b) - distance(a, b)) < 1e-5;
}

describe('smote', () => {
  it('keeps the rows, fills every class that has some, and draws between neighbours of one class', async () => {
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.integer({ min: 1, max: 6 }),
        fc.nat(),
        async ({ X, y }, neighbours, seed) => {
          const filled = await smote(X, y, 4, { neighbours, random: new RandomStream(seed, 'smote') });
          expect(filled.X.rows).toBe(filled.y.length);
          expect(filled.X.data.subarray(0, X.data.length)).toEqual(X.data);
          expect(filled.y.subarray(0, y.length)).toEqual(y);
          const counts = [0, 1, 2, 3].map((c) => filled.y.filter((label) => label === c).length);
          const largest = Math.max(...counts);
          for (const c of [0, 1, 2, 3]) expect(counts[c]).toBe(y.includes(c) ? largest : 0);
          for (let row = y.length; row < filled.y.length; row++) {
            const members = [...y.keys()].filter((i) => y[i] === filled.y[row]).map((i) => rowOf(X, i));
            const synthetic = rowOf(filled.X, row);
            const explained = members.some((own, i) => {
              const others = members
                .filter((_, j) => j !== i)
                .sort((a, b) => distance(own, a) - distance(own, b));
              // Any of those as near as the k-th one may have been taken for it.
              const reach =
                others.length === 0 ? 0 : distance(own, others[Math.min(neighbours, others.length) - 1]);
              const near = others.filter((other) => distance(own, other) <= reach + 1e-9);
              return isBetween(synthetic, own, own) || near.some((other) => isBetween(synthetic, own, other));
            });
            expect(explained).toBe(true);
          }
        },
      ),
    );
  });

  it('draws rows, neighbours and shares evenly', async () => {
    // On a line the synthetic rows between 0 and its only neighbour 1, and those between 1 and 0, are uniform.
    const rows = [[0], [1], ...new Array(2000).fill([9])];
    const y = Int32Array.from(rows, (_, row) => (row < 2 ? 1 : 0));
    const { X } = await smote(matrix(rows), y, 2, { random: random() });
    const synthetic = Array.from(X.data.subarray(rows.length));
    expect(synthetic).toHaveLength(1998);
    for (const quarter of [0.25, 0.5, 0.75]) {
      const share = synthetic.filter((value) => value < quarter).length / synthetic.length;
      expect(Math.abs(share - quarter)).toBeLessThan(0.04);
    }
  });

  it('repeats a class of one row, and warns of classes with fewer rows than neighbours', async () => {
    const y = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2);
    const X = matrix(Array.from(y, (_, row) => [row, -row]));
    const warnings: string[] = [];
    const filled = await smote(X, y, 3, { random: random(), onWarning: (message) => warnings.push(message) });
    for (let row = 12; row < 19; row++) expect(rowOf(filled.X, row)).toEqual([8, -8]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/5 neighbours of SMOTE: 2 \(the smallest has 1 row\)/);
  });

  it('says nothing where there are enough rows, or nothing to fill', async () => {
    const onWarning = (message: string) => expect.fail(message);
    const X = matrix(Array.from({ length: 14 }, (_, row) => [row]));
    await smote(
      X,
      Int32Array.from({ length: 14 }, (_, row) => Number(row < 6)),
      2,
      { random: random(), onWarning },
    );
    await smote(
      X,
      Int32Array.from({ length: 14 }, (_, row) => row),
      14,
      { random: random(), onWarning },
    );
  });

  it('gives the same rows for the same stream, others for another', async () => {
    const X = matrix(Array.from({ length: 20 }, (_, row) => [row, row * row]));
    const y = Int32Array.from({ length: 20 }, (_, row) => Number(row < 7));
    const once = await smote(X, y, 2, { random: random() });
    expect(await smote(X, y, 2, { random: random() })).toEqual(once);
    expect(await smote(X, y, 2, { random: new RandomStream(8, 'smote') })).not.toEqual(once);
  });

  it('stops at its signal', async () => {
    const X = matrix(Array.from({ length: 20000 }, (_, row) => [row % 97, row % 89, row % 83]));
    const y = Int32Array.from({ length: 20000 }, (_, row) => Number(row < 8000));
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 0);
    await expect(smote(X, y, 2, { random: random(), signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('nearestAmong', () => {
  it('finds what sorting by distance finds', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 8 }), fc.nat(), ({ X, y }, k, start) => {
        const candidates = Int32Array.from(y.keys()).filter((row) => y[row] === y[start % y.length]);
        const own = start % candidates.length;
        // Squares of whole numbers, which are exact: a root would tell equal distances apart by rounding.
        const far = (row: number) =>
          rowOf(X, row).reduce((sum, value, j) => sum + (value - rowOf(X, candidates[own])[j]) ** 2, 0);
        const wanted = [...candidates].filter((_, i) => i !== own).sort((a, b) => far(a) - far(b) || a - b);
        expect([...nearestAmong(X, candidates, own, k)]).toEqual(wanted.slice(0, k));
      }),
    );
  });

  it('gives up far rows early, and only these', () => {
    const stream = random();
    const X = { data: Float32Array.from({ length: 60 * 50 }, () => stream.normal()), rows: 60, columns: 50 };
    const far = (row: number) => distance(rowOf(X, 0), rowOf(X, row));
    const wanted = Array.from({ length: 59 }, (_, i) => i + 1).sort((a, b) => far(a) - far(b));
    expect([
      ...nearestAmong(
        X,
        Int32Array.from({ length: 60 }, (_, i) => i),
        0,
        5,
      ),
    ]).toEqual(wanted.slice(0, 5));
  });
});
