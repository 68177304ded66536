// Mixed rows by the project's own mixup, without a network: with neighbours in the batch (the paper), among all rows, and with any
// row of the batch (uniform mixup, which is neighbour mixup with as many neighbours as there are other rows).

import { Engine } from '../../dist/engine/engine.js';
import { ParameterStore } from '../../dist/engine/parameter-store.js';
import { Program } from '../../dist/engine/program.js';
import { RandomStream } from '../../dist/index.js';
import { exactNeighbours } from '../../dist/neighbours/row-neighbours.js';
import { fixedDraws } from '../../dist/nn/augmentation/mixup-draws.js';
import { neighbourMixup } from '../../dist/nn/augmentation/neighbour-mixup.js';
import { tableMixup } from '../../dist/nn/augmentation/table-mixup.js';

const BATCH = 64;
const NEIGHBOURS = 5;
const ALPHA = 0.4;

export const WAYS = ['uniform', 'batch', 'all'];

/**
 * Every row of X mixed once; row i of the result has anchor i's place in `anchors`. The shares of the anchors are the same in all
 * ways.
 * @param {import('../../dist/index.js').Matrix} X @param {string} way @param {number} seed
 */
export async function mixedRows(X, way, seed) {
  const order = new RandomStream(seed, 'anchors').permutation(X.rows);
  // The last batch is as large as the others, so that its rows have as many neighbours.
  const anchors = order.subarray(0, Math.max(BATCH, X.rows - (X.rows % BATCH)));
  const batch = Math.min(BATCH, X.rows);
  const mixed = new Float32Array(anchors.length * X.columns);
  const engine = await Engine.create();
  try {
    const mix = await mixer(engine, X, { way, seed, batch });
    for (let start = 0; start < anchors.length; start += batch) {
      const rows = anchors.subarray(start, start + batch);
      mixed.set(mix(rows), start * X.columns);
    }
  } finally {
    engine.release();
  }
  return { anchors, mixed: { data: mixed, rows: anchors.length, columns: X.columns } };
}

async function mixer(engine, X, { way, seed, batch }) {
  const program = new Program(engine, new ParameterStore(engine), batch, 'inference');
  const [input, output] = [program.input(X.columns), program.input(X.columns)];
  const fill = (rows, to) => {
    const values = engine.floats(to, rows.length * X.columns);
    rows.forEach((row, i) => {
      values.set(X.data.subarray(row * X.columns, (row + 1) * X.columns), i * X.columns);
    });
  };
  const draws = (neighbours) =>
    fixedDraws(new RandomStream(seed, 'mixup'), { neighbours, alpha: ALPHA, lambdaPer: 'sample' });
  const read = (rows) => engine.floats(output.value, rows.length * X.columns);
  if (way === 'all') {
    const nearest = await exactNeighbours(X, Math.min(NEIGHBOURS, X.rows - 1));
    const { mix } = tableMixup(program, output, fill, nearest, draws(NEIGHBOURS));
    program.compile();
    return (rows) => {
      mix(rows);
      return read(rows);
    };
  }
  const neighbours = way === 'uniform' ? batch - 1 : NEIGHBOURS;
  const { mix } = neighbourMixup(program, input, output, input, draws(neighbours));
  program.compile();
  return (rows) => {
    fill(rows, input.value);
    program.rows = rows.length;
    mix();
    return read(rows);
  };
}
