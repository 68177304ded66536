/**
 * kNN-guided dynamic mixup (paper Definition 1, Eq. 7): each row is mixed with one of its k nearest rows of the
 * batch, x_i' = lambda x_i + (1 - lambda) x_j with lambda = max(u, 1 - u), u ~ Beta(a, a). Labels are those of x_i:
 * the loss never uses mixed ones.
 */
import type { Program, Step, Tensor } from '../../engine/program.js';
import type { RandomStream } from '../../engine/random/random-stream.js';
import { dominantShare } from './dominant-share.js';

export interface NeighbourMixupOptions {
  /** Neighbours to choose from; fewer if the batch has fewer other rows. */
  readonly neighbours: number;
  /** a of the Beta distribution. */
  readonly alpha: number;
  /** A lambda for each row (Definition 1) or one for the batch (Algorithm 1). */
  readonly lambdaPer: 'sample' | 'batch';
}

export interface NeighbourMixup {
  /** Mixes the rows of the input into the output, with neighbours by distance in `space`. */
  readonly mix: Step;
}

/**
 * Prepares mixing `input` into `output` (tensors of equal width). Neighbours are found by Euclidean distance between
 * the rows of `space`: the input itself, or an embedding of it.
 */
export function neighbourMixup(
  program: Program,
  input: Tensor,
  output: Tensor,
  space: Tensor,
  random: RandomStream,
  options: NeighbourMixupOptions,
): NeighbourMixup {
  const { engine, maximumRows } = program;
  const { kernels } = engine;
  const { alpha } = options;
  const products = engine.allocateFloats(maximumRows * maximumRows);
  const scratch = engine.allocateFloats(5 * (maximumRows + 4));
  const neighbours = engine.allocateInts(maximumRows);
  const ranks = engine.allocateInts(maximumRows);
  const lambdas = engine.allocateFloats(maximumRows);
  const draw = dominantShare(random, alpha);
  return {
    mix() {
      const { rows } = program;
      const n = space.columns;
      const k = Math.min(options.neighbours, rows - 1);
      const rankOf = engine.ints(ranks, rows);
      const lambdaOf = engine.floats(lambdas, rows);
      for (let i = 0; i < rows; i++) rankOf[i] = random.integer(k);
      if (options.lambdaPer === 'batch') lambdaOf.fill(draw());
      else for (let i = 0; i < rows; i++) lambdaOf[i] = draw();
      kernels.gramRows(rows, n, space.value, n, products, rows);
      kernels.neighbourOfRank(rows, products, rows, ranks, scratch, neighbours);
      kernels.mixRows(rows, input.columns, input.value, neighbours, lambdas, output.value);
    },
  };
}
