/**
 * Mixup with neighbours in the whole table: as `neighbourMixup`, but the partner of a row is one of its nearest among all
 * training rows, not among those of the batch.
 */
import type { Program, Tensor } from '../../engine/program.js';
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { RowNeighbours } from '../../neighbours/nearest-neighbours.js';
import { dominantShare } from './dominant-share.js';
import type { NeighbourMixupOptions } from './neighbour-mixup.js';

export interface TableMixup {
  /** Mixes these rows of the table into the output. */
  mix(batch: Int32Array): void;
}

/**
 * Prepares mixing rows of the table into `output`.
 *
 * @param fillRows writes rows of the table to an address
 * @param nearest the neighbours of each row of the table, at least as many as `options.neighbours` or all there are
 */
export function tableMixup(
  program: Program,
  output: Tensor,
  fillRows: (rows: Int32Array, to: number) => void,
  nearest: RowNeighbours,
  random: RandomStream,
  { neighbours, alpha, lambdaPer }: NeighbourMixupOptions,
): TableMixup {
  const { engine, maximumRows } = program;
  const { columns } = output;
  const k = Math.min(neighbours, nearest.k);
  // The rows of the batch, then their partners.
  const both = engine.allocateFloats(2 * maximumRows * columns);
  const partners = engine.allocateInts(maximumRows);
  const lambdas = engine.allocateFloats(maximumRows);
  const drawn = new Int32Array(maximumRows);
  const draw = dominantShare(random, alpha);
  return {
    mix(batch) {
      const rows = batch.length;
      for (let i = 0; i < rows; i++) drawn[i] = nearest.indices[batch[i] * nearest.k + random.integer(k)];
      const lambdaOf = engine.floats(lambdas, rows);
      if (lambdaPer === 'batch') lambdaOf.fill(draw());
      else for (let i = 0; i < rows; i++) lambdaOf[i] = draw();
      fillRows(batch, both);
      fillRows(drawn.subarray(0, rows), both + rows * columns * engine.bytesPerFloat);
      const places = engine.ints(partners, rows);
      for (let i = 0; i < rows; i++) places[i] = rows + i;
      engine.kernels.mixRows(rows, columns, both, partners, lambdas, output.value);
    },
  };
}
