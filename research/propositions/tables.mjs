// The tables on which networks are trained, cut to few rows, and those whose files are on this machine.
import { copyRows } from '../../dist/matrix.js';
import { DatasetUnavailable } from '../../dist/paper/index.js';
import { splitOf } from '../splits.mjs';

const missing = new Set();

/** What `run` gives; undefined, with one message, if it needs a table that is not on this machine. */
export async function ifPresent(name, run) {
  if (missing.has(name)) return undefined;
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DatasetUnavailable)) throw error;
    missing.add(name);
    console.error(error.message);
    return undefined;
  }
}

/** At most so many rows of X and y. */
function first(X, y, most) {
  const rows = Math.min(most, y.length);
  return { X: firstRows(X, rows), y: y.subarray(0, rows) };
}

/**
 * @param {import('../../dist/index.js').FeatureMatrix} X @param {number} rows
 * @returns {import('../../dist/index.js').Matrix}
 */
export function firstRows({ data, columns }, rows) {
  return { data: Float32Array.from(data.subarray(0, rows * columns)), rows, columns };
}

/**
 * At most so many rows of training and of test; undefined, with a message, for a table that is not on this machine.
 * @param {string} name @param {number} seed @param {{ train: number, test: number }} most
 */
export async function smallSplit(name, seed, most) {
  return ifPresent(name, async () => {
    const { X, y, testX, testY, classes } = await splitOf(name, seed);
    return {
      train: { ...first(X, y, most.train), classes },
      test: { ...first(testX, testY, most.test), classes },
    };
  });
}

/** @param {{ X: import('../../dist/index.js').Matrix, y: Int32Array, classes: number }} of @param {Int32Array} rows */
export function chosenRows({ X, y, classes }, rows) {
  return { X: selectedRows(X, rows), y: Int32Array.from(rows, (row) => y[row]), classes };
}

/**
 * @param {import('../../dist/index.js').FeatureMatrix} X @param {ArrayLike<number>} rows
 * @returns {import('../../dist/index.js').Matrix}
 */
export function selectedRows(X, rows) {
  const data = new Float32Array(rows.length * X.columns);
  copyRows(X, Int32Array.from(rows), data);
  return { data, rows: rows.length, columns: X.columns };
}
