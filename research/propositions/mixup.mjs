// Proposition 2: whether mixup with neighbours stays nearer to the manifold than mixup with any row.

import { NearestNeighbours } from '../../dist/neighbours/nearest-neighbours.js';
import { datasets } from '../../dist/paper/index.js';
import { mean } from '../mean.mjs';
import { splitOf } from '../splits.mjs';
import { MANIFOLDS, noisyRows } from './manifolds.mjs';
import { mixedRows, WAYS } from './mixes.mjs';
import { Collector } from './record.mjs';
import { firstRows, ifPresent, selectedRows } from './tables.mjs';

/** The small epsilon of the claim, in units of the manifold's size, and those of the picture. */
export const EPSILON = 0.05;
export const EPSILONS = [0.01, 0.02, EPSILON, 0.1, 0.2, 0.5];
export const NOISES = [0, 0.05, 0.2];
/** The noise at which every epsilon is recorded. */
export const PICTURED = 0.05;

/** Rows of a table at most, drawn by `splitOf`'s order. */
const MOST_ROWS = 1536;

/** @param {boolean} quick */
export async function measureMixup(quick) {
  const found = new Collector(2);
  const seeds = quick ? [1, 2] : [1, 2, 3, 4, 5];
  for (const seed of seeds) {
    for (const manifold of MANIFOLDS) {
      for (const noise of NOISES)
        await onManifold(found, manifold, { rows: quick ? 128 : 1024, noise, seed });
    }
  }
  const tables = quick ? ['balance_scale', 'glass'] : datasets.map(({ name }) => name);
  for (const name of tables) {
    for (const seed of seeds) await ifPresent(name, () => onTable(found, name, seed));
  }
  return found.measurements();
}

async function onManifold(found, manifold, how) {
  const X = noisyRows(manifold, how);
  const row = (of, i) => of.data.subarray(i * of.columns, (i + 1) * of.columns);
  for (const way of [...WAYS, 'unmixed']) {
    const mixed = way === 'unmixed' ? X : (await mixedRows(X, way, how.seed)).mixed;
    const distances = Array.from({ length: mixed.rows }, (_, i) => manifold.distance(row(mixed, i)));
    const setting = { noise: how.noise, way };
    found.add('distance', manifold.name, setting, mean(distances));
    for (const epsilon of how.noise === PICTURED ? EPSILONS : [EPSILON]) {
      const share = distances.filter((distance) => distance <= epsilon).length / distances.length;
      found.add('share', manifold.name, { ...setting, epsilon }, share);
    }
  }
}

/**
 * The mean distance of mixed rows from the nearest held-out row of the anchor's class, divided by that of the anchors themselves:
 * 1 is as near as a real row.
 */
async function onTable(found, name, seed) {
  const { X: all, y: labels, testX, testY, classes } = await splitOf(name, seed);
  const rows = Math.min(all.rows, MOST_ROWS);
  const X = firstRows(all, rows);
  const y = labels.subarray(0, rows);
  const searches = new Map();
  for (let c = 0; c < classes; c++) {
    const of = rowsOfClass(testX, testY, c);
    if (of.rows > 0) searches.set(c, await NearestNeighbours.create(of));
  }
  /** Of rows whose anchors have a class with held-out rows. */
  const meanDistance = async (of, anchors) => {
    const result = [];
    for (const [c, search] of searches) {
      const queries = rowsOfClass(
        of,
        Int32Array.from(anchors, (row) => y[row]),
        c,
      );
      if (queries.rows > 0) result.push(...(await search.nearest(queries, 1)).distances);
    }
    return mean(result);
  };
  for (const way of WAYS) {
    const { anchors, mixed } = await mixedRows(X, way, seed);
    const ratio =
      (await meanDistance(mixed, anchors)) / (await meanDistance(selectedRows(X, anchors), anchors));
    found.add('table', name, { way }, ratio);
  }
  for (const search of searches.values()) search.release();
}

/** @param {import('../../dist/index.js').FeatureMatrix} X @param {Int32Array} y @param {number} wanted */
const rowsOfClass = (X, y, wanted) =>
  selectedRows(
    X,
    Array.from(y.keys()).filter((row) => y[row] === wanted),
  );
