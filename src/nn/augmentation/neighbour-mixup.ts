/**
 * kNN-guided dynamic mixup (paper Definition 1, Eq. 7): each row is mixed with one of its k nearest rows of the
 * batch, x_i' = lambda x_i + (1 - lambda) x_j with lambda = max(u, 1 - u), u ~ Beta(a, a). Labels are those of x_i:
 * the loss never uses mixed ones.
 */
import type { Program, Step, Tensor } from '../../engine/program.js';
import type { MixupDraws } from './mixup-draws.js';

export interface NeighbourMixup {
  /** Mixes the rows of the input into the output, with neighbours by distance in `space`. */
  readonly mix: Step;
}

/**
 * Prepares mixing `input` into `output` (tensors of equal width). Neighbours are found by Euclidean distance between
 * the rows of `space`: the input itself, or an embedding of it. `draws` chooses among them.
 */
export function neighbourMixup(
  program: Program,
  input: Tensor,
  output: Tensor,
  space: Tensor,
  draws: MixupDraws,
): NeighbourMixup {
  const { engine, maximumRows } = program;
  const { kernels } = engine;
  const products = engine.allocateFloats(maximumRows * maximumRows);
  const scratch = engine.allocateFloats(5 * (maximumRows + 4));
  const neighbours = engine.allocateInts(maximumRows);
  const ranks = engine.allocateInts(maximumRows);
  const lambdas = engine.allocateFloats(maximumRows);
  return {
    mix() {
      const { rows } = program;
      const n = space.columns;
      draws(rows - 1, engine.ints(ranks, rows), engine.floats(lambdas, rows));
      kernels.gramRows(rows, n, space.value, n, products, rows);
      kernels.neighbourOfRank(rows, products, rows, ranks, scratch, neighbours);
      kernels.mixRows(rows, input.columns, input.value, neighbours, lambdas, output.value);
    },
  };
}
