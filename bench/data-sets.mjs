// The paper's data sets from a folder, one CSV file each, with a column `target`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractTarget, readTable } from '../dist/index.js';

export const dataFolder =
  process.env.QCL_MIXNET_DATA ?? join(fileURLToPath(new URL('../..', import.meta.url)), 'shared', 'data');

/** Ends the program if the folder does not exist. */
export function requireData(folder, how = '--data or QCL_MIXNET_DATA') {
  if (existsSync(folder)) return;
  console.error(`No data sets at ${folder}: give their folder with ${how}.`);
  process.exit(2);
}

export const dataPath = (folder, name) => `${folder}/${name}.csv.gz`;

export async function loadTable(folder, name) {
  return extractTarget(await readTable(dataPath(folder, name)), 'target');
}

/** All rows of a numeric table, unscaled. */
export function matrixOf(features) {
  const columns = features.columns.map(({ name, values }) => {
    if (values === undefined) throw new Error(`column ${name} is not numeric`);
    return values;
  });
  const rows = columns[0].length;
  const data = new Float32Array(rows * columns.length);
  columns.forEach((values, c) => {
    for (let row = 0; row < rows; row++) data[row * columns.length + c] = values[row];
  });
  return { data, rows, columns: columns.length };
}

export function pickRows({ data, columns }, rows) {
  const picked = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    picked.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { data: picked, rows: rows.length, columns };
}
