/**
 * Triplet margin loss (paper Eq. 16) over the triplets that the multi-similarity miner keeps (Wang et al. 2019). The
 * miner works on cosine similarities; the hinge on the given distances. `mean` averages over the triplets with a
 * positive hinge (pytorch-metric-learning's default), `sum` is Eq. 16 as printed.
 */
import type { Program, Tensor } from '../../engine/program.js';
import { type BatchTargets, currentScale, type LossScale, type LossTerm } from './loss-term.js';

export interface MinedTripletsOptions {
  readonly margin: number;
  /** Slack epsilon of the multi-similarity miner. */
  readonly minerEpsilon: number;
  readonly reduction: 'mean' | 'sum';
  readonly scale: LossScale;
}

export function minedTriplets(
  program: Program,
  similarity: Tensor,
  distance: Tensor,
  targets: BatchTargets,
  { margin, minerEpsilon, reduction, scale }: MinedTripletsOptions,
): LossTerm {
  const { engine } = program;
  const { kernels } = engine;
  const ld = similarity.columns;
  const kept = engine.allocateInts(ld * ld);
  const scratch = engine.allocateFloats(5 * (ld + 4));
  const term: LossTerm = { value: 0 };
  program.record({
    backward: () => {
      const target = program.gradientTarget(distance);
      return () => {
        const { rows } = program;
        kernels.mineMultiSimilarity(rows, similarity.value, ld, targets.labels, minerEpsilon, kept);
        term.value = kernels.tripletMargin(
          rows,
          distance.value,
          ld,
          kept,
          margin,
          reduction === 'sum',
          currentScale(scale),
          scratch,
          target.address,
        );
        target.finish();
      };
    },
  });
  return term;
}
