/**
 * Mixup with neighbours in the whole table: as `neighbourMixup`, but the partner of a row is one of its nearest among all
 * training rows, not among those of the batch.
 */
import type { Program, Tensor } from '../../engine/program.js';
import type { RowNeighbours } from '../../neighbours/nearest-neighbours.js';
import type { MixupDraws } from './mixup-draws.js';

export interface TableMixup {
  /** Mixes these rows of the table into the output. */
  mix(batch: Int32Array): void;
}

/**
 * Prepares mixing rows of the table into `output`.
 *
 * @param fillRows writes rows of the table to an address
 * @param nearest the neighbours of each row of the table, at least as many as `draws` chooses from or all there are
 */
export function tableMixup(
  program: Program,
  output: Tensor,
  fillRows: (rows: Int32Array, to: number) => void,
  nearest: RowNeighbours,
  draws: MixupDraws,
): TableMixup {
  const { engine, maximumRows } = program;
  const { columns } = output;
  // The rows of the batch, then their partners.
  const both = engine.allocateFloats(2 * maximumRows * columns);
  const partners = engine.allocateInts(maximumRows);
  const lambdas = engine.allocateFloats(maximumRows);
  const drawn = new Int32Array(maximumRows);
  return {
    mix(batch) {
      const rows = batch.length;
      const ranks = drawn.subarray(0, rows);
      draws(nearest.k, ranks, engine.floats(lambdas, rows));
      for (let i = 0; i < rows; i++) ranks[i] = nearest.indices[batch[i] * nearest.k + ranks[i]];
      fillRows(batch, both);
      fillRows(ranks, both + rows * columns * engine.bytesPerFloat);
      const places = engine.ints(partners, rows);
      for (let i = 0; i < rows; i++) places[i] = rows + i;
      engine.kernels.mixRows(rows, columns, both, partners, lambdas, output.value);
    },
  };
}
