import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { exactNeighbours, type NeighbourSearch } from '../neighbours/row-neighbours.js';
import { trustworthiness } from './trustworthiness.js';
import { tsne } from './tsne.js';
import type { TsneOptions, TsneProgress } from './tsne-options.js';

interface Golden {
  readonly images: string[];
  readonly runs: { divergence: number; trustworthiness: Record<string, number> }[];
  readonly trustworthiness: { rows: number; columns: number[]; k: number; value: number };
}

const golden: Golden = JSON.parse(readFileSync(new URL('./fixtures/tsne.json', import.meta.url), 'utf8'));

/** 600 x 64 pixels. */
const digits: Matrix = {
  data: Float32Array.from(golden.images.join(''), (digit) => Number.parseInt(digit, 17)),
  rows: 600,
  columns: 64,
};

function firstRows(rows: number): Matrix {
  return { data: digits.data.slice(0, 64 * rows), rows, columns: 64 };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('trustworthiness', () => {
  it("is scikit-learn's", async () => {
    const { rows, columns, k, value } = golden.trustworthiness;
    const map = Float32Array.from({ length: 2 * rows }, (_, i) => {
      const row = Math.floor(i / 2);
      return digits.data[64 * row + columns[i % 2]] + row / 64;
    });
    const ours = await trustworthiness(firstRows(rows), { data: map, rows, columns: 2 }, k);
    expect(ours).toBeCloseTo(value, 12);
  });

  it('is 1 for the rows themselves', async () => {
    expect(await trustworthiness(firstRows(50), firstRows(50))).toBe(1);
  });

  it('refuses what it cannot rank', async () => {
    await expect(trustworthiness(firstRows(50), firstRows(49))).rejects.toThrow(/49 rows, but X has 50/);
    await expect(trustworthiness(firstRows(10), firstRows(10), 5)).rejects.toThrow(
      /less than half of the 10/,
    );
  });
});

describe('tsne', () => {
  // Seeds move scikit-learn's own trustworthiness by some .0005 and its divergence by .0005.
  it.each(['pca', 'random'] as const)(
    "keeps neighbours as well as scikit-learn's, to .002, from a start by %s",
    async (initialisation) => {
      const { embedding, divergence, iterations, aborted } = await tsne(digits, { initialisation });
      expect({ iterations, aborted }).toEqual({ iterations: 1000, aborted: false });
      for (const k of [5, 12]) {
        const theirs = mean(golden.runs.map((run) => run.trustworthiness[k]));
        expect(await trustworthiness(digits, embedding, k)).toBeGreaterThan(theirs - 0.002);
      }
      expect(divergence / mean(golden.runs.map((run) => run.divergence))).toBeLessThan(1.02);
    },
  );

  const short: TsneOptions = { iterations: 30 };
  const bits = async (X: Matrix, options: TsneOptions) => [...(await tsne(X, options)).embedding.data];

  it('gives the same bits for the same seed only', async () => {
    const X = firstRows(100);
    const random = { ...short, initialisation: 'random' } as const;
    expect(await bits(X, { ...random, seed: 1 })).toEqual(await bits(X, { ...random, seed: 1 }));
    expect(await bits(X, { ...random, seed: 1 })).not.toEqual(await bits(X, { ...random, seed: 2 }));
  });

  it('reports its progress', async () => {
    const reports: TsneProgress[] = [];
    const options = {
      iterations: 120,
      exaggerationIterations: 20,
      onProgress: (progress: TsneProgress) => reports.push(progress),
    };
    const { divergence } = await tsne(firstRows(100), options);
    expect(reports.map(({ iteration, iterations }) => [iteration, iterations])).toEqual([
      [50, 120],
      [100, 120],
      [120, 120],
    ]);
    expect(reports[2].divergence).toBe(divergence);
    expect(reports[2].divergence).toBeLessThan(reports[0].divergence);
  });

  it('stops at the signal, with the layout so far', async () => {
    const controller = new AbortController();
    // Comes through only if the event loop runs.
    const running = tsne(digits, { iterations: 1_000_000, signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    const { aborted, embedding } = await running;
    expect(aborted).toBe(true);
    expect(embedding.data.every(Number.isFinite)).toBe(true);
    const before = await tsne(firstRows(50), { signal: AbortSignal.abort() });
    expect(before).toMatchObject({ aborted: true, iterations: 0, divergence: Number.NaN });
  });

  it('keeps neighbours together with an approximate search too', async () => {
    const X = firstRows(400);
    const trusts = await Promise.all(
      (['exact', 'approximate'] as const).map(async (neighbours) => {
        const { embedding } = await tsne(X, { iterations: 300, perplexity: 10, neighbours });
        return trustworthiness(X, embedding);
      }),
    );
    expect(trusts[1]).toBeGreaterThan(trusts[0] - 0.02);
  });

  it('uses another search for neighbours, and passes its errors on', async () => {
    let asked = 0;
    const counting: NeighbourSearch = (X, k, signal) => {
      asked = k;
      return exactNeighbours(X, k, signal);
    };
    const X = firstRows(50);
    expect(await bits(X, { ...short, perplexity: 5, neighbours: counting })).toEqual(
      await bits(X, { ...short, perplexity: 5 }),
    );
    expect(asked).toBe(16);
    const broken = async () => {
      throw new Error('no index');
    };
    await expect(tsne(firstRows(50), { neighbours: broken })).rejects.toThrow('no index');
  });

  it.each([
    ['one column', { data: Float32Array.from({ length: 40 }, (_, i) => i), rows: 40, columns: 1 }],
    ['equal rows', { data: new Float32Array(80).fill(2), rows: 40, columns: 2 }],
    ['four rows', { data: Float32Array.of(1, 2, 3, 5), rows: 4, columns: 1 }],
    [
      'huge values',
      { data: Float32Array.from({ length: 40 }, (_, i) => 1e37 * Math.sin(i)), rows: 40, columns: 1 },
    ],
    ['tiny values', { data: Float32Array.from({ length: 40 }, (_, i) => 1e-40 * i), rows: 40, columns: 1 }],
  ])('stays finite on %s', async (_, X) => {
    const { embedding, divergence } = await tsne(X, { iterations: 300 });
    expect(embedding.data.every(Number.isFinite)).toBe(true);
    expect(divergence).toBeGreaterThan(-1e-9);
  });

  it('keeps clusters apart', async () => {
    const random = new RandomStream(1, 'clusters');
    const data = Float32Array.from({ length: 180 }, (_, i) => 20 * (Math.floor(i / 3) % 3) + random.normal());
    const { embedding } = await tsne({ data, rows: 60, columns: 3 }, { perplexity: 8 });
    const at = (i: number) => [embedding.data[2 * i], embedding.data[2 * i + 1]];
    const distance = (i: number, j: number) => Math.hypot(at(i)[0] - at(j)[0], at(i)[1] - at(j)[1]);
    for (let i = 0; i < 60; i++) {
      const others = Array.from({ length: 60 }, (_, j) => j).filter((j) => j !== i);
      const nearest = others.reduce((best, j) => (distance(i, j) < distance(i, best) ? j : best));
      expect(nearest % 3).toBe(i % 3);
    }
  });

  it('lowers the default perplexity with a notice, and refuses one that was asked for', async () => {
    const lowered = await tsne(firstRows(50), short);
    expect(lowered.perplexity).toBeCloseTo(49 / 3, 10);
    expect(lowered.notice).toMatch(/lowered from 30 to 16.3: 50 rows/);
    expect(await tsne(firstRows(100), short)).toMatchObject({ perplexity: 30, notice: undefined });
    await expect(tsne(firstRows(50), { perplexity: 30 })).rejects.toThrow(
      /perplexity must be from 1 to 16.3 for 50 rows, but it is 30/,
    );
  });

  it.each([
    [{ data: Float32Array.of(1, 2, 3), rows: 3, columns: 1 }, {}, /3 rows: t-SNE needs at least 4/],
    [{ data: Float32Array.of(1, 2, Number.NaN, 3), rows: 4, columns: 1 }, {}, /X is NaN at row 2/],
    [firstRows(20), { iterations: 0 }, /iterations must be an integer from 1 up, but it is 0/],
    [firstRows(20), { theta: -1 }, /theta must be a number from 0 to 1, but it is -1/],
    [firstRows(20), { learningRate: 0 }, /learningRate must be auto or a number above 0, but it is 0/],
    [firstRows(20), { earlyExaggeration: Number.NaN }, /earlyExaggeration .* NaN/],
    [firstRows(20), { exaggerationIterations: 1.5 }, /exaggerationIterations .* 1.5/],
    [firstRows(20), { initialisation: 'spectral' as 'pca' }, /pca or random, but it is spectral/],
    [firstRows(20), { perplexity: 0.5 }, /perplexity must be from 1/],
    [firstRows(20), { learningRate: 1e300 }, /diverged.*Lower learningRate, which is 1e\+300/],
  ])('refuses what it cannot use (%#)', async (X, options, message) => {
    await expect(tsne(X, options)).rejects.toThrow(InputError);
    await expect(tsne(X, options)).rejects.toThrow(message);
  });
});
