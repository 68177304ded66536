// The tables and splits on which choices are made: split and prepared like those of `benchmark` with the same seed.
import { extractTarget, Preparation, trainTestSplit } from '../dist/index.js';
import { loadDataset } from '../dist/paper/index.js';

/** Choices are made only on these; the other tables confirm them. */
export const DECIDING = [
  'ecoli',
  'glass',
  'lymph',
  'vehicle',
  'balance_scale',
  'arrhythmia',
  'wine_quality_red',
  'abalone',
  'one_hundred_plants_texture',
];

const tables = new Map();

/** X and y of the training and the test rows; labels are indices into `classes`. */
export async function splitOf(name, seed) {
  if (!tables.has(name)) {
    const { table } = await loadDataset(name);
    tables.set(name, { table, labels: extractTarget(table, 'target').labels });
  }
  const { table, labels } = tables.get(name);
  const { train, test } = trainTestSplit(labels, { seed });
  const classes = [...new Set(Array.from(train, (row) => labels[row]))].sort((a, b) => (a < b ? -1 : 1));
  const indices = (rows) => Int32Array.from(rows, (row) => classes.indexOf(labels[row]));
  const preparation = Preparation.fit(table, train, 'target', {});
  return {
    classes: classes.length,
    X: preparation.prepare(table, train).matrix,
    y: indices(train),
    testX: preparation.prepare(table, test).matrix,
    testY: indices(test),
  };
}
