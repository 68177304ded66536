/** What ensembles are made with against SciPy and scikit-learn (fixtures/make_ensembles.py). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { QuantileNormal } from '../../src/classifiers/ensembles/cross-fitting/quantile-normal.js';
import type { Matrix } from '../../src/matrix.js';
import { normalQuantile } from '../../src/statistics/distributions/normal-quantile.js';

const golden = JSON.parse(readFileSync(new URL('fixtures/ensembles.json', import.meta.url), 'utf8'));

const matrix = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0].length,
});

it('normal quantiles are SciPy’s to 14 digits', () => {
  for (const [p, z] of golden.normalQuantile) {
    expect(Math.abs(normalQuantile(p) - z), String(p)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(z)));
  }
  expect([0, 1, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([
    -Infinity,
    Infinity,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});

it('quantile-normal features are the normal quantiles of scikit-learn’s uniform ones inside of the range', () => {
  const { rows, newRows, shares } = golden.quantiles;
  const edge = 0.5 / rows.length;
  const { data } = QuantileNormal.fit(matrix(rows)).transform(matrix(newRows));
  const inside = shares.flat().map((share: number, i: number) => [share, data[i]]);
  const compared = inside.filter(([share]: number[]) => share > edge && share < 1 - edge);
  expect(compared.length).toBeGreaterThan(25);
  for (const [share, z] of compared) expect(z).toBeCloseTo(normalQuantile(share), 4);
});
