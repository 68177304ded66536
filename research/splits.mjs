// The tables and splits on which choices are made: split and prepared like those of `benchmark` with the same seed.
import {
  extractTarget,
  Preparation,
  RandomStream,
  readTable,
  selectRows,
  trainTestSplit,
} from '../dist/index.js';
import { CHOSEN_ON } from '../dist/paper/datasets/chosen-on.js';
import { loadDataset } from '../dist/paper/index.js';

/** Choices are made only on these; the other tables confirm them. */
export const DECIDING = [...CHOSEN_ON];

/** Real tables with categories, dates and missing cells, which choose too; in the folder QCL_MIXNET_MIXED. */
export const MIXED = ['attrition', 'credit', 'hmda', 'movies', 'birdstrikes', 'diamonds_cut'];

const tables = new Map();

async function tableOf(name) {
  if (!MIXED.includes(name)) return (await loadDataset(name)).table;
  const whole = await mixedTable(name);
  if (whole.rows <= MOST_ROWS) return whole;
  const order = new RandomStream(1, 'rows of a large table').permutation(whole.rows);
  return selectRows(whole, order.slice(0, MOST_ROWS).sort());
}

/** Of a larger mixed table a sample is taken, as by its peers. */
const MOST_ROWS = 12_000;

async function mixedTable(name) {
  const folder = process.env.QCL_MIXNET_MIXED;
  if (folder === undefined)
    throw new Error(`${name}: set QCL_MIXNET_MIXED to the folder of the mixed tables`);
  return readTable(`${folder}/${name}.csv.gz`);
}

/**
 * X and y of the training and the test rows; labels are indices into `classes`. X has the form `scaled`, as for a network,
 * or `values`, as for `auto`.
 * @param {string} name
 * @param {number} seed
 * @param {import("../dist/index.js").ColumnForm} form
 */
export async function splitOf(name, seed, form = 'scaled') {
  if (!tables.has(name)) {
    const table = await tableOf(name);
    tables.set(name, { table, labels: extractTarget(table, 'target').labels });
  }
  const { table, labels } = tables.get(name);
  const { train, test } = trainTestSplit(labels, { seed });
  const classes = [...new Set(Array.from(train, (row) => labels[row]))].sort((a, b) => (a < b ? -1 : 1));
  const indices = (rows) => Int32Array.from(rows, (row) => classes.indexOf(labels[row]));
  const preparation = Preparation.fit(table, train, 'target', {});
  /** @param {Int32Array} rows */
  const prepared = (rows) => preparation.prepare(table, rows, { form, keepMissing: false }).matrix;
  return {
    classes: classes.length,
    X: prepared(train),
    y: indices(train),
    testX: prepared(test),
    testY: indices(test),
  };
}
